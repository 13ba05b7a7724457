"""Where a version stands: its state as one sentence, and the line of stages with their dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import QuerySet
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.govuk.days import day
from portal.preparing import prepared
from protocols.models import Decision, ProtocolVersion, Refusal
from protocols.queries.between import between
from protocols.queries.decisions import asked_now
from protocols.queries.reviews import standing_of_review
from protocols.queries.signing import signatures_of
from protocols.states import SETTLED, State
from protocols.texts.known import listing

STAGES = (
    (State.DRAFT, "Draft"),
    (State.CONSULTATION, "Consultation"),
    (State.APPROVAL, "Approval"),
    (State.SIGNING, "Signing"),
    (State.IN_FORCE, "In force"),
)
ENTERED_BY = {
    "protocols.consultation.open": State.CONSULTATION,
    "protocols.submit": State.APPROVAL,
    "protocols.all_approved": State.SIGNING,
}


NAMED = 8
"""The most parties that a sentence names."""


@dataclass(frozen=True)
class Stage:
    """One stage of the line: done, current, ahead, or stopped for a version that was given up."""

    name: str
    status: str
    note: str = ""


@dataclass(frozen=True)
class VersionStanding:
    """The state in a sentence, and the line of stages, which is one query more for the page that draws it."""

    version: ProtocolVersion
    sentence: str

    @cached_property
    def stages(self) -> Sequence[Stage]:
        """The line of stages with their dates."""
        return _stages(self.version)


def standing_of(version: ProtocolVersion) -> VersionStanding:
    """Where a version stands now; at most three queries."""
    return VersionStanding(version, _sentence(version))


def _sentence(version: ProtocolVersion) -> str:
    since = day(version.state_since)
    sentences = {
        State.DRAFT: f"Being drafted by {version.officer.person.name} and the parties' contributors, since {since}.",
        State.CONSULTATION: f"With every party to read and comment on, since {since}.",
        State.IN_FORCE: _in_force(version),
        State.SUPERSEDED: f"Superseded by a later version on {since}.",
        State.EXPIRED: f"Expired on {since}.",
        State.TERMINATED: f"Terminated on {since}: {version.ended_reason}",
        State.ABANDONED: f"Abandoned on {since}: {version.ended_reason}",
    }
    if version.status is State.APPROVAL:
        return _deciding(version)
    if version.status is State.SIGNING:
        return _signing(version)
    return sentences[version.status]


def _in_force(version: ProtocolVersion) -> str:
    today = timezone.localdate()
    if version.starts_on > today:
        ahead = between(version)
        signed = f"Signed by {ahead.signed} of {ahead.parties} parties" if ahead else "Signed by every party"
        return f"{signed}. In force from {day(version.starts_on)}.{ahead.until if ahead else ''}"
    partly = between(version)
    since = f"{day(partly.since)} {partly.whom}" if partly else day(version.starts_on)
    tail = partly.until if partly else ""
    review = standing_of_review(version, today)
    if review is not None and review.is_lapsed:
        return f"In force since {since}. Lapsed review: it was due on {day(version.review_on)}.{tail}"
    return f"In force since {since}, to be reviewed by {day(version.review_on)}.{tail}"


def _deciding(version: ProtocolVersion) -> str:
    decisions = sorted(asked_now(version), key=lambda one: (one.asked_at, one.pk))
    waiting = [one for one in decisions if one.outcome in (Decision.Outcome.WAITING, Decision.Outcome.AGAINST)]
    done = len(decisions) - len(waiting)
    names = listing(list(dict.fromkeys(str(one.party) for one in waiting)))
    tail = f"; waiting for {names} since {_near(min(one.asked_at for one in waiting))}" if waiting else ""
    return f"With the parties' approvers: {done} of {len(decisions)} have approved{tail}."


def _signing(version: ProtocolVersion) -> str:
    signed = set(signatures_of(version).values_list("party_id", flat=True))
    parties = list(version.parties.select_related("partner"))
    done = signed | _declined(version)
    waiting = _waiting([str(party) for party in parties if party.pk not in done])
    tail = f"; waiting for {waiting} since {_near(version.state_since)}" if waiting else ""
    needed = f", and {version.signatures_needed} bring it into force" if version.signatures_needed else ""
    return f"With the signatories: {len(signed)} of {len(parties)} have signed{needed}{tail}."


def _declined(version: ProtocolVersion) -> set[int]:
    """The parties that declined a text which goes on without them; no query for any other."""
    if not version.comes_into_force_early:
        return set()
    live = Refusal.objects.filter(signing__snapshot__version=version, signing__snapshot__withdrawn_at=None)
    return set(live.values_list("party_id", flat=True))


def _waiting(names: list[str]) -> str:
    """Names in a sentence, or how many there are where nobody would read them all."""
    return listing(names) if len(names) <= NAMED else f"{len(names)} parties"


def _near(value: datetime) -> str:
    local = timezone.localtime(value)
    this_year = local.year == timezone.localdate().year
    return f"{local.day} {local:%B}" if this_year else day(value)


def _stages(version: ProtocolVersion) -> list[Stage]:
    if version.status is State.ABANDONED:
        return [
            Stage("Draft", "done", day(version.created_at)),
            Stage("Abandoned", "stopped", day(version.state_since)),
        ]
    if version.status is State.DRAFT:
        return [Stage("Draft", "current", day(version.created_at)), *(Stage(name, "ahead") for _, name in STAGES[1:])]
    order = [state for state, _ in STAGES]
    reached = State.IN_FORCE if version.status in SETTLED else version.status
    at, dates = order.index(reached), _dates(version)
    line = []
    for index, (state, name) in enumerate(STAGES):
        status = "done" if index < at else "current" if index == at else "ahead"
        line.append(Stage(name, status, day(dates.get(state)) if index <= at else ""))
    if version.status is not State.IN_FORCE and version.status in SETTLED:
        line[-1] = Stage("In force", "done", day(dates.get(State.IN_FORCE)))
        line.append(Stage(version.status.label, "stopped", day(version.state_since)))
    return line


def _dates(version: ProtocolVersion) -> dict[State, date | datetime]:
    """When each stage was last reached, from the trail."""
    dates: dict[State, date | datetime] = {State.DRAFT: version.created_at, State.IN_FORCE: version.starts_on}
    for action, at in _entries(str(version.pk)):
        dates[ENTERED_BY[action]] = at
    return dates


@prepared
def _entries(pk: str) -> QuerySet[AuditEvent, tuple[str, datetime]]:
    events = AuditEvent.objects.filter(
        subject_type="protocols.protocolversion", subject_id=pk, action__in=list(ENTERED_BY)
    )
    return events.values_list("action", "at")
