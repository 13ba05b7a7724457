"""A party that declines a text which comes into force between those who sign: it stands aside, and the others go on."""

from partners.models import Role
from portal.audit.acts import Act
from portal.govuk.days import day
from protocols.errors import Invalid, WrongState
from protocols.facts.commencing import terms_of
from protocols.models import Guest, Party, Refusal, Signing
from protocols.queries.signing_order import whose_turn
from protocols.services import telling
from protocols.services.calling import call
from protocols.services.commencing import settle
from protocols.services.matters import Matter, OfVersion
from protocols.states import Action, State


def others_go_on(matter: Matter, signing: Signing, party: Party) -> bool:
    """Whether the others can bring a version into force, or have, should this party decline, or where it has signed."""
    if not isinstance(matter, OfVersion) or not matter.version.comes_into_force_early:
        return False
    if matter.version.status is State.IN_FORCE or signing.signatures.filter(party=party, void_at=None).exists():
        return True
    declined = signing.refusals.exclude(party=party).count() + 1
    return terms_of(matter.version).can_be_met(len(matter.signers()) - declined)


def declining(matter: Matter, signing: Signing, party: Party) -> Action:
    """What declining comes to for a party: standing aside, or stopping the signing for all."""
    return Action.STAND_ASIDE if others_go_on(matter, signing, party) else Action.DECLINE


def why_not_aside(signing: Signing, party: Party) -> str | None:
    """The sentence for a party that can decline no more what goes on without it: it has signed, or signing is over."""
    signed = signing.signatures.filter(party=party, void_at=None).first()
    if signed is not None:
        return (
            f"{signed.name} signed for {party} on {day(signed.signed_at)}, and a signature is not taken back. "
            "A party that is bound can leave with notice, once it is in force."
        )
    if signing.stage != Signing.Stage.OPEN:
        return "This signing is closed, so there is nothing to decline."
    return None


def stand_aside(matter: Matter, signing: Signing, party: Party, reason: str, *, by: Role | Guest, done: Act) -> None:
    """Record that a party declines a held text; the others go on, and nothing that they signed is touched.

    Must be called inside an act, of whoever may decline for the party. Raises WrongState, or Invalid without a reason.
    """
    matter.check_state(Action.STAND_ASIDE)
    over = why_not_aside(signing, party)
    if over:
        raise WrongState(over)
    if not reason:
        raise Invalid("Write why you decline to sign, as the other parties should read it.", "reason")
    before = {one.pk for one in whose_turn(signing)}
    guest = by if isinstance(by, Guest) else None
    Refusal(signing=signing, party=party, role=None if isinstance(by, Guest) else by, guest=guest, reason=reason).save()
    settle(matter, signing)
    signing.save()
    call(signing, [one for one in whose_turn(signing) if one.pk not in before])
    telling.stood_aside(matter.version, party, reason)
    done.details |= {"party": str(party), "reason": reason, "others_go_on": True}
