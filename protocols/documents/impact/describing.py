"""The description of the processing that UK GDPR Article 35(7)(a) asks for: nature, scope, context and purposes."""

from collections.abc import Mapping, Sequence
from typing import Any

from protocols.documents.composing import ROLES, day
from protocols.documents.drawing import WORDS
from protocols.documents.impact.word import WordFile
from protocols.redline.records import CONTROL

Content = Mapping[str, Any]


def describe(file: WordFile, content: Content, names: Mapping[str, str]) -> None:
    """What is done with which data, about whom, by whom and for what."""
    file.heading("2. What is done with the data")
    _nature(file, content, names)
    _scope(file, content)
    _context(file, content)
    file.heading("Purposes: what is to be achieved, and for whom", 2)
    file.bullets(f"Flow {flow['number']}: {flow['purpose']}" for flow in content["flows"])
    file.blank("the benefits expected for people and for the public, and how they will be measured")


def _nature(file: WordFile, content: Content, names: Mapping[str, str]) -> None:
    flows = content["flows"]
    file.heading("Nature: how data is collected, used, sent, kept and deleted", 2)
    if flows:
        rows = (
            (f"{flow['number']}. {flow['title']}", names[flow["sender"]], _list(names, flow["recipients"]), _how(flow))
            for flow in flows
        )
        file.table(("Flow", "From", "To", "People identifiable?"), rows, (6, 3.5, 4, 3.5), about="Data flows")
    else:
        file.paragraph("This protocol has no data flows of its own.")
    for flow in flows:
        file.heading(f"Flow {flow['number']}: {flow['title']}", 3)
        file.pairs(_flow_rows(flow, names), about=f"Flow {flow['number']}")
    _left_out(file, content, names)


def _scope(file: WordFile, content: Content) -> None:
    protocol, flows = content["protocol"], content["flows"]
    file.heading("Scope: what data, about whom, how much, where and for how long", 2)
    ends = f" to {day(protocol['ends_on'])}" if protocol["ends_on"] else ""
    file.pairs(
        [
            ("About whom", _each(flows, "subjects") or "Nobody"),
            ("Area", _each(flows, "geography") or protocol["partnership"]["area"]),
            ("Kept", _each(flows, "retention") or "Not applicable"),
            ("In force", f"From {day(protocol['starts_on'])}{ends}"),
        ],
        about="Scope",
    )
    file.blank("about how many people, and how many records a year")


def _context(file: WordFile, content: Content) -> None:
    file.heading("Context: how people stand to the organisations", 2)
    rows = (
        (one["legal_name"], one["kind_label"], ROLES.get(one["controller_role"], ""), one["ico_registration"])
        for one in content["parties"]
    )
    file.table(("Organisation", "Kind", "To the data", "ICO registration"), rows, (6, 4, 4, 3), about="Organisations")
    file.blank(
        "what control people have, whether they would expect this, whether children or vulnerable people are among "
        "them, and earlier concerns"
    )


def _each(flows: Sequence[Content], name: str) -> str:
    """What the flows say under a name, each once, a line each."""
    return "\n".join(dict.fromkeys(flow[name] for flow in flows))


def _flow_rows(flow: Content, names: Mapping[str, str]) -> list[tuple[str, str]]:
    rows = [
        ("From", names[flow["sender"]]),
        ("To", _list(names, flow["recipients"])),
        ("Data items", "\n".join(flow["items"])),
        ("About whom", flow["subjects"]),
        ("People identifiable?", _how(flow)),
        ("Kinds of data", "; ".join(flow["kinds_labels"])),
        ("Small number rule", flow["small_number_rule"]),
        ("Purpose", flow["purpose"]),
        ("Who decides why and how", CONTROL[flow.get("control", "separate")]),
        ("Arrangement or contract", flow.get("control_reference", "")),
        ("How sent", flow["method"]),
        ("How often", flow["frequency"]),
        ("Kept", flow["retention"]),
        ("Area", flow["geography"]),
    ]
    return [(name, value) for name, value in rows if value]


def _left_out(file: WordFile, content: Content, names: Mapping[str, str]) -> None:
    if content["refused_flows"]:
        file.heading("Flows that were considered and left out", 3)
        file.table(
            ("Flow", "From and to", "Why"),
            (
                (
                    flow["title"],
                    f"{names.get(flow['sender'], '')} to {_list(names, flow['recipients'])}",
                    flow["reason"],
                )
                for flow in content["refused_flows"]
            ),
            (5, 4, 8),
            about="Flows that were left out",
        )


def _list(names: Mapping[str, str], keys: Sequence[str]) -> str:
    return ", ".join(names.get(key, key) for key in keys)


def _how(flow: Content) -> str:
    word: str = flow["identifiability"]
    return WORDS.get(word, word)
