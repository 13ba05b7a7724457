"""People and partners for tests, made through the front door: by the services that make the real ones.

    gm = partnership()
    wigan = approved_partner("Wigan Council", BodyKind.COUNCIL, gm)
    dana = role(RoleKind.DPO, wigan, "Dana Obi")          # a Role: pass it as `by=`
    gina = officer(gm)                                     # the officer that `approved_partner` used

Everybody's password is PASSWORD; `sign_in(client, dana)` signs in and acts in that role.
"""

import re
from itertools import count

from django.test import Client
from django.utils.text import slugify

from partners.kinds import BodyKind
from partners.middleware import SESSION_KEY
from partners.models import Invitation, Partner, Partnership, Registration, Role
from partners.queries import holders, officers_of
from partners.roles import RoleKind
from partners.services.accepting import accept, accept_with_new_account
from partners.services.applications import Application, Body, Named, posts_of
from partners.services.deciding import approve
from partners.services.inviting import Invitee, invite
from partners.services.partnerships import admit, create_partnership
from partners.services.registering import confirm, register
from portal.accounts.models import User
from portal.audit.acts import SYSTEM
from portal.mail.models import OutgoingMail

PASSWORD = "correct-horse-battery"
_numbers = count(1)
LEGAL_FORM_OF = {
    BodyKind.COUNCIL: "local_authority",
    BodyKind.POLICE: "corporation_sole",
    BodyKind.NHS_TRUST: "statutory_corporation",
    BodyKind.HOUSING_ASSOCIATION: "registered_society",
    BodyKind.GOVERNMENT: "crown",
    BodyKind.CHARITY: "charitable_company",
    BodyKind.COMPANY: "company",
}


def partnership(name: str = "Greater Northmoor Partnership", prefix: str = "GN") -> Partnership:
    """A partnership; the one of this name, if it was made before."""
    found = Partnership.objects.filter(name=name).first()
    return found or create_partnership(by=SYSTEM, name=name, prefix=prefix, area=name.removesuffix(" Partnership"))


def officer(at: Partnership | None = None, name: str = "Gina Ferris") -> Role:
    """An officer of a partnership; the same one when asked again by the same name."""
    at = at or partnership()
    found = officers_of(at).filter(person__name=name).first()
    return found or taken_up(by=SYSTEM, at=at, kind=RoleKind.OFFICER, name=name)


def application(name: str, kind: BodyKind = BodyKind.COUNCIL, at: Partnership | None = None, **more) -> Application:
    """A filled-in registration form, every post named."""
    number = next(_numbers)
    posts = posts_of(kind)
    return Application(
        partnership=at or partnership(),
        body=Body(
            legal_name=more.pop("legal_name", name),
            short_name=name,
            kind=kind,
            legal_form=more.pop("legal_form", LEGAL_FORM_OF.get(kind, "statutory_corporation")),
            ico_registration=more.pop("ico_registration", f"ZA{number:06d}"),
            address=f"{number} High Street, Northmoor NM1 1AA",
        ),
        contact=more.pop("contact", Named(RoleKind.CONTACT, f"Casey {number}", mailbox("casey", name), "Manager")),
        people=more.pop(
            "people", tuple(Named(p, f"{p.label} {number}", mailbox(p.value, name), "Head") for p in posts)
        ),
        **more,
    )


def registered(name: str, kind: BodyKind = BodyKind.COUNCIL, at: Partnership | None = None, **more) -> Registration:
    """A registration that waits for the officer's decision."""
    sent = register(application=application(name, kind, at, **more))
    return confirm(token=token_mailed_to(sent.contact_email))


def approved_partner(
    name: str = "Wigan Council", kind: BodyKind = BodyKind.COUNCIL, at: Partnership | None = None, **more
) -> Partner:
    """A partner in a partnership, with a designated contact and nobody else yet.

    Asked for again by name, it is the same partner, brought into the partnership if it was not there.
    """
    at = at or partnership()
    found = Partner.objects.filter(short_name=name, status=Partner.Status.APPROVED).first()
    if found is not None:
        admit(by=officer(at), partner=found, partnership=at)
        return found
    registration = approve(by=officer(at), registration=registered(name, kind, at, **more))
    accept_with_new_account(
        token=token_mailed_to(registration.contact_email), name=registration.contact_name, password=PASSWORD
    )
    return registration.partner


def contact(at: Partner) -> Role:
    """The partner's designated contact."""
    return holders(at, RoleKind.CONTACT)[0]


def role(kind: RoleKind, at: Partner | Partnership | None = None, name: str = "", email: str = "") -> Role:
    """Somebody in a role at a partner (or in a partnership), invited by its contact (or the portal) and accepted.

    A person of the same mailbox as before keeps the same account, and so may hold roles at several partners.
    """
    at = at or (partnership() if kind is RoleKind.OFFICER else approved_partner())
    by = contact(at) if isinstance(at, Partner) else SYSTEM
    return taken_up(by=by, at=at, kind=kind, name=name or f"{kind.label.title()} {next(_numbers)}", email=email)


def invited(kind: RoleKind, at: Partner | Partnership, name: str = "Ivy Inns", email: str = "") -> Invitation:
    """An open invitation, sent by the partner's contact (or the portal)."""
    by = contact(at) if isinstance(at, Partner) else SYSTEM
    return invite(by=by, at=at, kind=kind, invitee=Invitee(name, email or mailbox(name, str(at)), "Head"))


def taken_up(*, by, at: Partner | Partnership, kind: RoleKind, name: str, email: str = "") -> Role:
    """Invite somebody and have them accept."""
    email = email or mailbox(name, str(at))
    invite(by=by, at=at, kind=kind, invitee=Invitee(name, email, kind.label.capitalize()))
    token = token_mailed_to(email)
    person = User.objects.filter(email=email).first()
    return accept(token=token, by=person) if person else accept_with_new_account(
        token=token, name=name, password=PASSWORD
    )  # fmt: skip


def token_mailed_to(email: str) -> str:
    """The token of the link in the latest mail to a mailbox."""
    mail = OutgoingMail.objects.filter(to=email.lower()).order_by("pk").last()
    assert mail is not None, f"Nothing was mailed to {email}."
    found = re.search(r"/(?:invitations|invited|confirm|answer)/([\w-]{20,})/", mail.text)
    assert found, f"No link in: {mail.text}"
    return found[1]


def mailbox(who: str, where: str) -> str:
    """An address of somebody somewhere."""
    return f"{slugify(who)}@{slugify(where)}.example"


def sign_in(client: Client, by: Role) -> Client:
    """Sign a role's person in, acting in that role."""
    client.force_login(by.person)
    session = client.session
    session[SESSION_KEY] = by.pk
    session.save()
    return client
