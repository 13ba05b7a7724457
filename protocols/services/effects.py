"""What an instrument brings about, on its day: parties join or leave, sharing pauses, the agreement goes on or ends."""

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.utils import timezone

from portal.audit.acts import SYSTEM, act
from portal.work.catching_up import catch_up
from protocols.facts.binding import bound_on
from protocols.models import Instrument, Party, ProtocolVersion, Signing
from protocols.services import stepping
from protocols.services.closing import close_with
from protocols.services.instruments.lapsing import lapse_all, lapse_of_all, lapse_of_leaver
from protocols.states import Action, State

Kind = Instrument.Kind


def carry_out(instrument: Instrument) -> bool:
    """Carry out a sealed instrument whose day has come, once; whether it was done now. It and its version are held.

    Nothing is carried out on a version that is no longer in force.
    """
    if instrument.status is not State.IN_FORCE or instrument.applied_at or instrument.effective_on > _today():
        return False
    if instrument.version.status is not State.IN_FORCE:
        return False
    with act("protocols.instrument.carry_out", by=SYSTEM, subject=instrument) as done:
        instrument.applied_at = timezone.now()
        instrument.effective_on = _took_effect_on(instrument)
        instrument.save(update_fields=["applied_at", "effective_on"])
        done.details |= EFFECTS[Kind(instrument.kind)](instrument)
    return True


def carry_out_due() -> int:
    """Carry out every sealed instrument whose day has come; how many."""
    due = Instrument.objects.filter(
        state=State.IN_FORCE.value, version__state=State.IN_FORCE.value, applied_at=None, effective_on__lte=_today()
    )
    failed = "%s could not be carried out; the next sweep tries again."
    return catch_up(due.select_related("version"), _hold_and_carry_out, failed)


def _hold_and_carry_out(instrument: Instrument) -> bool:
    with transaction.atomic():
        version = stepping.locked(instrument.version)
        held = Instrument.objects.select_for_update(of=("self",), no_key=True).get(pk=instrument.pk)
        held.version = version
        return carry_out(held)


def _joins(instrument: Instrument) -> dict[str, object]:
    """Whoever every party was asked to sign with before has to be asked again, now with one more."""
    party = _party(instrument)
    party.bound_from = instrument.effective_on
    party.save(update_fields=["bound_from"])
    lapse_of_all(instrument.version, f"{party} became a party. Begin it again, so that every party signs.")
    return {"joined": str(party)}


def _leaves(instrument: Instrument) -> dict[str, object]:
    """A party that leaves an overarching protocol leaves the thematic ones made under it on the same day."""
    party, version = _party(instrument), instrument.version
    party.bound_until = instrument.effective_on
    party.save(update_fields=["bound_until"])
    lapse_of_leaver(version, party, instrument)
    under = Party.objects.filter(
        bound_on(instrument.effective_on), version__parent__protocol=version.protocol_id, partner=party.partner_id,
        version__state=State.IN_FORCE.value, bound_until=None,
    ).select_related("version__protocol")  # fmt: skip
    left = [_left_with(one, instrument) for one in under]
    return {"left": str(party), "also": left}


def _left_with(party: Party, instrument: Instrument) -> str:
    with act("protocols.party.leave", by=SYSTEM, subject=party.version, details={"by": str(instrument)}):
        version = stepping.locked(party.version)
        party.bound_until = instrument.effective_on
        party.save(update_fields=["bound_until"])
        lapse_of_leaver(version, party, instrument)
    return str(party.version)


def _goes_on(instrument: Instrument) -> dict[str, object]:
    """The review date and the end that all agreed to; the signed text keeps those it was signed with."""
    version, ends_on = instrument.version, instrument.terms.get("ends_on")
    before = {"review_on": version.review_on.isoformat(), "ends_on": version.ends_on and version.ends_on.isoformat()}
    version.review_on = date.fromisoformat(instrument.terms["review_on"])
    version.ends_on = date.fromisoformat(ends_on) if ends_on else None
    version.save(update_fields=["review_on", "ends_on"])
    return {"before": before}


def _pauses(instrument: Instrument) -> dict[str, object]:
    """Whose sharing is paused is read from the instruments carried out, so nothing else is written."""
    return {"party": str(_party(instrument))}


def _ends(instrument: Instrument) -> dict[str, object]:
    """All have ended it; what else is under way about it comes to nothing."""
    version: ProtocolVersion = instrument.version
    version.ended_reason = instrument.reason
    version.save(update_fields=["ended_reason"])
    stepping.step(version, Action.ALL_ENDED, by=SYSTEM)
    close_with(version)
    return {"lapsed": lapse_all(version)}


def _took_effect_on(instrument: Instrument) -> date:
    """The day that the text names or, where it was sealed later, that day."""
    sealed = Signing.objects.filter(snapshot__instrument=instrument, stage=Signing.Stage.SEALED).first()
    on = timezone.localdate(sealed.sealed_at) if sealed and sealed.sealed_at else instrument.effective_on
    return max(instrument.effective_on, on)


def _party(instrument: Instrument) -> Party:
    return Party.everyone.select_related("partner").get(instruments=instrument)


def _today() -> date:
    return timezone.localdate()


EFFECTS: dict[Kind, Callable[[Instrument], dict[str, object]]] = {
    Kind.ACCESSION: _joins,
    Kind.WITHDRAWAL: _leaves,
    Kind.RENEWAL: _goes_on,
    Kind.SUSPENSION: _pauses,
    Kind.RESUMPTION: _pauses,
    Kind.TERMINATION: _ends,
}
