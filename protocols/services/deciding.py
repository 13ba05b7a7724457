"""Approving, approving with conditions, or asking for changes, for one party, on one exact snapshot."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from partners.models import Role
from portal.audit.acts import SYSTEM, act
from protocols.errors import Invalid, NotAllowed, WrongState
from protocols.models import Comment, Decision, DecisionPin, ProtocolVersion, Section, Signing, Snapshot
from protocols.queries.decisions import drafted_by
from protocols.services import telling
from protocols.services.matters import Matter, OfInstrument, OfVersion, held, seen
from protocols.services.queueing import queue
from protocols.states import Action

Outcome = Decision.Outcome
GIVEN = frozenset({Outcome.APPROVED, Outcome.CONDITIONS, Outcome.CHANGES})
STALE = (
    "The text has changed since you opened this page, so nothing was decided. "
    "Read what is new, then decide again; what you wrote is still here."
)


@dataclass(frozen=True)
class Pin:
    """A reason, and the place of the frozen text that it is about: see `protocols.models.Pinned`."""

    target: str
    text: str
    place: str = "section"


def decide(
    *, by: Role, decision: Decision, sha256: str, outcome: Decision.Outcome, text: str = "", pins: Sequence[Pin] = ()
) -> Decision:
    """Give a decision that was asked for. The same decision given twice counts once.

    `sha256` is the fingerprint of the snapshot that the page showed. Changes asked for send the version back to draft,
    with each pinned reason as a comment; the last approval opens the signing.
    Raises NotAllowed, WrongState, or Invalid beside the field at fault.
    """
    subject = seen(decision.snapshot).subject
    with act("protocols.decide", by=by, subject=subject, details={"outcome": str(outcome)}) as done:
        matter = held(decision.snapshot)
        current = Decision.objects.select_related("snapshot", "party__partner").get(pk=decision.pk)
        _check_own(by, current)
        if current.outcome in GIVEN:
            _refuse_second(current, by, outcome, text)
            done.cancel()
            return current
        _check_open(by, matter, current, sha256)
        clean = _checked_text(outcome, text, pins)
        done.details |= {"snapshot": current.snapshot.sha256, "party": str(current.party), "post": current.kind}
        current.outcome, current.text = outcome, clean
        current.decided_at, current.decided_by = timezone.now(), by
        current.save()
        if outcome == Outcome.CHANGES:
            _send_back(matter, current, pins, by=by)
        else:
            open_signing_when_all_approved(matter, current.snapshot)
    return current


def withdraw(snapshot: Snapshot) -> None:
    """Take a snapshot back: nothing more can be decided on it. Must be called inside an act."""
    snapshot.withdrawn_at = timezone.now()
    snapshot.save(update_fields=["withdrawn_at"])
    snapshot.decisions.filter(outcome=Outcome.WAITING).update(outcome=Outcome.LAPSED)


def _check_own(by: Role, decision: Decision) -> None:
    if by.partner_id != decision.party.partner_id or by.kind != decision.kind or not by.is_current():
        raise NotAllowed(
            f"This decision is for the {decision.kind_label} of {decision.party}. You are acting as {by.label}."
        )


def _check_open(by: Role, matter: Matter, decision: Decision, sha256: str) -> None:
    if decision.outcome == Outcome.LAPSED or decision.snapshot.withdrawn_at is not None:
        raise WrongState(
            "This text was taken back to draft, so there is nothing to decide. "
            "You will be asked again when it is ready."
        )
    matter.check(by, Action.DECIDE, party=decision.party)
    if sha256 != decision.snapshot.sha256:
        raise WrongState(STALE)
    if has_drafted(by.person_id, matter):
        raise NotAllowed(
            f"You helped to draft this, so you cannot also decide on it for {decision.party}. "
            f"Ask another {decision.kind_label} of {decision.party} to decide."
        )


def _refuse_second(decision: Decision, by: Role, outcome: Decision.Outcome, text: str) -> None:
    same = decision.decided_by_id == by.pk and decision.outcome == outcome and decision.text == text.strip()
    if not same:
        when = timezone.localtime(decision.decided_at)
        raise WrongState(
            f"A decision was already given for {decision.party} on {when:%-d %B %Y}: "
            f"{decision.get_outcome_display().lower()}. It stands, and cannot be given again."
        )


def _checked_text(outcome: Decision.Outcome, text: str, pins: Sequence[Pin]) -> str:
    text = text.strip()
    if outcome not in GIVEN:
        raise Invalid("Choose whether you approve, approve with conditions, or ask for changes.", "outcome")
    if outcome == Outcome.CONDITIONS and not text:
        raise Invalid("Write the conditions on which you approve.", "text")
    if outcome == Outcome.CHANGES and not text and not any(pin.text.strip() for pin in pins):
        raise Invalid("Write what has to change, and pin each reason to the section it is about.", "text")
    if outcome == Outcome.CHANGES and not text:
        return "See the reasons pinned to sections."
    return text


def has_drafted(person_id: int, matter: Matter) -> bool:
    """Whether a person helped to write what is decided on."""
    if isinstance(matter, OfInstrument):
        return matter.instrument.begun_by.person_id == person_id
    return drafted_by(person_id, matter.version)


def _send_back(matter: Matter, decision: Decision, pins: Sequence[Pin], *, by: Role) -> None:
    """Back to draft: the reasons become comments on a version's text, and decisions not yet given lapse."""
    if isinstance(matter, OfVersion):
        _pin(matter.version, decision, pins, by=by)
    withdraw(decision.snapshot)
    matter.step(Action.CHANGES_ASKED, by=by, party=decision.party)
    telling.changes_asked(matter.version, decision)


def _pin(version: ProtocolVersion, decision: Decision, pins: Sequence[Pin], *, by: Role) -> None:
    sections = {section.section_id: section for section in Section.objects.filter(version=version)}
    for number, pin in enumerate(pins):
        if not pin.text.strip():
            continue
        if pin.target not in sections:
            raise Invalid("Choose a section of this version for each reason.", "pins")
        DecisionPin(decision=decision, place=pin.place, target=pin.target, text=pin.text.strip()).save()
        _comment(decision, number, pin.text, sections[pin.target], by=by)
    if decision.text and not decision.text.startswith("See the reasons pinned"):
        _comment(decision, -1, decision.text, None, by=by)


def _comment(decision: Decision, number: int, text: str, section: Section | None, *, by: Role) -> None:
    nonce = uuid5(NAMESPACE_URL, f"decision/{decision.pk}/{number}")
    Comment(version=decision.snapshot.version, section=section, author=by, body=text.strip(), nonce=nonce).save()


def open_signing_when_all_approved(matter: Matter, snapshot: Snapshot) -> None:
    """Open the signing where no decision is waited for any more. Must be called inside an act."""
    if snapshot.decisions.filter(outcome=Outcome.WAITING).exists():
        return
    with act("protocols.all_approved", by=SYSTEM, subject=matter.subject, details={"snapshot": snapshot.sha256}):
        matter.step(Action.ALL_APPROVED, by=SYSTEM)
        signing = Signing(snapshot=snapshot)
        signing.save()
        queue("prepare_signing", snapshot.pk)
