"""Open an assessment, and bring its facts up to date."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from legal_basis.engine import Walk, facts_hash, stale_steps, walk
from legal_basis.errors import NotAllowed
from legal_basis.loader import library
from legal_basis.models import Assessment
from legal_basis.queries import checklist_of, responses_of, walk_of
from legal_basis.queries.changes import is_on_an_older_text
from legal_basis.services.rewording import bring_up_to_date
from portal.audit.acts import ActsAs, act

CURRENT = "current-2026"
"""The checklist that an approval can rest on."""


def open_assessment(
    *, by: ActsAs, partner: Any, facts: Mapping[str, object], checklist_id: str = CURRENT
) -> Assessment:
    """Open an assessment for a partner on stated facts, pinned to the checklist's version.

    Raises NotAllowed for a checklist that cannot support an approval: that one can be walked for practice only.
    """
    checklist = library().checklists.get(checklist_id)
    if checklist is None:
        raise NotAllowed("There is no such checklist. Choose the one for the law in force.")
    if not checklist.can_support_approval:
        raise NotAllowed(
            f"“{checklist.title}” is kept for learning. Walk it as practice; it cannot support an approval."
        )
    with act("legal_basis.assessment.open", by=by, organisation=partner.pk) as done:
        assessment = Assessment(
            partner=partner,
            checklist=checklist.id,
            checklist_version=checklist.version,
            facts=dict(facts),
            facts_hash=facts_hash(facts),
        )
        assessment.save()
        done.subject = assessment
        done.details.update(checklist=checklist.id, version=checklist.version, facts_hash=assessment.facts_hash)
    return assessment


def change_facts(*, by: ActsAs, assessment: Assessment, facts: Mapping[str, object]) -> Walk:
    """Put new facts under an assessment and set aside the answers that they put in doubt.

    A concluded assessment is opened again, since its conclusion rested on other facts. Gives the walk as it stands,
    with the tokens of the answers set aside in `dropped`. With the facts unchanged, nothing happens.
    """
    with act(
        "legal_basis.assessment.change_facts", by=by, subject=assessment, organisation=assessment.partner_id
    ) as done:
        locked = lock(assessment)
        before = {given.step for given in responses_of(locked)}
        fresh = facts_hash(facts)
        if locked.facts_hash == fresh:
            done.cancel()
            return walk_of(locked)
        if is_on_an_older_text(locked):
            bring_up_to_date(locked)
        checklist = checklist_of(locked)
        doubtful = set(stale_steps(checklist, locked.facts, facts))
        kept = [given for given in responses_of(locked) if given.step.split("-")[0] not in doubtful]
        walked = walk(checklist, facts, kept)
        fallen = before - {item.token for item in walked.path if item.response is not None}
        locked.facts, locked.facts_hash = dict(facts), fresh
        open_again(locked)
        set_aside(locked, fallen)
        save(assessment, locked)
        done.details.update(facts_hash=fresh, set_aside=sorted(fallen))
    after = walk_of(assessment)
    return with_dropped(after, sorted(fallen))


def lock(assessment: Assessment) -> Assessment:
    """The assessment's row, locked until the act ends, so that two people cannot answer at the same instant."""
    return Assessment.objects.select_for_update(no_key=True).get(pk=assessment.pk)


def save(assessment: Assessment, locked: Assessment) -> None:
    """Save a change: the revision goes up, and the caller's object shows what is stored."""
    locked.revision += 1
    locked.save()
    for field in Assessment._meta.concrete_fields:
        setattr(assessment, field.attname, getattr(locked, field.attname))
    getattr(assessment, "_prefetched_objects_cache", {}).clear()


def set_aside(assessment: Assessment, tokens: Iterable[str]) -> None:
    """Let answers count no longer; their words stay, to be offered again."""
    assessment.answers.filter(step__in=list(tokens)).update(set_aside=True)


def with_dropped(walked: Walk, dropped: Iterable[str]) -> Walk:
    """The same walk, naming the answers that an act has just set aside."""
    return replace(walked, dropped=tuple(dropped))


def open_again(assessment: Assessment) -> None:
    """Take a conclusion back, on the row in hand."""
    assessment.status = Assessment.Status.OPEN
    assessment.end, assessment.record = "", None
    assessment.concluded_at, assessment.concluded_by = None, ""
