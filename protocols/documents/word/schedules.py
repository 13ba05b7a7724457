"""What the portal's record adds to the text, as the printed agreement has it: each schedule a table with a head."""

from collections.abc import Callable, Mapping
from typing import Any

from docx.enum.section import WD_ORIENT, WD_SECTION

from protocols.documents.impact.word import WordFile
from protocols.documents.word.maps import draw_map

Content = Mapping[str, Any]
MAP_WIDE = 25.6  # centimetres: across a landscape page
NOT_YET, SMALL = "Not yet named", "small_number_rule"


def put_schedule(file: WordFile, name: str, content: Content) -> None:
    """Write the schedule of that name. `content` is what `documents.composing.compose` makes of a text."""
    SCHEDULES[name](file, content)


def _control(file: WordFile, content: Content) -> None:
    protocol, parent, dates = content["protocol"], content["parent"], content["dates"]
    area = protocol["partnership"]["area"]
    published = protocol["publication"]
    rows = [
        ("Reference and version", f"{protocol['reference']} version {protocol['version']}"),
        ("Partnership", protocol["partnership"]["name"] + (f", for {area}" if area else "")),
        ("Partnership officer", protocol["officer"]),
        ("Drafted from", f"Template “{protocol['template']['slug']}”, version {protocol['template']['version']}"),
        ("Made under", f"{parent['reference']} version {parent['version']}, {parent['title']}" if parent else ""),
        ("In force from", dates["starts"] + (f" until {dates['ends']}" if dates["ends"] else "")),
        ("Review by", dates["review"]),
        ("Published", "In the public register" if published["public"] else f"Not published: {published['reason']}"),
    ]
    file.pairs([row for row in rows if row[1]], about="Document control")


def _parties(file: WordFile, content: Content) -> None:
    rows = [
        (
            _lines(party["legal_name"], _kind(party), party["address"], _acceding(party, content["parent"])),
            party["ico_registration"] or "Not yet given",
            _lines(party["role"], *_conditions(party)),
            _person(party["dpo"]),
            _person(party["signatory"]),
        )
        for party in content["parties"]
    ]
    head = ("Party", "ICO number", "Acts as", "Data protection officer", "Signatory")
    file.table(head, rows, (5.2, 2.4, 3.2, 3.1, 3.1), about="The parties")


def _flows(file: WordFile, content: Content) -> None:
    """Across the page, as in print: the map, then the table, which says the same and more in words."""
    _turn(file, WD_ORIENT.LANDSCAPE)
    for number, flow_map in enumerate(content["maps"], start=1):
        file.image(draw_map(flow_map), width=MAP_WIDE, name=f"Map of the data flows {number}", says=flow_map.text)
    rows = [
        (
            f"{flow['number']}. {flow['title']}",
            f"{flow['from']}\nto {', '.join(flow['to'])}",
            "\n".join(flow["items_shared"]),
            _lines(flow["subjects"], flow["identifiable_word"], "; ".join(flow["kinds_labels"])),
            _lines(flow["purpose"], _about("Who decides", flow["control_word"]), flow.get("control_reference", "")),
            _lines(flow["method"], flow["frequency"]),
            _lines(flow["retention"], _about("Area", flow["geography"]), _about("Small numbers", flow[SMALL])),
        )
        for flow in content["flows"]
    ]  # fmt: skip
    head = ("Flow", "From and to", "What is shared", "About whom", "Why", "How and how often", "Kept, and where")
    file.table(head, rows, (3.4, 3.6, 3.8, 4, 3.9, 3.3, 3.6), about="The data flows")
    _turn(file, WD_ORIENT.PORTRAIT)


def _legal_record(file: WordFile, content: Content) -> None:
    for group in content["records"]:
        file.heading(group["party"]["legal_name"], 2)
        for record in group["records"]:
            _one_record(file, record)
    if content["refused"]:
        file.heading("Flows refused", 2)
        file.lead("These were proposed and are not part of this agreement.")
        rows = [
            (
                f"{flow['title']}\n{flow['from']} to {', '.join(flow['to'])}",
                _lines(flow["stopped_at"], flow["by"]),
                "; ".join(flow["laws"]),
                flow["reason"],
            )
            for flow in content["refused"]
        ]
        file.table(("Flow", "Stopped at", "Law", "Reason"), rows, (5.5, 2.5, 4, 5), about="Flows refused")


