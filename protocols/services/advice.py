"""Answering advice against: the party's accountable person follows it, or records why it does not.

A data protection officer and a Caldicott Guardian advise; the organisation decides (UK GDPR Arts 24, 38 and 39).
"""

from django.utils import timezone

from partners.models import Role
from portal.audit.acts import act
from protocols import permissions
from protocols.errors import Invalid, NotAllowed, Refused, WrongState
from protocols.models import Decision
from protocols.services import telling
from protocols.services.deciding import ANSWERED, has_drafted, open_signing_when_all_approved, send_back
from protocols.services.matters import held, seen
from protocols.states import Action

Outcome = Decision.Outcome


def answer_advice(*, by: Role, decision: Decision, sha256: str, follow: bool, reason: str = "") -> Decision:
    """Follow the advice, which sends the text back to draft, or record that it is not followed, with the reason.

    Not followed, the party counts as settled, and everything says so. The same answer twice counts once. Nobody answers
    the advice that they gave. Raises NotAllowed, WrongState, or Invalid beside the field at fault.
    """
    wanted = Outcome.FOLLOWED if follow else Outcome.NOT_FOLLOWED
    reason = reason.strip()
    with act("protocols.advice.answer", by=by, subject=seen(decision.snapshot).subject) as done:
        matter = held(decision.snapshot)
        current = Decision.objects.select_related("snapshot", "party__partner", "decided_by").get(pk=decision.pk)
        check_answers(by, current)
        if current.outcome in ANSWERED and current.answered_by_id == by.pk and current.outcome == wanted:
            done.cancel()
            return current
        action = Action.FOLLOW if follow else Action.NOT_FOLLOW
        matter.check(by, action, party=current.party)
        _check_open(current, sha256)
        if has_drafted(by.person_id, matter) and not follow:
            raise NotAllowed("You helped to draft this, so you cannot set aside the advice on it. Ask a colleague.")
        if not follow and not reason:
            raise Invalid("Write why your organisation does not follow the advice.", "reason")
        current.outcome, current.answer = wanted, reason
        current.answered_at, current.answered_by = timezone.now(), by
        current.save()
        done.details |= {
            "outcome": str(wanted), "reason": reason, "party": str(current.party), "post": current.kind,
            "snapshot": current.snapshot.sha256,
        }  # fmt: skip
        if follow:
            send_back(matter, current, action, by=by)
        else:
            telling.advice_not_followed(matter.version, current)
            open_signing_when_all_approved(matter, current.snapshot)
    return current


def check_answers(by: Role, decision: Decision) -> None:
    """Raise NotAllowed unless somebody answers for the party, and did not give the advice."""
    accountable = by.partner_id == decision.party.partner_id and by.role in permissions.ACCOUNTABLE and by.is_current()
    if not accountable:
        raise NotAllowed(
            f"Only a signatory or the senior information risk owner of {decision.party} can answer this advice. "
            f"You are acting as {by.label}."
        )
    if decision.decided_by and decision.decided_by.person_id == by.person_id:
        raise NotAllowed("You gave this advice, so somebody else has to answer it for your organisation.")


def why_not_answer(by: Role, decision: Decision) -> str | None:
    """The sentence that says why somebody cannot answer now; None where they can."""
    try:
        check_answers(by, decision)
        seen(decision.snapshot).check(by, Action.NOT_FOLLOW, party=decision.party)
        _check_open(decision, decision.snapshot.sha256)
    except Refused as refused:
        return refused.sentence
    return None


def _check_open(decision: Decision, sha256: str) -> None:
    if decision.outcome != Outcome.AGAINST or decision.snapshot.withdrawn_at is not None:
        raise WrongState("This advice no longer waits for an answer: it was answered, or the text went back to draft.")
    if sha256 != decision.snapshot.sha256:
        raise WrongState("The text has changed since you opened this page, so nothing was recorded. Open it again.")
