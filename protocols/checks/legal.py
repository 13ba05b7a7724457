"""Rules on the legal side: each flow assessed by each of its parties, and somebody in every post that must act."""

from collections.abc import Iterable, Iterator

from django.utils import timezone

from legal_basis.engine.changes import Touch, touches
from legal_basis.loader import changes, library
from legal_basis.queries.changes import relied_by
from partners.roles import RoleKind
from protocols.checks.problems import Problem, Rule, at
from protocols.facts import Cover, Standing, StatedFlow, decisions_owed, legal_standing
from protocols.facts.parties import held_at
from protocols.models import PartyAssessment, ProtocolVersion

SHOWN = 5  # gaps of one kind told one by one; the others of a party are counted
SENTENCES = {
    Standing.MISSING: "{party} has not begun the legal checklist for flow {number}, {title}.",
    Standing.OPEN: "{party} has not finished the legal checklist for flow {number}, {title}.",
    Standing.STALE: (
        "Flow {number}, {title}, has changed since {party} answered the legal checklist. Look at the answers again."
    ),
    Standing.STOPPED: (
        "The legal checklist of {party} stopped at flow {number}, {title}. Change the flow, or leave it out."
    ),
}


def flows_assessed(version: ProtocolVersion) -> Iterator[Problem]:
    """Every flow stands on a concluded assessment of its sender and of each recipient, on the facts as they are.

    An overarching protocol carries no flows of its own, so it needs none.
    """
    if version.protocol.is_thematic:
        for gaps in _alike(legal_standing(version).gaps):
            for gap in gaps[:SHOWN]:
                yield at(version, "legal", sentence_for(gap))
            if (more := len(gaps) - SHOWN) > 0:
                yield at(version, "legal", f"The same is so of {gaps[0].party} for {more} more flows.")


def _alike(gaps: Iterable[Cover[StatedFlow]]) -> Iterable[list[Cover[StatedFlow]]]:
    """The gaps by party and standing, in the order of the first of each."""
    groups: dict[tuple[int, Standing], list[Cover[StatedFlow]]] = {}
    for gap in gaps:
        groups.setdefault((gap.party.pk, gap.standing), []).append(gap)
    return groups.values()


def sentence_for(gap: Cover[StatedFlow]) -> str:
    """What one gap in the legal cover means, and what to do."""
    return SENTENCES[gap.standing].format(party=gap.party, number=gap.flow.number, title=gap.flow.title)


def law_still_stands(version: ProtocolVersion) -> Iterator[Problem]:
    """No concluded assessment rests on a provision that has ended since, or passes over a bar that has begun since.

    A change announced for a later day stops nothing yet; a revised checklist leaves what was concluded as it is.
    """
    if all(one.assessment.status != "concluded" for one in legal_standing(version).assessments):
        return
    concluded = PartyAssessment.objects.filter(party__version=version, assessment__status="concluded")
    for covering in concluded.select_related("assessment", "party__partner").prefetch_related("assessment__answers"):
        for touch in _overtaken(covering):
            yield at(version, "legal_record", f"{covering.party}: {touch.why} {touch.todo}", covering.pk)


def _overtaken(covering: PartyAssessment) -> Iterator[Touch]:
    today = timezone.localdate()
    told = [change for change in changes() if change.on <= today and change.what != "checklist_revised"]
    relied = relied_by(covering.assessment, agreed=False)
    return (touch for touch in touches(library(), told, relied, today=today) if touch.must_act)


def posts_held(version: ProtocolVersion) -> Iterator[Problem]:
    """Somebody holds each post whose decision the version needs."""
    held = held_at(version)
    for asked in decisions_owed(legal_standing(version)):
        if not held.get((asked.party.partner_id, asked.kind.value)):
            why = "" if asked.kind is RoleKind.DPO else f" {asked.why}"
            sentence = f"{asked.party} has no {asked.kind.label} here.{why} Ask its designated contact to invite one."
            yield Problem(sentence, "partners:detail", (asked.party.partner.slug,))


def signatories_held(version: ProtocolVersion) -> Iterator[Problem]:
    """Somebody can sign for each party."""
    held = held_at(version)
    for party in version.all_parties():
        if not held.get((party.partner_id, RoleKind.SIGNATORY.value)):
            sentence = f"{party} has no signatory here. Ask its designated contact to invite one."
            yield Problem(sentence, "partners:detail", (party.partner.slug,))


LEGAL: tuple[Rule, ...] = (flows_assessed, law_still_stands, posts_held, signatories_held)
