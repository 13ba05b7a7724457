"""The copy of an agreement's text in Word: title page, contents, clauses, schedules, and what it was taken from."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from docx.enum.text import WD_BREAK

from portal.govuk.days import clock, day
from protocols.documents.composing import compose
from protocols.documents.impact.word import WordFile, clean
from protocols.documents.kinds import DocumentKind
from protocols.documents.word.clauses import ClauseWriter
from protocols.documents.word.contents import contents_bookmark, put_contents
from protocols.documents.word.looks import STATE, add_styles
from protocols.documents.word.marks import put_bookmark, put_properties
from protocols.documents.word.numbers import Lists
from protocols.documents.word.schedules import put_schedule
from protocols.loader.word.marks import INHERITED_SOURCE, OWN_BEGINS, SCHEDULE_BEGINS, CopyMarks, bookmark_name

SIGNED = "Copy of the text; the signed PDF is the agreement"
FIRST_BOOKMARK = 1000
RECORDS = ("legal_record", "lawful_bases")
"""The schedules that are made from the answers of the legal checklists."""
TITLES = {
    "control": "document control", "parties": "the parties", "flows": "the data flows", "legal_record":
    "the legal record", "lawful_bases": "the powers relied on", "signatures": "the signatures",
    "risks": "the risk register",
}  # fmt: skip


def write_copy(
    content: Mapping[str, Any],
    *,
    marks: CopyMarks,
    state: str,
    signed: bool,
    made_at: datetime,
    kept_whole: bool = True,
) -> bytes:
    """The text as a .docx file.

    `content` is a snapshot's content, frozen or as the version reads now; `state` says in a word where the version
    stands, or which text of it this is. A copy of a signed version is marked as a copy, any other as a draft. Of one
    that is not `kept_whole` the legal record is not known: the file says so where it would stand.
    """
    mark = SIGNED if signed else f"DRAFT as of {day(made_at)}, {clock(made_at)} ({state})"
    frozen = {**content, "created_at": content.get("created_at") or made_at.isoformat()}
    told = compose(frozen, DocumentKind.DRAFT, sha256=marks.text, label=mark, verify_url="")
    protocol = told["protocol"]
    reference = f"{protocol['reference']} version {protocol['version']}"
    file = WordFile(
        title=protocol["title"], subject=reference, author=protocol["partnership"]["name"], made_at=made_at,
        mark=f"{reference}\t{mark}",
    )  # fmt: skip
    file.document.core_properties.comments = clean(mark)
    add_styles(file.document)
    lists = Lists(file.document)
    _front(file, told, mark)
    put_contents(file.document, [(one["number"], clean(one["title"]), one["anchor"]) for one in told["sections"]])
    for number, section in enumerate(told["sections"], start=1):
        _section(file, lists, section, told if kept_whole else {**told, "not_kept": RECORDS}, number)
    put_properties(file.document, marks.as_properties())
    return file.content()


def _front(file: WordFile, told: Mapping[str, Any], mark: str) -> None:
    protocol, dates, parent = told["protocol"], told["dates"], told["parent"]
    theme = protocol["theme_title"]
    file.paragraph(protocol["partnership"]["name"])
    file.paragraph(told["tier"] + (f": {theme}" if theme else ""))
    file.title(protocol["title"])
    file.styled(mark, STATE)
    rows = [
        ("Reference", protocol["reference"]),
        ("Version", str(protocol["version"])),
        ("Made under", f"{parent['reference']} version {parent['version']}, {parent['title']}" if parent else ""),
        ("In force from", dates["starts"] + (f" until {dates['ends']}" if dates["ends"] else "")),
        ("Review by", dates["review"]),
        ("Between", "\n".join(party["legal_name"] for party in told["parties"])),
    ]
    file.pairs([row for row in rows if row[1]], about="Which agreement this is")
    file.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _section(
    file: WordFile, lists: Lists, section: Mapping[str, Any], told: Mapping[str, Any], number: int
) -> None:  # fmt: skip
    """One clause: its heading, which the contents and a returning copy find; its text; its schedule."""
    heading = file.styled(clean(section["title"]), "Heading 1")
    put_bookmark(heading, bookmark_name(section["id"]), FIRST_BOOKMARK + 2 * number)
    put_bookmark(heading, contents_bookmark(section["anchor"]), FIRST_BOOKMARK + 2 * number + 1)
    if section["inherited"]:
        file.styled(clean(f"Inherited from {section['source']}"), INHERITED_SOURCE)
        ClauseWriter(file.document, lists, inherited=True).put(section["inherited"])
    if replaces := section.get("replaces"):
        why = f"Replaces clause {replaces['clause']} of {section['source']} because: {replaces['reason']}"
        file.styled(clean(why), OWN_BEGINS)
    if section["own"]:
        if section["inherited"]:
            file.styled("This protocol adds", OWN_BEGINS)
        ClauseWriter(file.document, lists).put(section["own"])
    if section["schedule"] in told.get("not_kept", ()):
        file.styled(f"Not kept with this text: {TITLES[section['schedule']]}.", SCHEDULE_BEGINS)
    elif section["schedule"]:
        lead = f"From the portal's record: {TITLES[section['schedule']]}. It is changed there, not in this file."
        file.styled(lead, SCHEDULE_BEGINS)
        put_schedule(file, section["schedule"], told)
