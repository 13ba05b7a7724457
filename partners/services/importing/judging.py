"""What becomes of each row of a register, and why. Nothing is written here."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from partners.loader.entries import Entry, in_words
from partners.loader.names import name_key
from partners.models import Partner
from partners.services.importing.known import Known
from partners.states import Standing


class Outcome(Enum):
    """What becomes of a row."""

    TAKEN = "taken"
    ATTACHED = "attached"
    SKIPPED = "skipped"
    DOUBTFUL = "doubtful"


class Write(Enum):
    """What is written for a row, if anything."""

    NOTHING = "nothing"
    PARTNER = "a partner"
    PLACE = "its place in this register"
    END = "the day it ended"
    OFFICE = "an address"


@dataclass(frozen=True)
class Verdict:
    """A row, what becomes of it, why, and what is to be written to which partner."""

    entry: Entry
    outcome: Outcome
    why: str
    write: Write = Write.NOTHING
    partner: Partner | None = None
    successor: str = ""

    def __str__(self) -> str:
        name = self.entry.name or "(no name)"
        return f"line {self.entry.line:<4} {self.outcome.value:<8} {name}: {self.why}"


class Judge:
    """Judges the rows of one register in turn, remembering what it has seen."""

    def __init__(self, entries: Sequence[Entry], known: Known, *, take: Collection[str], on: date) -> None:
        self.known, self.take, self.on = known, set(take), on
        self.names = {entry.code: entry.name for entry in reversed(entries)}
        self.codes: dict[str, Entry] = {}
        self.seen: dict[str, Entry] = {}

    def verdicts(self, entries: Iterable[Entry]) -> Iterator[Verdict]:
        """A verdict on each row, in order."""
        for entry in entries:
            yield self._judge(entry)
            if not entry.office_of:
                self.codes.setdefault(entry.code, entry)
                self.seen.setdefault(name_key(entry.name), entry)

    def _judge(self, entry: Entry) -> Verdict:
        if not entry.name or not entry.code:
            missing = "name" if not entry.name else "postcode" if entry.office_of else "code"
            return Verdict(entry, Outcome.SKIPPED, f"it has no {missing}")
        if entry.office_of:
            return self._office(entry)
        if entry.has_ended(self.on):
            return self._ended(entry)
        return self._repeated(entry) or self._here(entry) or self._new(entry)

    def _repeated(self, entry: Entry) -> Verdict | None:
        twin = self.codes.get(entry.code)
        if twin is not None:
            why = f"the code {entry.code} stands for {twin.name} on line {twin.line} too: check which of them is meant"
            return Verdict(entry, Outcome.DOUBTFUL, why)
        twin = self.seen.get(name_key(entry.name))
        if twin is not None and not twin.has_ended(self.on):
            return Verdict(entry, Outcome.DOUBTFUL, f"a body of the same name stands on line {twin.line}")
        return None

    def _here(self, entry: Entry) -> Verdict | None:
        found = self.known.at(entry)
        if found is not None:
            renamed = name_key(entry.name) not in {found.name_key, found.short_key}
            if renamed and found.standing is Standing.LISTED and found.source == entry.source:
                why = f"the code {entry.code} is here as {found.legal_name}: check whether it was renamed"
                return Verdict(entry, Outcome.DOUBTFUL, why, partner=found)
            return Verdict(entry, Outcome.SKIPPED, f"it is here already, as {found}", partner=found)
        same = self.known.same_as(entry)
        called = [same] if same is not None else self.known.called([entry.name, entry.short_name])
        if not called:
            return None
        if len(called) > 1:
            return Verdict(entry, Outcome.DOUBTFUL, f"{len(called)} bodies of this name are here already")
        found = called[0]
        if found.body is not entry.kind:
            why = f"a body of this name is here already, as a {found.body.label.lower()}"
            return Verdict(entry, Outcome.DOUBTFUL, why, partner=found)
        where = f"from the register {found.source}" if found.source else "by its own registration"
        why = f"it is here already, {where}: its place in this register is kept with it"
        return Verdict(entry, Outcome.ATTACHED, why, Write.PLACE, found)

    def _new(self, entry: Entry) -> Verdict:
        if entry.doubt and entry.code not in self.take:
            return Verdict(entry, Outcome.DOUBTFUL, entry.doubt)
        why = entry.kind.label.lower() + (f"; {entry.note}" if entry.note else "")
        return Verdict(entry, Outcome.TAKEN, why, Write.PARTNER)

    def _ended(self, entry: Entry) -> Verdict:
        successor = " and ".join(self.names.get(code, code) for code in entry.successors)
        why = f"it ended on {in_words(entry.ended)}" + (f"; replaced by {successor}" if successor else "")
        called = self.known.called([entry.name])
        found = self.known.at(entry) or self.known.same_as(entry) or (called[0] if len(called) == 1 else None)
        if found is None or found.source_details.get("ended") or found.body is not entry.kind:
            return Verdict(entry, Outcome.SKIPPED, why)
        if found.standing is Standing.LISTED:
            why += f"; it is listed here from {found.source}, and is marked as ended"
            return Verdict(entry, Outcome.DOUBTFUL, why, Write.END, found, successor)
        return Verdict(entry, Outcome.DOUBTFUL, f"{why}; yet it has registered here: ask it", partner=found)

    def _office(self, entry: Entry) -> Verdict:
        owners = self.known.called(entry.office_of)
        owner = next((found for found in owners if not found.source_details.get("ended")), None)
        why = f"it is an office, not a legal person: the body that signs is {owner or entry.office_of[0]}"
        if owner is None:
            return Verdict(entry, Outcome.DOUBTFUL, f"{why}, which is not listed here yet")
        if {"name": entry.name, "address": entry.address} in owner.source_details.get("offices", []):
            return Verdict(entry, Outcome.SKIPPED, f"it is among the offices of {owner} already", partner=owner)
        return Verdict(entry, Outcome.DOUBTFUL, f"{why}; kept among its offices", Write.OFFICE, owner)
