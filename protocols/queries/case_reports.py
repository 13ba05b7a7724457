"""The benefits, costs and barriers of all protocols that somebody may see: added up on a page, and row by row."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from partners.models import Role
from portal.workbooks import as_csv, as_workbook
from protocols.documents.case import Case
from protocols.models import Barrier, CaseEntry, ProtocolVersion
from protocols.queries.case import case_from
from protocols.queries.protocols import visible_to
from protocols.states import State

LIVE = (State.DRAFT, State.CONSULTATION, State.APPROVAL, State.SIGNING, State.IN_FORCE)
COLUMNS = (
    "Protocol", "Version", "Title", "State", "What", "Group or kind", "Number", "In a few words", "Description",
    "Known by, or what was done", "Standing", "Estimate", "Unit", "Per", "Owner", "Post",
)  # fmt: skip


@dataclass
class ReportedProtocol:
    """One protocol in the report: its version, and what was recorded of it."""

    version: ProtocolVersion
    entries: list[CaseEntry] = field(default_factory=list)
    barriers: list[Barrier] = field(default_factory=list)

    @property
    def benefits(self) -> int:
        """How many benefits are recorded."""
        return sum(one.side == CaseEntry.Side.BENEFIT for one in self.entries)

    @property
    def costs(self) -> int:
        """How many costs are recorded."""
        return len(self.entries) - self.benefits

    @property
    def overcome(self) -> int:
        """How many barriers were got over."""
        return sum(one.standing == Barrier.Standing.OVERCOME for one in self.barriers)


@dataclass(frozen=True)
class CaseReport:
    """The protocols that have a case, by reference, and how many have none."""

    protocols: Sequence[ReportedProtocol]
    without: int

    @property
    def case(self) -> Case:
        """All of them as one case."""
        entries = [entry for one in self.protocols for entry in one.entries]
        return case_from(entries, [barrier for one in self.protocols for barrier in one.barriers])


def case_report(capacity: Role) -> CaseReport:
    """The newest live version of each protocol that the reader may see; three queries, however many."""
    live = visible_to(capacity).filter(state__in=[state.value for state in LIVE])
    newest = {version.protocol_id: version for version in live.order_by("number")}
    found = {version.pk: ReportedProtocol(version) for version in newest.values()}
    owned = "owner__partner"
    for entry in CaseEntry.objects.filter(version__in=found).select_related(owned).order_by("version", "number"):
        found[entry.version_id].entries.append(entry)
    for barrier in Barrier.objects.filter(version__in=found).select_related(owned).order_by("version", "number"):
        found[barrier.version_id].barriers.append(barrier)
    told = [one for one in found.values() if one.entries or one.barriers]
    return CaseReport(sorted(told, key=lambda one: one.version.protocol.reference), len(found) - len(told))


def report_csv(report: CaseReport) -> bytes:
    """The report as CSV, a row each; no cell is a formula."""
    return as_csv(COLUMNS, _rows(report))


def report_workbook(report: CaseReport) -> bytes:
    """The report as an Excel workbook; no cell is a formula."""
    return as_workbook("Benefits, costs, barriers", COLUMNS, _rows(report), {})


def _rows(report: CaseReport) -> list[Sequence[str]]:
    rows: list[Sequence[str]] = []
    for one in report.protocols:
        version = one.version
        head = (version.protocol.reference, str(version.number), version.title, version.status.label)
        rows += [(*head, *_entry(entry)) for entry in one.entries]
        rows += [(*head, *_barrier(barrier)) for barrier in one.barriers]
    return rows


def _entry(one: CaseEntry) -> tuple[str, ...]:
    amount = "" if one.amount is None else str(one.amount)
    return (
        one.get_side_display(), one.get_group_display(), str(one.number), one.title, one.description, one.measured, "",
        amount, one.get_unit_display(), one.get_per_display(), str(one.owner or ""), one.owner_post,
    )  # fmt: skip


def _barrier(one: Barrier) -> tuple[str, ...]:
    return (
        "Barrier", one.get_kind_display(), str(one.number), one.title, one.description, one.done,
        one.get_standing_display(), "", "", "", str(one.owner or ""), one.owner_post,
    )  # fmt: skip
