"""The impact assessment itself: the sections that UK GDPR Article 35(7) asks for, filled from what the protocol says.

The order follows the steps of the ICO's template. What only people can say is left as a marked blank.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from protocols.documents.composing import day
from protocols.documents.impact.describing import describe
from protocols.documents.impact.weighing import name_measures, weigh
from protocols.documents.impact.word import WordFile
from protocols.documents.risks import RiskRegister, register_of

Content = Mapping[str, Any]
MARK = "Draft impact assessment: to be finished and advised on by a data protection officer"
STANDINGS = {
    "DONE": "Concluded: sharing has a legal basis",
    "NOT_PERSONAL": "Concluded: not personal data",
    "STOP": "Stopped: the sharing may not go ahead as it is",
    "REDESIGN": "To be changed before it can go on",
    "": "Not finished",
}


def write_impact_draft(content: Content, *, made_at: datetime) -> bytes:
    """The draft as a .docx file.

    `content` is a snapshot's content, frozen or as the version reads now, with three keys more: `assessments` (each
    party's checklist as `legal_basis.queries.record_of` gives it, with `party` and `flows`), `consulted` (party,
    comments and those answered) and `state` (of the version, in words).
    """
    protocol = content["protocol"]
    reference = f"{protocol['reference']} version {protocol['version']}"
    file = WordFile(
        title=f"Data protection impact assessment (draft): {protocol['title']}",
        subject=reference, author=protocol["partnership"]["name"], made_at=made_at, mark=MARK,
    )  # fmt: skip
    names = {party["key"]: party["short_name"] for party in content["parties"]}
    register = register_of(content.get("risks", ()), names)
    _front(file, content, reference, made_at)
    _need(file, content, register)
    describe(file, content, names)
    _consultation(file, content)
    _necessity(file, content, names)
    weigh(file, register)
    name_measures(file, content, register)
    _sign_off(file, content)
    return file.content()


def _front(file: WordFile, content: Content, reference: str, made_at: datetime) -> None:
    protocol = content["protocol"]
    file.title("Data protection impact assessment")
    file.paragraph(protocol["title"])
    file.paragraph(
        "This is a draft. It was put together from the protocol, its data flows, the legal checklists and the risk "
        "register as they stood. It is not advice and decides nothing. A data protection officer checks it, fills the "
        "shaded places and advises; each controller answers for its own assessment (UK GDPR Article 35)."
    )
    rows = [
        ("Protocol", f"{reference}: {protocol['title']}"),
        ("State when this was made", content["state"]),
        ("Partnership", protocol["partnership"]["name"]),
        ("Officer", protocol["officer"]),
        ("Drafted on", day(made_at.date().isoformat())),
        ("Review by", day(protocol["review_on"])),
        ("Controllers", "\n".join(party["legal_name"] for party in content["parties"])),
    ]
    file.pairs([(name, value) for name, value in rows if value], about="The protocol that this is about")


def _need(file: WordFile, content: Content, register: RiskRegister) -> None:
    file.heading("1. Why an assessment is needed")
    file.paragraph(content["protocol"]["purpose"])
    found = list(_triggers(content, register))
    if found:
        file.lead("What in this sharing points to a need:")
        file.bullets(found)
    else:
        file.paragraph("Nothing in the flows or the risk register points to a high risk by itself.")
    file.blank("why you consider that an assessment is or is not required, and who decided")


def _triggers(content: Content, register: RiskRegister) -> Iterator[str]:
    kinds = sorted({label for flow in content["flows"] for label in flow["kinds_labels"]})
    if kinds:
        yield f"Kinds of data that the law treats with care: {'; '.join(kinds)}"
    direct = [str(flow["number"]) for flow in content["flows"] if flow["identifiability"] == "identifiable"]
    if direct:
        yield f"People can be identified directly in flow {', '.join(direct)}"
    if len(content["parties"]) > 2:
        yield f"Data from {len(content['parties'])} organisations is brought together"
    if register.high:
        numbers = ", ".join(str(row.number) for row in register.high)
        yield f"Risk {numbers} stays high after mitigation: the ICO has to be consulted first (UK GDPR Article 36)"


def _consultation(file: WordFile, content: Content) -> None:
    file.heading("3. Who was consulted")
    if content["consulted"]:
        file.lead("Comments on the draft protocol:")
        file.table(
            ("Who", "Comments", "Answered"),
            ((one["who"], str(one["comments"]), str(one["answered"])) for one in content["consulted"]),
            (11, 3, 3),
            about="Who commented on the draft protocol",
        )
    else:
        file.paragraph("Nobody has commented on the draft protocol yet.")
    file.blank(
        "how the views of the people concerned or their representatives are sought, or why that is not appropriate "
        "(Article 35(9))"
    )
    file.blank("experts, processors and others asked, and what they said")


def _necessity(file: WordFile, content: Content, names: Mapping[str, str]) -> None:
    file.heading("4. Necessity and proportionality")
    file.paragraph("Each party answers the legal checklist for its own flows. These are its answers, with its reasons.")
    if not content["assessments"]:
        file.paragraph("No checklist has been begun.")
    for one in content["assessments"]:
        flows = ", ".join(str(number) for number in one["flows"])
        file.heading(f"{names[one['party']]}, flow{'' if len(one['flows']) == 1 else 's'} {flows}", 2)
        file.lead(f"{one['checklist']['title']}, version {one['checklist']['version']}. {STANDINGS[one['end']]}.")
        steps = [step for step in one["steps"] if not step.get("automatic")]
        if steps:
            file.table(
                ("Step", "Question", "Answer and reason", "Law"), map(_step_row, steps), (1.7, 4.3, 7.5, 3.5),
                about=f"Answers of {names[one['party']]}",
            )  # fmt: skip
        if one["limits"]:
            file.lead("Limits that the powers carry:")
            file.bullets(f"{limit['text']} ({limit['cite']})" for limit in one["limits"])
    file.blank(
        "whether the same aim could be reached with less data or in another way, how quality is kept up, how people "
        "are told and how their rights are served"
    )


def _step_row(step: Content) -> tuple[str, str, str, str]:
    said = [f"{step['answer']}.", step["reason"]]
    named = [*step.get("choices", ()), *(gateway["cite"] for gateway in step.get("gateways", ()))]
    said += ["; ".join(dict.fromkeys(named))]
    said += [f"Adviser {one['opinion'].lower()}: {one['text']}" for one in step.get("advice", ())]
    return step["id"], step["question"], "\n".join(filter(None, said)), "\n".join(dict.fromkeys(step["laws"]))


def _sign_off(file: WordFile, content: Content) -> None:
    file.heading("7. Sign-off and outcomes")
    for party in content["parties"]:
        file.heading(party["legal_name"], 2)
        officer = ", ".join(filter(None, (party["dpo"]["name"], party["dpo"]["post"])))
        file.table(
            ("Item", "Name, post and date", "Notes"),
            (
                ("Measures approved by", "", ""),
                ("Remaining risks approved by", "", "If one is high, consult the ICO before going ahead"),
                ("Advice of the data protection officer", officer, ""),
                ("Advice accepted or overruled by", "", "If overruled, say why"),
                ("Views of people consulted reviewed by", "", "If departed from, say why"),
                ("This assessment is kept under review by", "", ""),
            ),
            (6, 5.5, 5.5),
            about=f"Sign-off for {party['legal_name']}",
            together=True,
        )
    file.blank("the decision: go ahead, go ahead with changes, consult the ICO, or do not go ahead")