def _one_record(file: WordFile, record: Mapping[str, Any]) -> None:
    flows, checklist = record["flows"], record["checklist"]
    file.lead(
        f"Flow{'' if len(flows) == 1 else 's'} {', '.join(map(str, flows))}: {record['conclusion'].lower()}. "
        f"{checklist['title']}, version {checklist['version']}; concluded by {record['concluded_by']} "
        f"on {record['on']}."
    )
    if record["gateways"]:
        file.lead(f"Relied on: {'; '.join(gateway['cite'] for gateway in record['gateways'])}.")
    rows = [
        (step["id"], step["question"], step["answer"], step["reason"] or "—", "; ".join(step["laws"]) or "—")
        for step in record["steps"]
    ]
    head = ("Step", "Question", "Answer", "Reason", "Law")
    file.table(head, rows, (1.5, 5, 3.2, 4.1, 3.2), about="The steps of the checklist")
    if record["limits"]:
        file.lead("Limits to observe")
        file.bullets(
            f"{limit['text']} ({limit['cite']})" if limit["cite"] else limit["text"] for limit in record["limits"]
        )


def _lawful_bases(file: WordFile, content: Content) -> None:
    rows = [
        (
            group["party"]["short_name"],
            ", ".join(map(str, record["flows"])),
            "\n".join(gateway["cite"] for gateway in record["gateways"]) or "None needed",
            record["conclusion"],
        )
        for group in content["records"]
        for record in group["records"]
    ]
    head = ("Party", "Flows", "Power or duty relied on", "Conclusion")
    file.table(head, rows, (4, 2, 7, 4), about="Powers and duties relied on")


def _risks(file: WordFile, content: Content) -> None:
    rows = [
        (
            _lines(f"{row.number}. {row.title}", row.description),
            _lines(f"{row.before.level.label} {row.before.score}", row.before.words),
            row.mitigation or "Nothing yet",
            _lines(f"{row.after.level.label} {row.after.score}", row.after.words),
            _lines(row.owner or "Nobody yet", row.owner_post),
        )
        for row in content["register"].rows
    ]
    head = ("Risk", "With nothing done", "What is done about it", "What remains", "Owner")
    file.table(head, rows, (5, 2.7, 4.2, 2.7, 2.4), about="The risk register")


def _signatures(file: WordFile, content: Content) -> None:
    file.lead("Nothing is signed here. The table says who is to sign.")
    rows = [(party["legal_name"], _person(party["signatory"])) for party in content["parties"]]
    file.table(("For", "Signatory"), rows, (9, 8), about="Who is to sign")


SCHEDULES: dict[str, Callable[[WordFile, Content], None]] = {
    "control": _control,
    "parties": _parties,
    "flows": _flows,
    "legal_record": _legal_record,
    "lawful_bases": _lawful_bases,
    "risks": _risks,
    "signatures": _signatures,
}


def _turn(file: WordFile, way: WD_ORIENT) -> None:
    """Begin a page that lies the other way."""
    section = file.document.add_section(WD_SECTION.NEW_PAGE)
    if section.orientation != way:
        section.orientation = way
        section.page_width, section.page_height = section.page_height, section.page_width


def _lines(*lines: str) -> str:
    return "\n".join(line for line in lines if line)


def _about(name: str, value: str) -> str:
    return f"{name}: {value}" if value else ""


def _person(person: Mapping[str, str]) -> str:
    return _lines(person["name"], person["post"]) if person["name"] else NOT_YET


def _kind(party: Mapping[str, Any]) -> str:
    return ", ".join(one for one in (party["kind_label"], party["legal_form"].lower()) if one)


def _acceding(party: Mapping[str, Any], parent: Mapping[str, Any] | None) -> str:
    accedes = party["accedes_to_parent"] and parent
    return f"Accedes to {parent['reference']} by signing this protocol" if accedes and parent else ""


def _conditions(party: Mapping[str, Any]) -> list[str]:
    under = [f"Under {party['processor_contract']}"] if party.get("processor_contract") else []
    agreed = party.get("indemnity_agreed", ())
    return [*under, *(f"Indemnity agreed by {one['name']}, {one['post']}, on {one['on']}" for one in agreed)]
