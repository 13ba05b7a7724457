"""The one prominent button of a version's pages: what the reader, in this capacity, does next."""

from collections.abc import Sequence
from dataclasses import dataclass

from partners.models import Role
from partners.roles import RoleKind
from protocols import permissions
from protocols.checks import Problem, before_consultation, problems
from protocols.facts.parents import newer_parent
from protocols.models import Decision, ProtocolVersion
from protocols.queries.instrument_turns import next_for
from protocols.queries.protocols import address_of
from protocols.queries.reviews import standing_of_review
from protocols.queries.signing import signatures_of
from protocols.states import Action, State


@dataclass(frozen=True)
class NextAct:
    """What to do next. With `why_not` the button is disabled and the sentence stands beside it."""

    text: str
    href: str
    why_not: str = ""


def next_act(capacity: Role, version: ProtocolVersion) -> NextAct | None:
    """The reader's next act; None where nothing waits for them."""
    if permissions.is_officer_of(capacity, version):
        return _of_officer(version)
    finders = {
        State.DRAFT: _of_contributor,
        State.CONSULTATION: _of_contributor,
        State.APPROVAL: _of_approver,
        State.SIGNING: _of_signatory,
        State.IN_FORCE: _after_signing,
    }
    finder = finders.get(version.status)
    return finder(capacity, version) if finder else None


def mending(act: NextAct | None, version: ProtocolVersion, missing: Sequence[Problem]) -> NextAct | None:
    """The next act as the task list shows it: where it would lead to the list itself, the first thing to mend."""
    if act is None or not missing or act.href != address_of("tasks", version):
        return act
    return NextAct("Mend the first thing that is missing", missing[0].href)


def _of_officer(version: ProtocolVersion) -> NextAct | None:
    tasks = address_of("tasks", version)
    if version.status is State.DRAFT:
        missing = before_consultation(version)
        return NextAct("Go on with the task list", tasks) if missing else NextAct(
            "Open consultation", address_of("consult", version)
        )  # fmt: skip
    if version.status is State.CONSULTATION:
        missing = problems(version)
        return NextAct("Go on with the task list", tasks) if missing else NextAct(
            "Submit for approval", address_of("submit", version)
        )  # fmt: skip
    if version.status is State.APPROVAL:
        return NextAct("See who has decided", address_of("approvals", version))
    if version.status is State.SIGNING:
        return NextAct("See who has signed", address_of("sign", version))
    return _of_keeper(version) if version.status is State.IN_FORCE else None


def _of_keeper(version: ProtocolVersion) -> NextAct | None:
    newer = newer_parent(version)
    if newer is not None:
        return NextAct(f"Read what {newer} changes", address_of("overarching", version))
    review = standing_of_review(version)
    if review is not None and review.is_due:
        return NextAct("Review this agreement", address_of("review_record", version))
    if review is not None and review.last is not None and not review.last.is_carried_out:
        return NextAct("Carry out what the review decided", address_of("review_of", version, review.last.pk))
    return None


def _after_signing(capacity: Role, version: ProtocolVersion) -> NextAct | None:
    waits = next_for(capacity, version)
    if waits is None:
        return None
    act, instrument = waits
    name = "instrument_approve" if act == "decide" else "instrument_sign"
    what = f"{str(instrument.get_kind_display()).lower()} {instrument.number}"
    word = "Read and decide on" if act == "decide" else "Read and sign"
    return NextAct(f"{word} {what} for {capacity.partner}", address_of(name, version, instrument.number))


def _of_contributor(capacity: Role, version: ProtocolVersion) -> NextAct | None:
    if capacity.role is RoleKind.CONTRIBUTOR and version.protocol.is_thematic:
        if not version.flows.exists():
            return NextAct(f"Describe what {capacity.partner} shares", address_of("flows", version))
        return NextAct(f"Answer the legal checklist for {capacity.partner}", address_of("legal", version))
    if permissions.may(capacity, version, Action.COMMENT):
        return NextAct("Read and comment", address_of("text", version))
    return None


def _of_approver(capacity: Role, version: ProtocolVersion) -> NextAct | None:
    waiting = Decision.objects.filter(
        snapshot__version=version,
        snapshot__instrument=None,
        snapshot__withdrawn_at=None,
        party__partner=capacity.partner,
        kind=capacity.kind,
        outcome=Decision.Outcome.WAITING,
    )
    return (
        NextAct(f"Read and decide for {capacity.partner}", address_of("approve", version)) if waiting.exists() else None
    )


def _of_signatory(capacity: Role, version: ProtocolVersion) -> NextAct | None:
    if capacity.role is not RoleKind.SIGNATORY:
        return None
    signed = signatures_of(version).filter(party__partner=capacity.partner)
    return None if signed.exists() else NextAct(f"Read and sign for {capacity.partner}", address_of("sign", version))
