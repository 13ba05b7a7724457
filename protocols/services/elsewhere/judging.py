"""What each row of a register becomes, and what is doubtful about it. Nothing is written here."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from partners.models import Partner
from protocols.loader.elsewhere.columns import BY_KEY, NAME, label_of
from protocols.loader.elsewhere.rows import Doubt, Named, Row
from protocols.models import Agreement, NamedBody
from protocols.queries.elsewhere.known import KnownPartners, named_bodies, partners_meant
from protocols.texts.known import listing


class Outcome(Enum):
    """What a row becomes."""

    TAKEN = "taken"
    CHANGED = "changed"
    SAME = "unchanged"
    SKIPPED = "skipped"

    @property
    def label(self) -> str:
        """The outcome as a page says it."""
        return {"taken": "New", "changed": "Changed", "unchanged": "Here already", "skipped": "Skipped"}[self.value]


@dataclass(frozen=True)
class Verdict:
    """A row, what becomes of it and why, and what is doubtful; `columns` are those in which it differs."""

    row: Row
    key: str
    outcome: Outcome
    why: str
    doubts: tuple[Doubt, ...]
    matched: tuple[tuple[str, str], ...] = ()
    unmatched: tuple[str, ...] = ()
    agreement: Agreement | None = None
    columns: tuple[str, ...] = field(default=())

    @property
    def writes(self) -> bool:
        """Whether anything is to be written for it."""
        return self.outcome in {Outcome.TAKEN, Outcome.CHANGED}

    def __str__(self) -> str:
        told = [f"line {self.row.line:<5} {self.outcome.value:<9} {self.row.title}: {self.why}"]
        told += [f"           doubtful  {doubt}" for doubt in self.doubts]
        return "\n".join(told)


class Judge:
    """Judges the rows of one file, some at a time, remembering what it has seen."""

    def __init__(self, partnership_id: int, register: str) -> None:
        self.partnership_id, self.register = partnership_id, register
        self.partners = KnownPartners(partners_meant())
        self.seen: dict[str, Row] = {}

    def verdicts(self, rows: Sequence[Row]) -> list[Verdict]:
        """A verdict on each of some rows, in order; two queries."""
        here = self._here(rows)
        bodies = named_bodies(self.partnership_id, {named.mention.key for row in rows for named in row.bodies})
        return [self._judge(row, here, bodies) for row in rows]

    def meant(self, named: Named, bodies: dict[str, NamedBody]) -> Partner | None:
        """The partner that a body means: the one that somebody matched it with, or the certain one."""
        body = bodies.get(named.mention.key)
        return body.partner if body is not None else self.partners.meant(named.mention)

    def _here(self, rows: Sequence[Row]) -> dict[str, Agreement]:
        keys = {key for row in rows for key in (key_of(row), key_of(row, again=True))}
        of_register = Agreement.objects.filter(partnership_id=self.partnership_id, register=self.register)
        return {agreement.key: agreement for agreement in of_register.filter(key__in=keys)}

    def _judge(self, row: Row, here: dict[str, Agreement], bodies: dict[str, NamedBody]) -> Verdict:
        key, doubts = key_of(row), list(row.doubts)
        apart = key_of(row, again=True)
        twin = self.seen.get(apart) or self.seen.get(key)
        if twin is not None and twin.fingerprint == row.fingerprint:
            return Verdict(row, key, Outcome.SKIPPED, f"it is the same as line {twin.line}", ())
        if twin is not None:
            doubts.insert(0, Doubt("", f"The number {row.reference} stands on line {twin.line} too, with other text"))
        if twin is not None or apart in here:
            key = apart
        self.seen[key] = row
        matched, unmatched = self._bodies(row, bodies, doubts)
        agreement = here.get(key)
        outcome, why, columns = _outcome(row, agreement)
        if agreement is not None and NAME in columns:
            renamed = f"It was named “{agreement.title}”: check that the file is a later copy of the same register"
            doubts.insert(0, Doubt(NAME, renamed))
        told = tuple(matched), tuple(unmatched)
        return Verdict(row, key, outcome, why, tuple(doubts), *told, agreement=agreement, columns=columns)

    def _bodies(
        self, row: Row, bodies: dict[str, NamedBody], doubts: list[Doubt]
    ) -> tuple[list[tuple[str, str]], list[str]]:
        matched: list[tuple[str, str]] = []
        unmatched: list[str] = []
        offered: dict[str, list[Named]] = {}
        for named in row.bodies:
            partner, body = self.meant(named, bodies), bodies.get(named.mention.key)
            if partner is not None:
                matched.append((named.mention.text, str(partner)))
                continue
            unmatched.append(named.mention.text)
            if body is None or not body.kept_as_text:
                offered.setdefault(named.column, []).append(named)
        for column, those in offered.items():
            doubts.append(Doubt(column, self._why(those)))
        return matched, unmatched

    def _why(self, those: list[Named]) -> str:
        """What is doubtful about the bodies of one column that no partner is known for."""
        names = listing([f"“{named.mention.text}”" for named in those])
        told = [f"No partner here is certainly {names}: kept as text and offered for matching"]
        for named in those:
            several = self.partners.share_a_name(named.mention)
            if several:
                told.append(f"{several} partners go by “{named.mention.text}”")
            if named.mention.doubt:
                told.append(f"“{named.mention.text}” {named.mention.doubt}")
        return "; ".join(told)


def key_of(row: Row, *, again: bool = False) -> str:
    """What tells a row again: its number or, without one, what it says. `again`: for a number that stands twice."""
    if not row.reference:
        return f"row:{row.fingerprint}"
    return f"number:{row.reference}" + (f"~{row.fingerprint[:16]}" if again else "")


def _outcome(row: Row, agreement: Agreement | None) -> tuple[Outcome, str, tuple[str, ...]]:
    if agreement is None:
        return Outcome.TAKEN, "a new agreement", ()
    if agreement.fingerprint == row.fingerprint:
        return Outcome.SAME, "nothing has changed", ()
    before = agreement.cells
    names = dict.fromkeys([*BY_KEY, *before, *row.cells])
    columns = tuple(name for name in names if before.get(name) != row.cells.get(name))
    return Outcome.CHANGED, f"it differs in {listing([label_of(column) for column in columns])}", columns
