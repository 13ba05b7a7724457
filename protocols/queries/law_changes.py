"""Which protocols, parties and steps a change in the law touches."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from legal_basis.engine.changes import Touch, touches
from legal_basis.law.changes import LawChange
from legal_basis.loader import changes, library
from legal_basis.models import Answer
from legal_basis.queries.changes import answers_naming, relied_by
from portal.preparing import prepared
from protocols.facts.binding import not_left
from protocols.models import Party, PartyAssessment, ProtocolVersion
from protocols.states import SETTLED, State

ENDED = (State.SUPERSEDED, State.EXPIRED, State.TERMINATED, State.ABANDONED)
FROZEN = frozenset({*SETTLED, State.APPROVAL, State.SIGNING})
CHUNK = 100  # assessments held in memory at a time, with all their answers

RELIED_ON = ("assessment", "step", "at", "gateways", "choices", "set_aside")  # of an answer: its words stay unread


@dataclass(frozen=True)
class Touched:
    """One party's assessment that a change touches: at which steps, why, and what to do."""

    covering: PartyAssessment
    touch: Touch

    @property
    def party(self) -> Party:
        """The party whose answers they are."""
        return self.covering.party

    @property
    def version(self) -> ProtocolVersion:
        """The protocol's version."""
        return self.covering.party.version


def touched_in(version: ProtocolVersion) -> list[Touched]:
    """What the changes of the law touch in one version; two queries, however many parties, flows and answers."""
    told = tuple(changes())
    return list(_touches(_of_version(version.pk, told=told), told, timezone.localdate())) if told else []


def touched_for(covering: PartyAssessment) -> list[Touched]:
    """What the changes of the law touch in one assessment."""
    told = tuple(changes())
    return list(_touches(_one(covering.pk, told=told), told, timezone.localdate())) if told else []


@prepared
def _of_version(version_id: int, *, told: tuple[LawChange, ...]) -> QuerySet[PartyAssessment]:
    return _candidates(told).filter(not_left(timezone.localdate(), "party__"), party__version=version_id)


@prepared
def _one(pk: int, *, told: tuple[LawChange, ...]) -> QuerySet[PartyAssessment]:
    return _candidates(told).filter(not_left(timezone.localdate(), "party__"), pk=pk)


def touched(
    where: Q,
    *,
    of: Sequence[LawChange] | None = None,
    since: date | None = None,
    today: date | None = None,
    chunk: int = CHUNK,
) -> Generator[Touched, None, None]:
    """What the changes (since a day) touch among some parties' assessments, by protocol; few are held at a time.

    Versions that have ended, and parties that have left, are left out: nothing rests on their answers any longer.
    `of` narrows the changes that are looked for.
    """
    told = [change for change in (changes() if of is None else of) if since is None or change.on >= since]
    if not told:
        return
    day = today or timezone.localdate()
    yield from _touches(_candidates(told).filter(where, not_left(day, "party__")).iterator(chunk_size=chunk), told, day)


def candidates(told: Sequence[LawChange], day: date) -> QuerySet[PartyAssessment]:
    """The assessments of parties that have not left by a day, where changes may touch what they rest on."""
    return _candidates(told).filter(not_left(day, "party__"))


def _touches(coverings: Iterable[PartyAssessment], told: Sequence[LawChange], day: date) -> Iterator[Touched]:
    law = library()
    for covering in coverings:
        relied = relied_by(covering.assessment, agreed=covering.party.version.status in FROZEN)
        for touch in touches(law, told, relied, today=day):
            yield Touched(covering, touch)


def _candidates(told: Sequence[LawChange]) -> QuerySet[PartyAssessment]:
    """The assessments that live versions rest on and that a change may touch, with the answers that count."""
    ended = [name for change in told if change.what != "checklist_revised" for name in change.gateways]
    naming = answers_naming(ended).filter(assessment=OuterRef("assessment"))
    may = Q(Exists(naming))
    for change in told:
        if change.what == "begun":
            may |= Q(assessment__opened_at__lt=timezone.make_aware(datetime.combine(change.on, time.min)))
        if change.what == "checklist_revised":
            may |= Q(assessment__checklist=change.checklist, assessment__checklist_version__lt=change.version)
    counting = Answer.objects.filter(set_aside=False).only(
        "assessment", "step", "at", "gateways", "choices", "set_aside"
    )
    return (
        PartyAssessment.objects.filter(may)
        .exclude(assessment__status="withdrawn")
        .exclude(party__version__state__in=[state.value for state in ENDED])
        .select_related("assessment", "party__partner", "party__version__protocol")
        .defer("assessment__record")
        .prefetch_related(Prefetch("assessment__answers", counting))
        .order_by("party__version__protocol__reference", "party__version__number", "party__partner__short_name", "pk")
    )
