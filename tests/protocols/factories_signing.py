"""A signing under way, and the steps that people take in it."""

import re
from datetime import date
from typing import Any

from django.utils import timezone

from partners.models import Role
from partners.roles import RoleKind
from portal.mail.models import OutgoingMail
from protocols.models import Guest, PaperSignature, Party, ProtocolVersion, Signature, Signing
from protocols.queries.signing import live_signing
from protocols.services.acting_as_guest import sign_as_guest
from protocols.services.signing import sign
from protocols.services.signing_guests import Invited, guest_by, invite_guest
from protocols.services.signing_papers import Page, bring_paper
from protocols.services.signing_plans import plan_signing
from protocols.states import State
from tests.protocols import factories_life as life

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 40 + b"IEND\xaeB`\x82"
SAM = Invited("Sam Reed", "Chair", "sam@wigan.example", "Minute 4 of the board", phone="0161 496 0000")


def at_signing() -> tuple[life.Cast, ProtocolVersion, Signing]:
    """A version with its file for signing, and nobody's signature yet."""
    people, version = life.protocol_at(State.SIGNING)
    return people, version, now(version)


def now(version: ProtocolVersion) -> Signing:
    """The signing as the database has it."""
    signing = live_signing(version)
    assert signing is not None
    return signing


def party_of(people: life.Cast, version: ProtocolVersion, index: int) -> Party:
    """One of the parties, by its place in the cast."""
    return life.party(version, people.partners[index])


def sign_for(people: life.Cast, version: ProtocolVersion, index: int, by: Role | None = None) -> Signature:
    """One signature by a party's signatory."""
    signing = now(version)
    by = by or people.at(people.partners[index], RoleKind.SIGNATORY)
    return sign(by=by, signing=signing, sha256=signing.current.sha256, post="Chief executive", basis="Delegation")


def in_turns(people: life.Cast, version: ProtocolVersion, *order: int, due_on: date | None = None) -> None:
    """The parties in turns: `order` gives each its number, in the order of the cast."""
    turns = {party_of(people, version, index).pk: number for index, number in enumerate(order)}
    plan_signing(by=people.officer, version=version, due_on=due_on, turns=turns)


def ask_guest(people: life.Cast, version: ProtocolVersion, index: int = 0, **changes: Any) -> tuple[Guest, str]:
    """A guest, asked by the officer to sign for a party; and the code."""
    invited = Invited(**{**SAM.__dict__, **changes})
    return invite_guest(
        by=people.officer, signing=now(version), party=party_of(people, version, index), invited=invited
    )


def token() -> str:
    """The token in the newest link that was mailed to a guest."""
    mail = OutgoingMail.objects.filter(subject__contains="asks you to sign").latest("pk")
    return re.search(r"/signing/([\w-]+)/", mail.text).group(1)


def guest_signs(version: ProtocolVersion, token: str, code: str) -> Signature:
    """The guest's signature, on the file as it stands."""
    guest = guest_by(token)
    return sign_as_guest(token=token, code=code, sha256=now(version).current.sha256, post=guest.post, basis=guest.basis)


def bring(people: life.Cast, version: ProtocolVersion, by: Role, index: int = 0, **changes: Any) -> PaperSignature:
    """A page signed on paper, handed in for a party."""
    given = {
        "name": "Sam Reed", "post": "Chair", "basis": "Minute 4", "signed_on": timezone.localdate(), "content": PNG,
        "size": len(PNG),
    }  # fmt: skip
    signing = now(version)
    sha256 = changes.pop("sha256", signing.snapshot.sha256[:12])
    return bring_paper(
        by=by, signing=signing, party=party_of(people, version, index), sha256=sha256, page=Page(**{**given, **changes})
    )
