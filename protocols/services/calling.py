"""Calling signatories to sign: those whose turn it is, when it comes. Must be called inside an act."""

from collections.abc import Iterable

from partners.models import Role
from partners.roles import RoleKind
from portal.mail.services import absolute_url, queue_mail
from protocols.models import Party, Signing
from protocols.queries.handovers import signatory_for
from protocols.queries.signing import signing_page
from protocols.queries.signing_order import plan_for, whose_turn
from protocols.services.telling import people_of


def signatories(signing: Signing, parties: Iterable[Party]) -> list[Role]:
    """Who is to sign for these parties: whoever a party's signing was handed to, or else each of its signatories."""
    found: list[Role] = []
    for party in parties:
        chosen = signatory_for(signing, party)
        found += [chosen] if chosen is not None else people_of([party], RoleKind.SIGNATORY)
    return found


def call(signing: Signing, parties: Iterable[Party] | None = None, *, template: str = "ready_to_sign") -> None:
    """Mail those whose turn it is, or the signatories of the parties given: read and sign. One mail a person."""
    plan, version = plan_for(signing), signing.snapshot.version
    told: set[int] = set()
    for role in signatories(signing, whose_turn(signing) if parties is None else parties):
        if role.person_id in told:
            continue
        told.add(role.person_id)
        context = {
            "version": version, "instrument": signing.snapshot.instrument, "role": role,
            "due_on": plan.due_on if plan else None, "link": absolute_url(signing_page(signing)),
        }  # fmt: skip
        queue_mail(to=role.person.email, template=f"protocols/{template}", context=context)
