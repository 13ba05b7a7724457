"""Partners that ask to join a partnership, for its officers; people whom a partner named, for its contact to invite."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from partners.models import Role
from partners.queries import uninvited_officers, waiting_registrations
from partners.roles import RoleKind
from protocols.queries.in_tray.found import Found
from protocols.queries.in_tray.items import Item, officers_of
from protocols.queries.in_tray.kinds import Kind
from protocols.queries.in_tray.lines import Line, midnight, narrow


def _registrations(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    if officers_of(roles):
        yield narrow(waiting_registrations(roles), place="partnership_id", name="partner__short_name",
                     word="partner__slug", since=Coalesce("confirmed_at", "sent_at"))  # fmt: skip


def _registration(line: Line, found: Found) -> Item:
    role = found.at(line.place, RoleKind.OFFICER)
    what = f"Decide on the registration of {line.name}"
    return Item(what, str(role.partnership), role, line.since, "Decide", reverse("partners:decide", args=[line.word]))


def _named(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    contacts = [role.pk for role in roles if role.role is RoleKind.CONTACT]
    if contacts:
        held = Role.objects.filter(pk__in=contacts, partner=OuterRef("partner")).order_by("pk")
        yield narrow(uninvited_officers(roles), place="partner_id", name="name", word="kind",
                     since=midnight(Subquery(held.values("starts_on")[:1])))  # fmt: skip


def _named_person(line: Line, found: Found) -> Item:
    role = found.at(line.place, RoleKind.CONTACT)
    link = reverse("partners:people", args=[role.partner.slug if role.partner else ""])
    what = f"Invite {line.name} as {RoleKind(line.word).label}"
    return Item(what, str(role.partner), role, line.since, "Invite people", link)


REGISTRATIONS = Kind(_registrations, _registration)
NAMED_PEOPLE = Kind(_named, _named_person)
