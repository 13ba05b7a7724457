"""Asking each bound party for its statement on the anniversary, and chasing those missing once a month."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Min
from django.utils import timezone

from portal.audit.acts import SYSTEM, act
from portal.calendar import last_anniversary, months_after
from protocols.facts.binding import bound_parties
from protocols.models import Adherence, ProtocolVersion
from protocols.services import telling
from protocols.services.stepping import locked
from protocols.states import SETTLED, State


def ask_for_adherence(today: date | None = None) -> int:
    """Ask for the statements of the years that are over, then chase; how many were asked. Safe to run twice.

    A protocol's year begins on the day on which its first version did, so that a variation moves no anniversary.
    """
    today = today or timezone.localdate()
    asked = set(Adherence.objects.values_list("protocol_id", "due_on").distinct())
    count = 0
    began = _beginnings()
    for version in ProtocolVersion.objects.filter(state=State.IN_FORCE.value).only("pk", "protocol_id", "starts_on"):
        due_on = last_anniversary(began[version.protocol_id], today)
        if due_on is not None and (version.protocol_id, due_on) not in asked:
            count += _ask(version, due_on, today)
    return count + _chase(today)


def _beginnings() -> Mapping[int, date]:
    """The first day of each protocol that is or was in force."""
    settled = ProtocolVersion.objects.filter(state__in=[state.value for state in SETTLED]).order_by()
    rows = settled.values("protocol_id").annotate(first=Min("starts_on"))
    return {row["protocol_id"]: row["first"] for row in rows}


def _ask(version: ProtocolVersion, due_on: date, today: date) -> int:
    """Ask every party bound, unless that was done meanwhile."""
    with act("protocols.adherence.ask", by=SYSTEM, subject=version, details={"year_to": due_on.isoformat()}) as asking:
        held = locked(version)
        parties = bound_parties(held)
        known = Adherence.objects.filter(protocol=held.protocol, due_on=due_on).exists()
        if held.status is not State.IN_FORCE or known or not parties:
            asking.cancel()
            return 0
        for party in parties:
            one = Adherence(
                protocol=held.protocol, version=held, partner=party.partner, due_on=due_on, asked_on=today
            )  # fmt: skip
            one.save()
            telling.adherence_asked(held, party, one, again=False)
    return len(parties)


def _chase(today: date) -> int:
    """Ask again for what was asked for a month ago or more and is not given, while the protocol is in force."""
    month_ago = months_after(today, -1)
    late = Adherence.objects.filter(given_at=None, asked_on__lte=month_ago)
    living = late.filter(protocol__versions__state=State.IN_FORCE.value)
    return sum(_chase_one(one, today, month_ago) for one in living)


def _chase_one(late: Adherence, today: date, month_ago: date) -> bool:
    """Ask one partner again, unless it has left, or the statement was given or asked for meanwhile."""
    with act("protocols.adherence.chase", by=SYSTEM, organisation=late.partner_id) as chasing:
        version = locked(ProtocolVersion.objects.get(protocol=late.protocol_id, state=State.IN_FORCE.value))
        held = Adherence.objects.select_for_update(of=("self",), no_key=True).get(pk=late.pk)
        party = next((one for one in bound_parties(version) if one.partner_id == held.partner_id), None)
        if held.is_given or held.asked_on > month_ago or party is None:
            chasing.cancel()
            return False
        held.asked_on = today
        held.save(update_fields=["asked_on"])
        telling.adherence_asked(version, party, held, again=True)
        chasing.subject = version
        chasing.details["partner"] = str(party)
    return True
