"""How to join what exists in place of beginning anew: the way that is open for each, said honestly."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from partners.models import Role
from partners.roles import RoleKind
from protocols import permissions
from protocols.models import Agreement, ProtocolVersion
from protocols.queries.alike import Alike
from protocols.queries.protocols import address_of
from protocols.states import Action


@dataclass(frozen=True)
class Way:
    """A link, what it is called, and what to know before following it; without a link only what to know."""

    text: str = ""
    href: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Row:
    """One that is alike, and the ways to join it."""

    near: Alike
    ways: Sequence[Way]


def joined_with(capacity: Role, found: Sequence[Alike]) -> list[Row]:
    """Each of them with the ways to join it; one query for the contacts of all agreements."""
    contacts = _contacts([near.agreement for near in found if near.agreement])
    return [Row(near, _ways(capacity, near, contacts)) for near in found]


def _ways(capacity: Role, near: Alike, contacts: Sequence[Role]) -> list[Way]:
    if near.version is not None:
        return [_into_version(capacity, near.version)]
    if near.agreement is None:
        raise LookupError("What is alike is a version or an agreement made elsewhere.")
    return _into_agreement(near.agreement, contacts)


def _into_version(capacity: Role, version: ProtocolVersion) -> Way:
    if permissions.may(capacity, version, Action.SET_PARTIES):
        return Way("Add parties to it", address_of("parties", version), "It is not agreed yet, so parties can join.")
    if permissions.may(capacity, version, Action.VARY):
        return Way(
            "Begin a new version that others join",
            address_of("vary", version),
            "It is in force. Parties join by a new version, which all of them approve and sign.",
        )
    if permissions.may(capacity, version, Action.BACK_TO_DRAFT):
        return Way(
            "Take it back to draft, to add parties",
            address_of("take_back", version),
            "Its parties cannot change while it waits for approval. Approvals given so far are asked for again.",
        )
    person = version.officer.person
    if person.pk == capacity.person_id:
        return Way(hint="Its parties cannot change while it waits for signature. Others can join by a later version.")
    return Way(
        f"Write to {person.name}, its officer",
        _mail(person.email, f"Joining {version}"),
        "Its parties cannot change while it waits for signature.",
    )


def _into_agreement(agreement: Agreement, contacts: Sequence[Role]) -> list[Way]:
    named = {one.body.partner_id for one in agreement.bodies.all()}
    known = [role for role in contacts if role.partner_id in named][:3]
    if not known:
        return [Way(hint="It was made elsewhere, and none of its bodies has a designated contact here to write to.")]
    hint = "It was made elsewhere: the portal cannot add a party to it, so ask one that is bound by it."
    subject = f"Joining {agreement.title}"
    return [
        Way(f"Write to {role.person.name}, {role.partner}", _mail(role.person.email, subject), hint if first else "")
        for first, role in ((place == 0, role) for place, role in enumerate(known))
    ]


def _contacts(agreements: Sequence[Agreement]) -> list[Role]:
    """The designated contacts of the partners that some agreements name."""
    bodies = [one.body.partner_id for agreement in agreements for one in agreement.bodies.all()]
    partners = {partner for partner in bodies if partner is not None}
    if not partners:
        return []
    held = Role.objects.current().filter(kind=RoleKind.CONTACT.value, partner_id__in=partners)
    return list(held.select_related("person", "partner").order_by("partner__short_name", "pk"))


def _mail(address: str, subject: str) -> str:
    return f"mailto:{address}?subject={quote(subject)}"
