"""Reminding parties of the closing date of a consultation: some days before, and on the day; each once."""

from datetime import date, timedelta

from django.utils import timezone

from portal.audit.acts import SYSTEM, act
from protocols.models import ConsultationReminder, Party
from protocols.queries.speaking import silent_parties
from protocols.services import telling
from protocols.services.stepping import locked
from protocols.states import State

BEFORE = timedelta(days=3)
When = ConsultationReminder.When


def remind_due(today: date | None = None) -> int:
    """Remind the parties that have not had their say; how many were reminded. Safe to run at any time and twice.

    Nobody is reminded on the day on which consultation opened.
    """
    today = today or timezone.localdate()
    near = silent_parties().filter(
        version__consultation_closes_on__gte=today,
        version__consultation_closes_on__lte=today + BEFORE,
        version__state_since__date__lt=today,
    )
    return sum(_remind(party, today) for party in near)


def _remind(party: Party, today: date) -> bool:
    """Remind one party, unless it was or the consultation has moved on meanwhile."""
    with act("protocols.consultation.remind", by=SYSTEM, organisation=party.partner_id) as reminding:
        version = locked(party.version)
        closes_on = version.consultation_closes_on
        if version.status is not State.CONSULTATION or closes_on is None or closes_on < today:
            reminding.cancel()
            return False
        when = When.ON_THE_DAY if closes_on == today else When.BEFORE
        if ConsultationReminder.objects.filter(party=party, closes_on=closes_on, when=when).exists():
            reminding.cancel()
            return False
        ConsultationReminder(party=party, closes_on=closes_on, when=when).save()
        telling.reminded(version, party)
        reminding.subject = version
        reminding.details["party"] = str(party)
    return True
