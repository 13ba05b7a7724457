"""The case for a version, for pages and reports; the starters still offered; and where barriers are answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from legal_basis.loader import traps
from portal.govuk.days import day
from protocols.documents.case import BarrierLine, Board, Case, CaseLine, GroupCase, KindCase
from protocols.kinds import BarrierKind, CaseGroup
from protocols.loader.case import PAGES, Answer, CaseStarter, case_content
from protocols.models import Barrier, CaseEntry, ProtocolVersion
from protocols.queries.parties import parties_of
from protocols.queries.protocols import address_of

Side = CaseEntry.Side


@dataclass(frozen=True)
class Lead:
    """Where a kind of barrier is answered: a name and an address."""

    text: str
    href: str


@dataclass(frozen=True)
class ShownKind:
    """One kind of barrier as the page shows it: what is known of it, what was met here, and what answers it."""

    case: KindCase
    example: str
    leads: Sequence[Lead]


def entries_of(version: ProtocolVersion) -> QuerySet[CaseEntry]:
    """The benefits and costs with their owners, in order of number."""
    found = CaseEntry.objects.filter(version=version).select_related("owner__partner", "version__protocol")
    return found.order_by("number")


def barriers_of(version: ProtocolVersion) -> QuerySet[Barrier]:
    """The barriers with their owners, in order of number."""
    found = Barrier.objects.filter(version=version).select_related("owner__partner", "version__protocol")
    return found.order_by("number")


def case_of(version: ProtocolVersion) -> Case:
    """The whole case of a version, for its page and its two printed pages; two queries, however long."""
    return case_from(list(entries_of(version)), list(barriers_of(version)))


def case_from(entries: Sequence[CaseEntry], barriers: Sequence[Barrier]) -> Case:
    """Benefits and costs by group, and barriers by kind, whichever versions they are of; asks the database nothing."""
    found = {guide.kind: guide.found for guide in case_content().barriers}
    groups = [_group(group, [one for one in entries if one.group == group.value]) for group in CaseGroup]
    kinds = [
        KindCase(kind, found[kind], [_barrier(one) for one in barriers if one.kind == kind.value])
        for kind in BarrierKind
    ]
    return Case(groups, kinds)


def starters_left(version: ProtocolVersion) -> list[CaseStarter]:
    """The starters of the theme that were not taken over yet; one query."""
    taken = set(version.case_entries.exclude(starter="").values_list("starter", flat=True))
    return [one for one in case_content().of(version.protocol.theme) if one.id not in taken]


def shown_kinds(version: ProtocolVersion, case: Case) -> list[ShownKind]:
    """The seven kinds, with what answers each; one query."""
    sections = set(version.sections.values_list("section_id", flat=True))
    guides = {guide.kind: guide for guide in case_content().barriers}
    return [
        ShownKind(one, guides[one.kind].example, _leads(version, sections, guides[one.kind].answers))
        for one in case.kinds
    ]


def board_of(version: ProtocolVersion, standing: str, address: str) -> Board:
    """What stands at the head of the two printed pages; `address` is where the whole case is."""
    return Board(
        partnership=version.protocol.partnership.name,
        reference=f"{version.protocol.reference}, version {version.number}",
        title=version.title,
        purpose=version.purpose,
        standing=f"{standing} Starts {day(version.starts_on)}; review by {day(version.review_on)}.",
        parties=[str(party) for party in parties_of(version)],
        address=address,
    )


def _group(group: CaseGroup, entries: Sequence[CaseEntry]) -> GroupCase:
    sides = {side: [one for one in entries if one.side == side] for side in Side}
    benefits, costs = sides[Side.BENEFIT], sides[Side.COST]
    return GroupCase(
        group, [_line(one) for one in benefits], [_line(one) for one in costs], _totals(benefits), _totals(costs)
    )


def _line(entry: CaseEntry) -> CaseLine:
    return CaseLine(
        entry.number, entry.title, entry.description, entry.measured, entry.estimate,
        str(entry.owner or ""), entry.owner_post, entry.pk,
    )  # fmt: skip


def _barrier(barrier: Barrier) -> BarrierLine:
    return BarrierLine(
        barrier.number, barrier.title, barrier.description, barrier.standing, barrier.get_standing_display(),
        barrier.done, str(barrier.owner or ""), barrier.owner_post, barrier.pk,
    )  # fmt: skip


def _totals(entries: Iterable[CaseEntry]) -> list[str]:
    """The estimates added up, each unit and period apart: pounds are never added to hours."""
    sums: dict[tuple[str, str], int] = {}
    for entry in entries:
        if entry.amount is not None:
            key = (entry.unit, entry.per)
            sums[key] = sums.get(key, 0) + entry.amount
    order = [(unit, per) for unit in CaseEntry.Unit.values for per in reversed(CaseEntry.Per.values)]
    return [CaseEntry(amount=sums[key], unit=key[0], per=key[1]).estimate for key in order if key in sums]


def _leads(version: ProtocolVersion, sections: set[str], answers: Iterable[Answer]) -> list[Lead]:
    titles = {trap.id: trap.title for trap in traps()}
    found = []
    for answer in answers:
        if answer.lead == "trap":
            place = f"{reverse('legal_basis:traps')}#{answer.target}"
            found.append(Lead(f"Known mistake: {titles[answer.target]}", place))
        elif answer.lead == "page":
            found.append(Lead(answer.said, reverse(PAGES[answer.target])))
        elif answer.target in sections:
            found.append(Lead(answer.said, address_of("section", version, answer.target)))
    return found
