"""What the soak needs to be there, made in the grown portal's own database: `python -m tests.soak.world WHAT`.

Says what it made as one line of JSON: where to comment, where to sign, and who may.
"""

import json
import os
import sys
from collections.abc import Callable
from itertools import count

import django

django.setup()

from django.urls import reverse  # noqa: E402 - Django must be set up first

from partners.roles import RoleKind  # noqa: E402
from protocols.models import ProtocolVersion  # noqa: E402
from protocols.states import State  # noqa: E402
from tests.protocols import factories  # noqa: E402
from tests.protocols import factories_life as life  # noqa: E402

PASSWORD = "correct horse battery"


def address(name: str, version: ProtocolVersion) -> str:
    return reverse(f"protocols:{name}", args=[version.protocol.reference, version.number])


def to_comment() -> dict[str, object]:
    """A version in consultation, and those who may comment on it."""
    people, version = life.protocol_at(State.CONSULTATION)
    who = [people.at(partner, RoleKind.CONTRIBUTOR).person.email for partner in people.partners]
    return {"address": address("comments", version), "people": who}


def to_sign() -> dict[str, object]:
    """A version with its file for signing, and who signs for its first party."""
    people, version = life.protocol_at(State.SIGNING)
    return {
        "address": address("sign", version),
        "people": [people.at(people.partners[0], RoleKind.SIGNATORY).person.email],
    }


def to_seal() -> dict[str, object]:
    """A version that all have signed; its seal is queued with the last signature."""
    people = life.cast()
    version = life.signed_by_all(people, life.draft(people))
    return {"version": version.pk}


MADE: dict[str, Callable[[], dict[str, object]]] = {"comment": to_comment, "sign": to_sign, "seal": to_seal}

if __name__ == "__main__":
    factories.numbers = count(os.getpid() * 1000)  # people of an earlier run have lower ones
    sys.stdout.write(json.dumps({**MADE[sys.argv[1]](), "password": PASSWORD}) + "\n")
