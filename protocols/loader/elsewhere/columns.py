"""The eighteen fields in which the register under the Digital Economy Act 2017 tells an agreement."""

import re
from dataclasses import dataclass

REFERENCE, NAME, PURPOSE = "information-sharing-agreement", "name", "purpose"
BENEFITS, POWER, INFORMATION = "information-sharing-benefits", "legal-power-disclosure", "disclosed-information"
CONTROLLERS, CONTROLLER_NAMES = "controllers", "controller-names"
METHOD = "information-sharing-method"
PROCESSORS, PROCESSOR_NAMES = "processors", "processor-names"
RETENTION, START, END, REVIEW = "retention-period", "start-date", "end-date", "review-date"
CONTACT, AREAS, AREA_NAMES = "contact", "areas", "area-names"


@dataclass(frozen=True)
class Column:
    """One field: its name in the file, its words on a page, how it is read, and other names that files give it."""

    key: str
    label: str
    read: str
    aliases: tuple[str, ...] = ()


COLUMNS = (
    Column(REFERENCE, "Number in the register", "As text. With the name of the register it tells the agreement again "
           "when a file is read a second time. Blank: the row itself does, for as long as it stays as it is.",
           ("id", "reference", "ref", "agreement", "isa")),
    Column(NAME, "Name", "As text, in one line of up to 300 letters; the longer name is kept in the row. Blank: named "
           "after its number, and doubtful.", ("title", "agreement-name")),
    Column(PURPOSE, "Purpose", "As text.", ("purposes", "objective")),
    Column(BENEFITS, "Benefits", "As text.", ("benefits",)),
    Column(POWER, "Legal power", "A citation that names one entry of the law library (“section 56 of the Digital "
           "Economy Act 2017”) is matched with it. A number in another list is kept as text and is doubtful, with the "
           "entry that the purpose suggests; an officer chooses.", ("legal-power", "legal-gateway", "power")),
    Column(INFORMATION, "What is disclosed", "As text.", ("information", "data-shared", "information-disclosed")),
    Column(CONTROLLERS, "Controllers, as entries of lists", "Entries such as `government-organisation:D25`, apart by "
           "semicolons, commas, spaces or lines. One of a list that partners were read from is matched with its "
           "partner. What is no such entry is kept as a name, and is doubtful.", ("controller",)),
    Column(CONTROLLER_NAMES, "Controllers, by name", "Names, apart by semicolons, bars, bullets or lines; not by "
           "commas, which names have in them. A name that one partner goes by is matched; others are kept as text and "
           "offered for matching. Names are never paired with the entries beside them.", ("controller-name",)),
    Column(METHOD, "How it is sent", "As text.", ("method", "sharing-method")),
    Column(PROCESSORS, "Processors, as entries of lists", "As the controllers are.", ("processor",)),
    Column(PROCESSOR_NAMES, "Processors, by name", "As the controllers' names are.", ("processor-name",)),
    Column(RETENTION, "Kept for", "An ISO 8601 duration is told in words (`P3Y11M`: 3 years 11 months); anything else "
           "stands as it is, and what begins like a duration and is none is doubtful.", ("retention",)),
    Column(START, "Starts on", "A day: `2018-09-06`, `06/09/2018` (day first), `6 September 2018`. A month or a year "
           "alone, two figures for a year and anything else are kept as text, and are doubtful.", ("start",)),
    Column(END, "Ends on", "A day. Before the start: doubtful. Passed: the agreement is shown as ended.", ("end",)),
    Column(REVIEW, "Review by", "A day; an officer can set another. Blank, before the start or after the end: "
           "doubtful.", ("review", "review-by")),
    Column(CONTACT, "Contact", "As text.", ("contact-email", "email")),
    Column(AREAS, "Areas, as entries of lists", "As text.", ("area",)),
    Column(AREA_NAMES, "Areas, by name", "As text.", ("area-name",)),
)  # fmt: skip

BY_KEY = {column.key: column for column in COLUMNS}
_NAMES = {name: column.key for column in COLUMNS for name in (column.key, *column.aliases)}
_EDITION = re.compile(r"-\d{4}$")


def label_of(column: str) -> str:
    """A field in the words of a page; a column that is none of the eighteen bears its own heading."""
    known = BY_KEY.get(column)
    return known.label if known else column


def column_of(heading: str) -> str:
    """The field that a heading stands for; empty for none. Case, spaces and an edition's number are set aside.

    The register itself heads its first column `information-sharing-agreement-0001`.
    """
    tidy = re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")
    return _NAMES.get(tidy) or _NAMES.get(_EDITION.sub("", tidy), "")
