"""The tasks of agreeing to a version: consultation, submission, each party's approval and signature, what follows."""

from collections.abc import Iterator, Sequence

from django.utils import timezone

from portal.govuk.days import day
from protocols.checks import Problem
from protocols.facts.commencing import is_open
from protocols.facts.parents import newer_parent
from protocols.models import Decision, ProtocolVersion
from protocols.queries.decisions import decisions_on, live_snapshot
from protocols.queries.party_standings import party_standings
from protocols.queries.protocols import address_of
from protocols.queries.reviews import standing_of_review
from protocols.queries.signing import SIGNS, signatures_of
from protocols.queries.task_lists import Task, TaskGroup
from protocols.states import SETTLED, State

Outcome = Decision.Outcome
LATER = "cannot start yet"


def still_to_agree(version: ProtocolVersion, missing: Sequence[Problem]) -> TaskGroup:
    """What follows the writing of a version whose text can change: what is not possible yet says why."""
    draft = version.status is State.DRAFT
    posts = [problem for problem in missing if problem.url_name == "partners:detail"]
    hint = posts[0].sentence if len(posts) == 1 else f"{len(posts)} posts are empty." if posts else ""
    people = Task(
        "People who decide and sign for each party", "in progress" if posts else "done",
        posts[0].href if posts else address_of("version", version), hint,
    )  # fmt: skip
    consultation = Task("Open consultation", "not started" if draft else "done", address_of("consult", version))
    return TaskGroup(
        "Agree it",
        [
            people, consultation, _submission(version, missing),
            Task("Each party’s approval", LATER, hint="Submit it for approval first."),
            Task("Each party’s signature", LATER, hint="Every party approves first."),
        ],
    )  # fmt: skip


def _submission(version: ProtocolVersion, missing: Sequence[Problem]) -> Task:
    title = "Submit for approval"
    if version.status is State.DRAFT:
        return Task(title, LATER, hint="Open consultation first.")
    if missing:
        things = "1 thing is" if len(missing) == 1 else f"{len(missing)} things are"
        return Task(title, LATER, hint=f"{things} missing: they are listed above.")
    return Task(title, "not started", address_of("submit", version))


def agreeing_groups(version: ProtocolVersion) -> list[TaskGroup]:
    """Every task of a version whose text stands; nothing for one that was abandoned. A fixed few queries."""
    if version.status is State.ABANDONED:
        return []
    written = [
        Task("Text, parties, data flows and risks", "done", address_of("text", version)),
        Task("Consultation", "done", address_of("comments", version)),
    ]
    groups = [
        TaskGroup("Write it", written),
        TaskGroup("Approve it", list(_approvals(version))),
        TaskGroup("Sign it", list(_signatures(version))),
        TaskGroup("Keep it", list(_keeping(version))),
    ]
    return [group for group in groups if group.tasks]


def _approvals(version: ProtocolVersion) -> Iterator[Task]:
    snapshot = live_snapshot(version)
    for one in decisions_on(snapshot) if snapshot else ():
        if one.outcome == Outcome.LAPSED:
            continue
        waits = one.outcome in (Outcome.WAITING, Outcome.AGAINST)
        by = one.decided_by.person.name if one.decided_by else ""
        hint = f"Asked on {day(one.asked_at)}" if waits else f"{by}, on {day(one.decided_at)}"
        title = f"{one.kind_label[:1].upper()}{one.kind_label[1:]} of {one.party}"
        yield Task(title, "not started" if waits else "done", address_of("approvals", version), hint)


def _signatures(version: ProtocolVersion) -> Iterator[Task]:
    if version.status is State.APPROVAL:
        yield Task("Each party’s signature", LATER, hint="Every party approves first.")
        return
    signed = {one.party_id: one for one in signatures_of(version)}
    parties = list(version.parties.filter(SIGNS).select_related("partner"))
    lines = party_standings(version) if version.comes_into_force_early else {}
    still = version.status is State.SIGNING or is_open(version)
    for party in parties:
        one = signed.get(party.pk)
        hint = f"{one.name}, on {day(one.signed_at)}" if one else "; ".join(lines.get(party.pk, ()))
        over = one is not None or hint.startswith("Declined") or (party.signs_late and not still)
        yield Task(f"Signatory of {party}", "done" if over else "not started", address_of("sign", version), hint)
    if version.status in SETTLED and not still:
        yield Task("The portal’s seal", "done", address_of("version", version))
    else:
        every = len(signed) == len(parties)
        yield Task(
            "The portal’s seal", "in progress" if every else LATER, hint="" if every else "Every party signs first."
        )


def _keeping(version: ProtocolVersion) -> Iterator[Task]:
    review = standing_of_review(version)
    if review is None:
        return
    href, by = address_of("review", version), day(version.review_on)
    if review.last is not None:
        yield Task("Review", "done", href, f"Recorded on {day(timezone.localdate(review.last.held_at))}.")
    elif review.is_due:
        passed = version.review_on <= timezone.localdate()
        yield Task("Review", "not started", href, f"It was due on {by}." if passed else f"By {by}.")
    else:
        yield Task("Review", LATER, hint=f"By {by}.")
    newer = newer_parent(version)
    if newer is not None:
        yield Task(f"Adopt {newer}", "not started", address_of("overarching", version))
