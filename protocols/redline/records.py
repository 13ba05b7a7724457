"""What changed in the tables beside the text: data flows, parties, risks, and the particulars. Plain Python."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

Row = Mapping[str, Any]

PARTICULARS = {
    "title": "Title",
    "purpose": "Purpose",
    "starts_on": "In force from",
    "ends_on": "In force until",
    "review_on": "Review by",
    "commencement": "How it comes into force",
}
PARTY = {
    "legal_name": "Legal name",
    "legal_form": "Legal form",
    "ico_registration": "ICO registration",
    "address": "Address",
    "dpo": "Data protection officer",
    "signatory": "Signatory",
    "controller_role": "What it is to the data",
    "processor_contract": "Contract as processor",
    "accedes_to_parent": "Accedes to the overarching protocol",
    "indemnity_agreed": "Indemnity agreed by",
}
FLOW = {
    "title": "Title",
    "sender": "From",
    "recipients": "To",
    "items": "Data items",
    "subjects": "About whom",
    "identifiability": "Identifiability",
    "kinds_labels": "Special kinds of data",
    "purpose": "Purpose",
    "method": "How it is sent",
    "frequency": "How often",
    "retention": "Kept for",
    "geography": "Area",
    "small_number_rule": "Small numbers",
    "control": "Who decides",
    "control_reference": "Arrangement or contract",
}
RISK = {
    "title": "Title",
    "description": "What could happen",
    "likelihood_before": "Likelihood with nothing done",
    "severity_before": "Severity with nothing done",
    "mitigation": "What is done about it",
    "likelihood_after": "Likelihood that remains",
    "severity_after": "Severity that remains",
    "owner": "Owner",
    "owner_post": "Post of the owner",
}

DATES = frozenset({"starts_on", "ends_on", "review_on"})
SAID = {"separate": "Separate controller", "joint": "Joint controller", "processor": "Processor"}

CONTROL = {
    "separate": "Each controller for itself",
    "joint": "Joint controllers",
    "processor": "The sender; the recipients are its processors",
}
"""Who decides why and how a flow's data is used; an older content says nothing, and means the first."""


@dataclass(frozen=True)
class FieldChange:
    """One field of a row, as it was and as it is, in words."""

    label: str
    was: str
    now: str


@dataclass(frozen=True)
class RowChange:
    """One row that was added, removed or changed. `name` is what people call it, such as Flow 3: Cases."""

    kind: str
    name: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class TableChanges:
    """What changed in one table; `rows` is empty where nothing did."""

    title: str
    rows: tuple[RowChange, ...]


def compare_records(old: Row, new: Row) -> list[TableChanges]:
    """What changed in everything but the clauses, of two contents with the keys of a snapshot; only tables that did."""
    names = {party["key"]: party["short_name"] for content in (old, new) for party in content.get("parties", ())}
    particulars = _fields(old["protocol"], new["protocol"], PARTICULARS, {})
    tables = [
        TableChanges("Title, purpose and dates", (RowChange("changed", "", particulars),) if particulars else ()),
        TableChanges("Parties", _rows(old, new, "parties", PARTY, names, _party)),
        TableChanges("Data flows", _rows(old, new, "flows", FLOW, names, _numbered("Flow"))),
        TableChanges("Risks", _rows(old, new, "risks", RISK, names, _numbered("Risk"))),
    ]
    return [table for table in tables if table.rows]


def _rows(
    old: Row, new: Row, table: str, labels: Mapping[str, str], names: Mapping[str, str], name: Callable[[Row], str]
) -> tuple[RowChange, ...]:
    before, after = list(old.get(table) or ()), list(new.get(table) or ())
    pairs = _pairs(before, after)
    known = {id(one) for one, _ in pairs}
    found = {id(other): one for one, other in pairs}
    changes = []
    for row in after:
        was = found.get(id(row))
        fields = _fields(was, row, labels, names) if was is not None else ()
        if was is not None and was.get("number") != row.get("number"):
            fields = (FieldChange("Number", str(was["number"]), str(row["number"])), *fields)
        if was is None or fields:
            changes.append(RowChange("changed" if was is not None else "added", name(row), fields))
    gone = [RowChange("removed", name(row)) for row in before if id(row) not in known]
    return (*changes, *gone)


def _pairs(before: Sequence[Row], after: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Rows that are the same row: of the same key or title, then of the same number."""
    pairs: list[tuple[Row, Row]] = []
    left, right = list(before), list(after)
    for same in (_same_name, _same_number):
        for row in list(right):
            one = next((one for one in left if same(one, row)), None)
            if one is not None:
                pairs.append((one, row))
                left.remove(one)
                right.remove(row)
    return pairs


def _same_name(one: Row, other: Row) -> bool:
    return bool(one["key"] == other["key"] if "key" in one else one["title"] == other["title"])


def _same_number(one: Row, other: Row) -> bool:
    return "number" in one and one["number"] == other["number"]


def _fields(old: Row, new: Row, labels: Mapping[str, str], names: Mapping[str, str]) -> tuple[FieldChange, ...]:
    changes = []
    for key, label in labels.items():
        was, now = (_said(key, row.get(key), names) for row in (old, new))
        if was != now:
            changes.append(FieldChange(label, was, now))
    return tuple(changes)


def _said(key: str, value: Any, names: Mapping[str, str]) -> str:
    """A field as people read it: its dates in words, its codes by what they mean."""
    if key in DATES and value:
        return _day(value)
    if key == "controller_role":
        return SAID.get(str(value), str(value))
    if key == "commencement":
        return _commencement(value)
    if key == "control":
        return CONTROL[value or "separate"]
    words = _words(value, names)
    return words.capitalize() if key == "identifiability" else words


def _commencement(value: Any) -> str:
    """An older content says nothing, and means that every party signs."""
    if not value:
        return "When every party has signed"
    when = f"once {value['needed']} have" if value["how"] == "number" else "on its start date"
    return f"Between those who have signed, {when}; open for signature until {_day(value['closes_on'])}"


def _day(value: str) -> str:
    on = date.fromisoformat(value[:10])
    return f"{on.day} {on:%B %Y}"


def _words(value: Any, names: Mapping[str, str]) -> str:
    """A value as people read it: keys of parties by their names, lists by line."""
    if isinstance(value, (list, tuple)):
        return "\n".join(_words(one, names) for one in value)
    if isinstance(value, Mapping):
        return ", ".join(filter(None, (_words(one, names) for one in value.values())))
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return names.get(str(value), str(value)) if value is not None else ""


def _party(row: Row) -> str:
    return str(row["short_name"])


def _numbered(word: str) -> Callable[[Row], str]:
    return lambda row: f"{word} {row['number']}: {row['title']}"
