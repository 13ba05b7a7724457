"""How the sample's bodies and people come in: they register, confirm, are approved, are invited and accept."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from partners.models import Partner, Partnership, Registration, Role
from partners.roles import RoleKind
from partners.services.accepting import accept, accept_with_new_account
from partners.services.applications import Application, Body, Named, posts_of
from partners.services.deciding import approve
from partners.services.inviting import Invitee, invite
from partners.services.partnerships import create_partnership
from partners.services.registering import confirm, register
from portal.accounts.models import User
from portal.audit.acts import SYSTEM
from portal.mail.models import OutgoingMail
from protocols.sample.cast import APPLICANT, AREA, BODIES, OFFICER, PARTNERSHIP, PREFIX, Person, SampleBody


@dataclass
class Joined:
    """The partnership, its officer, its partners by short name, and everyone's roles."""

    partnership: Partnership
    officer: Role
    partners: dict[str, Partner] = field(default_factory=dict)
    roles: dict[tuple[int, RoleKind], Role] = field(default_factory=dict)

    def at(self, partner: Partner, kind: RoleKind) -> Role:
        """A role at a partner."""
        return self.roles[partner.pk, kind]


def join(*, password: str, say: Callable[[str], None]) -> Joined:
    """Bring everyone in. Links are taken from the mail, as people take them."""
    partnership = create_partnership(
        by=SYSTEM, name=PARTNERSHIP, prefix=PREFIX, area=AREA, is_sample=True,
        about="A sample: the place, the bodies and the people are fictional.",
    )  # fmt: skip
    invite(by=SYSTEM, at=partnership, kind=RoleKind.OFFICER, invitee=_invitee(OFFICER))
    joined = Joined(partnership, _accept(OFFICER, password))
    for body in BODIES:
        joined.partners[body.short_name] = _bring_in(joined, body, password)
        say(f"{body.short_name} has joined, with {len(body.people)} people.")
    _register(joined, APPLICANT)
    return joined


def _bring_in(joined: Joined, body: SampleBody, password: str) -> Partner:
    registration = _register(joined, body)
    approve(by=joined.officer, registration=registration)
    partner = registration.partner
    contact = _accept(body.people[RoleKind.CONTACT], password)
    joined.roles[partner.pk, RoleKind.CONTACT] = contact
    for kind, person in body.people.items():
        if kind is not RoleKind.CONTACT:
            invite(by=contact, at=contact.partner or partner, kind=kind, invitee=_invitee(person))
            joined.roles[partner.pk, kind] = _accept(person, password)
    return contact.partner or partner


def _register(joined: Joined, body: SampleBody) -> Registration:
    contact = body.people[RoleKind.CONTACT]
    application = Application(
        partnership=joined.partnership,
        body=Body(body.legal_name, body.short_name, body.kind, body.legal_form, body.ico, body.address),
        contact=_named(RoleKind.CONTACT, contact),
        people=tuple(_named(kind, body.people[kind]) for kind in posts_of(body.kind)),
    )
    register(application=application)
    return confirm(token=_token(contact.email))


def _accept(person: Person, password: str) -> Role:
    token = _token(person.email)
    account = User.objects.filter(email=person.email).first()
    if account is not None:
        return accept(token=token, by=account)
    return accept_with_new_account(token=token, name=person.name, password=password)


def _token(email: str) -> str:
    """The token in the link of the latest mail to somebody."""
    mail = OutgoingMail.objects.filter(to=email).order_by("-pk")[0]
    found = re.search(r"/(?:invitations|confirm)/([\w-]+)/", mail.text)
    if found is None:
        raise LookupError(f"The latest mail to {email} holds no link.")
    return found[1]


def _invitee(person: Person) -> Invitee:
    return Invitee(person.name, person.email, person.post)


def _named(kind: RoleKind, person: Person) -> Named:
    return Named(kind, person.name, person.email, person.post)
