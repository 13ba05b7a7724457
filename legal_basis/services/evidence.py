"""Files that show what an answer rests on: added to a step, and taken out again."""

from collections.abc import Iterable, Sequence
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from legal_basis.errors import EvidenceRefused, NotAllowed
from legal_basis.models import Assessment, Evidence
from legal_basis.queries import question_at, walk_of
from legal_basis.services.files import (
    FOLDER,
    GivenFile,
    ToldFile,
    checked_files,
    checked_words,
    gone_after_failure,
    let_go,
    write,
)
from legal_basis.services.opening import lock
from portal.audit.acts import Actor, ActsAs, act

AT_A_STEP = 20
"""The most files that one step may have."""

CLOSED = "This assessment is closed. Open it again before you change its evidence."


def add_evidence(
    *, by: ActsAs, assessment: Assessment, step: str, files: Sequence[GivenFile], shows: str, is_advice: bool = False
) -> list[Evidence]:
    """Keep files beside a step that was reached; gives those that were not there before.

    All are taken or none. The same file on the same step twice is one, without a second event. Evidence changes no
    answer and no revision. Raises EvidenceRefused (what is wrong with each file, or with the words), or NotAllowed.
    """
    words, told = checked_words(shows), checked_files(files)
    owner, details = assessment.partner_id, {"step": step, "shows": words}
    recording = act("legal_basis.evidence.add", by=by, subject=assessment, organisation=owner, details=details)
    with gone_after_failure() as written, recording as done:
        locked = lock(assessment)
        if not locked.is_open:
            raise NotAllowed(CLOSED)
        if question_at(walk_of(locked), step) is None:
            raise EvidenceRefused(f"Step {step} has not been reached, so nothing can be added to it yet.")
        added = []
        for one in _not_held(locked, step, told, is_advice):
            written.append(name := f"{FOLDER}/{assessment.pk}/{uuid4()}")
            write(name, one.content)
            added.append(_row(locked, step, one, name, words, is_advice, done.by))
        done.details["files"] = [{"name": one.name, "sha256": one.sha256, "size": one.size} for one in added]
        if not added:
            done.cancel()
    return added


def remove_evidence(*, by: ActsAs, evidence: Evidence) -> Evidence:
    """Take a file out. A second time changes nothing. Raises NotAllowed while the assessment is closed.

    The row stays and says who removed it. The bytes go, unless a concluded record once named them.
    """
    owner = evidence.assessment.partner_id
    with act("legal_basis.evidence.remove", by=by, subject=evidence.assessment, organisation=owner) as done:
        locked = lock(evidence.assessment)
        held = Evidence.objects.select_related("assessment").get(pk=evidence.pk)
        if held.removed_at is not None:
            done.cancel()
            return held
        if not locked.is_open:
            raise NotAllowed(CLOSED)
        held.removed_at, held.removed_by = timezone.now(), f"{done.by.name}, {done.by.capacity}".rstrip(", ")[:250]
        held.save(update_fields=["removed_at", "removed_by"])
        done.details.update(step=held.step, name=held.name, sha256=held.sha256)
        if not held.recorded:
            transaction.on_commit(lambda: let_go([held.stored_as]))
    return held


def mark_recorded(assessment: Assessment, steps: Iterable[str]) -> None:
    """Say that a concluded record names the evidence at these steps; inside an act."""
    assessment.evidence.filter(removed_at=None, step__in=list(steps)).update(recorded=True)


def _not_held(assessment: Assessment, step: str, told: Sequence[ToldFile], is_advice: bool) -> list[ToldFile]:
    here = assessment.evidence.filter(step=step, removed_at=None)
    held = list(here.values_list("sha256", "is_advice"))
    fresh = [one for one in told if (one.sha256, is_advice) not in held]
    if fresh and len(held) + len(fresh) > AT_A_STEP:
        raise EvidenceRefused(
            f"A step may have {AT_A_STEP} files. Remove some, or put several into one.", field="attached"
        )
    return fresh


def _row(
    assessment: Assessment, step: str, told: ToldFile, name: str, shows: str, is_advice: bool, actor: Actor
) -> Evidence:
    row = Evidence(
        assessment=assessment, step=step, name=told.name, kind=told.kind.name, size=len(told.content),
        sha256=told.sha256, stored_as=name, shows=shows, is_advice=is_advice,
        added_by=actor.name, added_by_id=actor.person_id, capacity=actor.capacity,
    )  # fmt: skip
    row.save()
    return row
