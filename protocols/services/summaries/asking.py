"""Asking people to read the plain summary: by hand, and again when a new version is in force."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef
from django.utils import timezone

from partners.models import Role
from portal.audit.acts import SYSTEM, act
from protocols import permissions
from protocols.facts.binding import bound_parties
from protocols.models import ProtocolVersion, SummaryReading
from protocols.services import telling
from protocols.services.stepping import locked
from protocols.states import Action, State


def ask_to_read(*, by: Role, version: ProtocolVersion) -> int:
    """Ask everybody with a role at one's own partner, or as officer at every bound party; how many were asked now.

    Who has read it or was asked is not asked again. Raises NotAllowed or WrongState.
    """
    with act("protocols.summary.ask", by=by, subject=version) as asking:
        version = locked(version)
        permissions.check(by, version, Action.ASK_TO_READ)
        partners = {party.partner_id for party in bound_parties(version)}
        if not permissions.is_officer_of(by, version):
            partners &= {by.partner_id or 0}
        held = Role.objects.current().filter(partner__in=partners).select_related("person", "partner")
        asked = _ask(version, held.order_by("pk"))
        asking.details["asked"] = asked
        if not asked:
            asking.cancel()
    return asked


def ask_again() -> int:
    """Ask those who read an earlier version once a new one is in force; how many. Safe to run twice."""
    earlier = SummaryReading.objects.filter(
        version__protocol=OuterRef("protocol"), version__number__lt=OuterRef("number"), confirmed_at__isnull=False
    )
    mine = SummaryReading.objects.filter(
        version=OuterRef(OuterRef("pk")), person=OuterRef("person"), partner=OuterRef("partner")
    )
    stale = ProtocolVersion.objects.filter(Exists(earlier.filter(~Exists(mine))), state=State.IN_FORCE.value)
    return sum(_ask_again(version) for version in stale)


def _ask_again(version: ProtocolVersion) -> int:
    """Those of them who still hold a role at a bound party."""
    with act("protocols.summary.ask", by=SYSTEM, subject=version) as asking:
        held = locked(version)
        read = SummaryReading.objects.filter(
            version__protocol=held.protocol_id, version__number__lt=held.number, confirmed_at__isnull=False
        )
        partners = {party.partner_id for party in bound_parties(held)}
        people = {(one.person_id, one.partner_id) for one in read if one.partner_id in partners}
        roles = Role.objects.current().filter(partner__in=partners, person__in={person for person, _ in people})
        again = [
            role for role in roles.select_related("person", "partner").order_by("pk")
            if (role.person_id, role.partner_id) in people
        ]  # fmt: skip
        asked = _ask(held, again) if held.status is State.IN_FORCE else 0
        asking.details["asked"] = asked
        if not asked:
            asking.cancel()
    return asked


def _ask(version: ProtocolVersion, roles: Iterable[Role]) -> int:
    """A row and a mail for each person and partner that has no row yet; inside an act."""
    known: set[tuple[int, int | None]] = set()
    known |= set(SummaryReading.objects.filter(version=version).values_list("person_id", "partner_id"))
    new = []
    for role in roles:
        if (role.person_id, role.partner_id) not in known:
            known.add((role.person_id, role.partner_id))
            new.append(role)
    now = timezone.now()
    SummaryReading.objects.bulk_create(
        SummaryReading(version=version, person=role.person, partner=role.partner, role=role, asked_at=now)
        for role in new
    )
    telling.asked_to_read(version, new)
    return len(new)
