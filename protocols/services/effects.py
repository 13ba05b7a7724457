"""What an instrument brings about, on its day: a party is bound or leaves, the agreement goes on."""

import logging
from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.utils import timezone

from portal.audit.acts import SYSTEM, act
from protocols.models import Instrument, Party
from protocols.services import stepping
from protocols.states import State

logger = logging.getLogger(__name__)
Kind = Instrument.Kind


def carry_out(instrument: Instrument) -> bool:
    """Carry out a sealed instrument whose day has come, once; whether it was done now. It is to be held."""
    if instrument.status is not State.IN_FORCE or instrument.applied_at or instrument.effective_on > _today():
        return False
    with act("protocols.instrument.carry_out", by=SYSTEM, subject=instrument):
        EFFECTS[Kind(instrument.kind)](instrument)
        instrument.applied_at = timezone.now()
        instrument.save(update_fields=["applied_at"])
    return True


def carry_out_due() -> int:
    """Carry out every sealed instrument whose day has come; how many."""
    due = Instrument.objects.filter(state=State.IN_FORCE.value, applied_at=None, effective_on__lte=_today())
    return sum(1 for instrument in due.select_related("version") if _carried_out(instrument))


def _carried_out(instrument: Instrument) -> bool:
    """One that cannot be carried out now is told in the log, and does not stop the others."""
    try:
        with transaction.atomic():
            stepping.locked(instrument.version)
            return carry_out(Instrument.objects.select_for_update(of=("self",)).get(pk=instrument.pk))
    except Exception:  # whatever it raises, the others go on and the next sweep tries again
        logger.exception("%s could not be carried out; the next sweep tries again.", instrument)
        return False


def _joins(instrument: Instrument) -> None:
    party = _party(instrument)
    party.bound_from = instrument.effective_on
    party.save(update_fields=["bound_from"])


def _leaves(instrument: Instrument) -> None:
    party = _party(instrument)
    party.bound_until = instrument.effective_on
    party.save(update_fields=["bound_until"])


def _goes_on(instrument: Instrument) -> None:
    """The review date and the end that all agreed to; the signed text keeps those it was signed with."""
    version = stepping.locked(instrument.version)
    ends_on = instrument.terms.get("ends_on")
    version.review_on = date.fromisoformat(instrument.terms["review_on"])
    version.ends_on = date.fromisoformat(ends_on) if ends_on else None
    version.save(update_fields=["review_on", "ends_on"])


def _party(instrument: Instrument) -> Party:
    return Party.everyone.get(instruments=instrument)


def _today() -> date:
    return timezone.localdate()


EFFECTS: dict[Kind, Callable[[Instrument], None]] = {
    Kind.ACCESSION: _joins,
    Kind.WITHDRAWAL: _leaves,
    Kind.RENEWAL: _goes_on,
}
