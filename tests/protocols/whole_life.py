"""A small world in which random people try random moves: the people, the clock, and the one way to try something."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from partners.models import Partner, Role
from partners.roles import RoleKind
from partners.services.deputising import name_deputy
from portal.audit.acts import SYSTEM, act
from portal.audit.models import Audited, AuditEvent
from portal.refusals import Refused
from protocols.models import Guest, Instrument, Party, ProtocolVersion, SigningTurn
from protocols.services.variables import set_variables
from tests.clock import Clock
from tests.protocols import factories
from tests.protocols import factories_life as life

KINDS = (RoleKind.CONTACT, RoleKind.CONTRIBUTOR, RoleKind.DPO, RoleKind.SIGNATORY, RoleKind.VIEWER)


def tables() -> Iterator[str]:
    """Every table that only an act may write, with those that join them."""
    for model in apps.get_models():
        if issubclass(model, Audited):
            yield model._meta.db_table
            yield from (field.m2m_db_table() for field in model._meta.local_many_to_many)


def fingerprint() -> dict[str, int]:
    """What every audited table holds now."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a name of our own
            found[table] = hash(frozenset(map(repr, cursor.fetchall())))
    return found


@dataclass
class Tally:
    """What all the lives together came to, so that a test in which nothing happens is found out."""

    lives: int = 0
    tried: int = 0
    refused: int = 0
    sealed: int = 0
    by_link: int = 0
    on_paper: int = 0
    declined: int = 0


