"""The order and the due date of a signing, chosen by the officer before or while it is signed."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils import timezone

from partners.models import Role
from portal.audit.acts import act
from protocols.errors import Invalid, WrongState
from protocols.models import Instrument, Party, ProtocolVersion, Signing, SigningPlan, SigningTurn
from protocols.queries.signing_order import whose_turn
from protocols.services.calling import call
from protocols.services.matters import Matter, held_matter
from protocols.states import Action

LONGEST = timedelta(days=366)
MOST = 99


def plan_signing(
    *,
    by: Role,
    version: ProtocolVersion,
    instrument: Instrument | None = None,
    due_on: date | None,
    turns: Mapping[int, int],
) -> SigningPlan:
    """Say by when and in what order it is signed; `turns` gives a number to each party's key, none for any order.

    The same again changes nothing. Those whose turn comes by the change are called. Raises NotAllowed, WrongState or
    Invalid.
    """
    with act("protocols.signing.plan", by=by, subject=instrument or version) as done:
        matter = held_matter(version, instrument.pk if instrument else None)
        matter.check(by, Action.PLAN_SIGNING)
        signing = _under_way(version, instrument)
        plan = _found(version, instrument)
        chosen = _checked(matter, turns)
        if (plan.due_on, _turns_of(plan)) == (due_on, chosen):
            done.cancel()
            return plan
        if due_on != plan.due_on:
            _check_due(due_on)
        before = {party.pk for party in whose_turn(signing)} if signing else set()
        plan.due_on = due_on
        plan.save()
        plan.turns.all().delete()
        for party_id, number in chosen.items():
            SigningTurn(plan=plan, party_id=party_id, number=number).save()
        done.details |= {"due_on": due_on.isoformat() if due_on else None, "turns": _told(matter, chosen)}
        if signing is not None:
            call(signing, [one for one in whose_turn(signing) if one.pk not in before])
    return plan


def plan_held(version: ProtocolVersion, instrument: Instrument | None) -> SigningPlan:
    """The plan of a version or an instrument, made where there was none. Must be called inside an act."""
    plan = _found(version, instrument)
    if not plan.pk:
        plan.save()
    return plan


def _found(version: ProtocolVersion, instrument: Instrument | None) -> SigningPlan:
    """The plan as it is kept; a new one, not kept yet, where there is none."""
    found = SigningPlan.objects.filter(version=version, instrument=instrument).first()
    return found or SigningPlan(version=version, instrument=instrument)


def _under_way(version: ProtocolVersion, instrument: Instrument | None) -> Signing | None:
    """The signing that is open now. Raises WrongState once every party has signed."""
    found = Signing.objects.filter(
        snapshot__version=version, snapshot__instrument=instrument, snapshot__withdrawn_at=None
    )  # fmt: skip
    signing = found.select_related("snapshot__version__protocol", "snapshot__instrument").first()
    if signing is not None and signing.stage in (Signing.Stage.COMPLETE, Signing.Stage.SEALED):
        raise WrongState("Every party has signed, so there is nothing left to plan.")
    return signing if signing is not None and signing.stage == Signing.Stage.OPEN else None


def _checked(matter: Matter, turns: Mapping[int, int]) -> dict[int, int]:
    signers = {party.pk for party in matter.signers()}
    if any(party not in signers for party in turns):
        raise Invalid("Choose a turn for each party that signs.", "order")
    if any(not 1 <= number <= MOST for number in turns.values()):
        raise Invalid(f"Turns are numbers from 1 to {MOST}.", "order")
    return dict(turns) if len(set(turns.values())) > 1 else {}


def _check_due(due_on: date | None) -> None:
    today = timezone.localdate()
    if due_on is not None and due_on < today:
        raise Invalid("The date must not be in the past.", "due_on")
    if due_on is not None and due_on > today + LONGEST:
        raise Invalid("The date must be within a year from today.", "due_on")


def _turns_of(plan: SigningPlan) -> dict[int, int]:
    return {} if plan.pk is None else dict(plan.turns.values_list("party_id", "number"))


def _told(matter: Matter, chosen: Mapping[int, int]) -> dict[str, int]:
    names: dict[int, Party] = {party.pk: party for party in matter.signers()}
    return {str(names[party]): number for party, number in chosen.items()}
