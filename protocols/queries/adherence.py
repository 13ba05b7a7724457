"""Yearly statements of adherence: who has given them, who has not, and the same as rows for a spreadsheet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Count, Q, QuerySet, Sum

from partners.models import Role
from portal.govuk.days import day
from portal.workbooks import as_csv, as_workbook
from protocols.models import Adherence, ProtocolVersion, StaffCount, SummaryReading
from protocols.models.adherence import KEEPERS
from protocols.queries.decisions import live_snapshot
from protocols.queries.incidents import incidents_of
from protocols.states import SETTLED
from protocols.texts.undertakings import undertakings_in

COLUMNS = (
    "Protocol", "Year to", "Partner", "Given on", "Signed off by", "Post", "Undertaking", "Kept", "Reason",
    "Staff briefed", "Staff", "Incidents", "Data quality", "Publications", "More on publications",
)  # fmt: skip


@dataclass(frozen=True)
class Year:
    """The statements of one year of a protocol."""

    due_on: date
    statements: Sequence[Adherence]

    @property
    def given(self) -> int:
        """How many partners have given theirs."""
        return sum(one.is_given for one in self.statements)


def statements_of(version: ProtocolVersion) -> QuerySet[Adherence]:
    """Every statement asked for under a protocol, those corrected too, the newest year first, by partner."""
    found = Adherence.objects.filter(protocol_id=version.protocol_id)
    return found.select_related("partner", "given_by__person", "version__protocol").order_by(
        "-due_on", "partner__short_name", "pk"
    )


def years_of(version: ProtocolVersion) -> list[Year]:
    """The statements that stand, by year, newest first; one query."""
    standing = statements_of(version).filter(replaced_at=None)
    return [Year(due_on, list(found)) for due_on, found in groupby(standing, key=lambda one: one.due_on)]


def owed_by(roles: Sequence[Role]) -> QuerySet[Adherence]:
    """The statements that wait for any of these roles."""
    partners = {role.partner_id for role in roles if role.role in KEEPERS}
    return Adherence.objects.filter(
        partner__in=partners, given_at=None, version__state__in=[state.value for state in SETTLED]
    )


@dataclass(frozen=True)
class Beginning:
    """What the form of a statement begins with."""

    undertakings: Sequence[str]
    staff_briefed: int
    incidents: str


def beginning_of(statement: Adherence) -> Beginning:
    """The undertakings of the signed text, how many staff were briefed, and the incidents of the year."""
    version = statement.version
    snapshot = live_snapshot(version)
    read = SummaryReading.objects.filter(
        version=version, partner=statement.partner, confirmed_at__isnull=False
    ).count()  # fmt: skip
    counted = StaffCount.objects.filter(version=version, partner=statement.partner).aggregate(n=Sum("number"))["n"]
    since = date(statement.due_on.year - 1, statement.due_on.month, min(statement.due_on.day, 28))
    found = incidents_of(version).filter(party__partner=statement.partner, known_on__gte=since).order_by()
    kinds = found.aggregate(
        breaches=Count("pk", filter=Q(kind="breach")), misses=Count("pk", filter=Q(kind="near_miss"))
    )
    told = (
        f"{_count(kinds['breaches'], 'breach', 'breaches')} and {_count(kinds['misses'], 'near miss', 'near misses')}"
    )
    return Beginning(
        undertakings=undertakings_in(snapshot.content) if snapshot else [],
        staff_briefed=read + (counted or 0),
        incidents=f"The ledger of incidents has {told} since {day(since)}.",
    )


def _count(number: int, one: str, more: str) -> str:
    return f"1 {one}" if number == 1 else f"{number or 'no'} {more}"


def statements_csv(version: ProtocolVersion) -> bytes:
    """The statements as CSV, a row an undertaking; no cell is a formula."""
    return as_csv(COLUMNS, _rows(version))


def statements_workbook(version: ProtocolVersion) -> bytes:
    """The statements as an Excel workbook; no cell is a formula."""
    return as_workbook("Adherence", COLUMNS, _rows(version), {})


def _rows(version: ProtocolVersion) -> Iterable[Sequence[str]]:
    for one in statements_of(version).filter(replaced_at=None):
        head = (version.protocol.reference, one.due_on.isoformat(), str(one.partner))
        if not one.is_given or one.given_at is None:
            yield (*head, *[""] * (len(COLUMNS) - len(head)))
            continue
        signed = (one.given_at.date().isoformat(), one.signed_name, one.signed_post)
        rest = (
            str(one.staff_briefed), str(one.staff), one.incidents, one.data_quality, one.get_publications_display(),
            one.publications_note,
        )  # fmt: skip
        for it in one.undertakings:
            kept = Adherence.Kept(it["kept"]).label
            yield (*head, *signed, it["words"], kept, it["reason"], *rest)