class World:
    """Two parties, one partner that could join, one stranger, everybody's roles, and the protocol they live with."""

    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        Clock.ahead = timedelta()
        self.officer = factories.officer()
        of = self.officer.partnership
        names = (("Wigan Council", "council"), ("Northmoor Police", "police"), ("Riverside Homes", "charity"))
        *self.parties, self.joins = [factories.partner(name, kind=kind, of=of) for name, kind in names]
        stranger = factories.partner("Elsewhere Council")
        self.roles: list[Role] = [self.officer, factories.officer(), factories.role(RoleKind.DPO, at=stranger)]
        for partner in (*self.parties, self.joins):
            self.roles += [factories.role(kind, at=partner) for kind in KINDS]
        self.writer = self.right(RoleKind.CONTRIBUTOR, self.parties[0])
        self.roles.append(life.second_role(self.writer, RoleKind.DPO, at=self.parties[0]))
        self.come_and_go()
        self.held: dict[int, Role] = {}  # the roles as they were before the last move
        self.wrote: set[tuple[int, int]] = set()
        self.asked: list[tuple[int, str, str]] = []  # guests: their key, and the two halves of what they sign with
        self.begin()
        self.settle()

    @property
    def today(self) -> date:
        """The day that the portal's clock shows."""
        return timezone.localdate()

    @property
    def version(self) -> ProtocolVersion:
        """The newest version of the protocol they live with."""
        return life.again(ProtocolVersion.objects.filter(protocol=self.protocol).order_by("-number")[0])

    @property
    def in_force(self) -> ProtocolVersion:
        """The version in force; the newest where none is."""
        found = ProtocolVersion.objects.filter(protocol=self.protocol, state="in_force").first()
        return life.again(found) if found else self.version

    @property
    def instrument(self) -> Instrument | None:
        """The newest instrument of the protocol."""
        found = Instrument.objects.filter(version__protocol=self.protocol).select_related("version__protocol")
        return found.order_by("-pk").first()

    def begin(self) -> None:
        """A new protocol, with its text filled."""
        dates = {"starts_on": self.today, "review_on": self.today + timedelta(days=60)}
        version = factories.draft(
            by=self.officer, partners=self.parties, ends_on=self.today + timedelta(days=90), **dates
        )
        set_variables(by=self.officer, version=version, values=life.VALUES)
        self.protocol = version.protocol

    def come_and_go(self) -> None:
        """At each party a protection officer and a signatory left; a deputy and a signatory begin in five days."""
        begins, ends = self.today + timedelta(days=5), self.today + timedelta(days=14)
        for partner in self.parties:
            holder, colleague = self.right(RoleKind.DPO, partner), factories.role(RoleKind.VIEWER, at=partner)
            name_deputy(by=holder, colleague=colleague, starts_on=begins, last_day=ends)
            life.end_role(factories.role(RoleKind.DPO, at=partner))
            life.end_role(factories.role(RoleKind.SIGNATORY, at=partner))
            coming = factories.role(RoleKind.SIGNATORY, at=partner)
            with act("tests.role_begins", by=SYSTEM):
                Role.objects.filter(pk=coming.pk).update(starts_on=begins)
        self.find_roles()

    def not_today(self, kind: RoleKind, partner: Partner) -> list[Role]:
        """Somebody who holds a post no longer, and somebody who does not hold it yet, where there are such."""
        held = Role.objects.filter(partner=partner, kind=kind.value).select_related("person", "partner").order_by("pk")
        found = held.filter(ends_on__lte=self.today).last(), held.filter(starts_on__gt=self.today).first()
        return [role for role in found if role is not None]

    def writers_of(self, version: int | None, kind: RoleKind, partner: Partner) -> list[Role]:
        """Those who wrote a version and hold a post today."""
        people = [person for number, person in self.wrote if number == version]
        held = Role.objects.current().filter(partner=partner, kind=kind.value, person__in=people)
        return list(held.select_related("person", "partner"))

    def right(self, kind: RoleKind, partner: Partner) -> Role:
        """Somebody who holds a post today and wrote nothing; appointed where nobody does."""
        held = Role.objects.current().filter(partner=partner, kind=kind.value).order_by("pk")
        for role in held.select_related("person", "partner"):
            if not any(person == role.person_id for _, person in getattr(self, "wrote", ())):
                return role
        return self.appoint(kind, partner)

    def appoint(self, kind: RoleKind, partner: Partner) -> Role:
        """Somebody new in a post, whose coming is no part of any move."""
        self.roles.append(factories.role(kind, at=partner))
        self.settle()
        return self.roles[-1]

    def another_signatory(self, partner: Partner) -> Role:
        """A second signatory of a partner, who wrote nothing."""
        held = Role.objects.current().filter(partner=partner, kind=RoleKind.SIGNATORY.value).select_related("partner")
        others = held.select_related("person", "partner").order_by("pk")[1:]
        return others[0] if others else self.appoint(RoleKind.SIGNATORY, partner)

    def find_roles(self) -> None:
        """Take up the roles that came about by a move."""
        known = {role.pk for role in self.roles}
        self.roles += list(Role.objects.exclude(pk__in=known).order_by("pk"))

    def anyone(self, number: int) -> Role:
        """One of all the roles ever held, current or not, as the database has it."""
        role = self.roles[number % len(self.roles)]
        return Role.objects.select_related("person", "partner", "partnership").get(pk=role.pk)

    def attempt(self, call: Callable[[], object]) -> list[AuditEvent] | None:
        """Try a move: its events, or None where it was refused, which must leave everything as it was."""
        self.tally.tried += 1
        refusal = None
        try:
            call()
        except Refused as refused:
            refusal = refused
        before, count, self.held = self.seen, self.events, self.roles_now
        self.held_guests, self.held_turns = self.guests_now, self.turns_now
        self.settle()
        changed = [table for table in before if before[table] != self.seen[table]]
        if refusal is not None:
            self.tally.refused += 1
            assert not changed, f"Refused, and yet it changed {changed}: {refusal}"
            assert count == self.events, f"Refused, and yet an event: {refusal}"
            return None
        assert self.events > count or not changed, f"Changed without an event: {changed}"
        return list(AuditEvent.objects.filter(sequence__gt=count).order_by("sequence"))

    def settle(self) -> None:
        """Take what is there now as seen; events are numbered from one, so the last one's number is their count."""
        self.seen, self.events = fingerprint(), AuditEvent.objects.count()
        self.roles_now = Role.objects.in_bulk()
        self.guests_now = Guest.objects.in_bulk()
        rows = SigningTurn.objects.values_list("plan__version", "plan__instrument", "party", "number")
        self.turns_now = {(version, instrument, party): number for version, instrument, party, number in rows}


def grows(chain: Sequence[bytes]) -> bool:
    """Whether each file begins with the whole of the one before."""
    return all(after.startswith(before) for before, after in pairwise(chain))


def signers(signed: models.Model) -> set[int]:
    """Who must have signed the text of a version or an instrument: the keys of the partners."""
    if isinstance(signed, Instrument):
        return set(Party.everyone.filter(instruments_to_sign=signed).values_list("partner_id", flat=True))
    return set(Party.everyone.filter(version=signed, joins_by=None).values_list("partner_id", flat=True))
