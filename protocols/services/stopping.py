"""Stopping a signing because a party declines: whoever says so for it, what follows is the same."""

from django.utils import timezone

from partners.models import Role
from portal.audit.acts import Act
from protocols.errors import Invalid, WrongState
from protocols.models import Guest, Party, Signing
from protocols.services import telling, telling_instruments
from protocols.services.deciding import withdraw
from protocols.services.matters import Matter, OfInstrument
from protocols.services.standing_aside import others_go_on, stand_aside
from protocols.states import Action

Stage = Signing.Stage


def stop_signing(matter: Matter, signing: Signing, party: Party, reason: str, *, by: Role | Guest, done: Act) -> None:
    """Take the text back to draft; every signature so far is void, and stays on record. Everybody concerned is told.

    A text that comes into force between those who sign goes on without the party, where it can. Must be called inside
    an act, of whoever may decline for the party. Raises WrongState, or Invalid without a reason.
    """
    reason = reason.strip()
    if others_go_on(matter, signing, party):
        stand_aside(matter, signing, party, reason, by=by, done=done)
        return
    matter.check_state(Action.DECLINE)
    if signing.stage in (Stage.COMPLETE, Stage.SEALED):
        raise WrongState("Every party has signed, so it is too late to decline. Ask the officer about ending it.")
    if not reason:
        raise Invalid("Write why you decline to sign, so that it can be put right.", "reason")
    done.details |= {"party": str(party), "reason": reason, "void": void(signing)}
    withdraw(signing.snapshot)
    matter.move_on(Action.DECLINE)
    if isinstance(matter, OfInstrument):
        telling_instruments.declined(matter.instrument, party, reason)
    else:
        telling.declined(matter.version, party, reason)


def void(signing: Signing) -> int:
    """End a held signing: every signature so far is void, and stays on record; how many. Inside an act."""
    signing.stage = Stage.VOID
    signing.save(update_fields=["stage"])
    return signing.signatures.update(void_at=timezone.now())
