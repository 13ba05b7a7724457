"""What the soak needs to be there, made in the grown portal's own database: `python -m tests.soak.world WHAT`.

Says what it made as one line of JSON: where to comment, where to sign, and who may.
"""

import json
import sys
from collections.abc import Callable
from itertools import count

import django

django.setup()

from django.urls import reverse  # noqa: E402 - Django must be set up first

from partners.roles import RoleKind  # noqa: E402
from portal.accounts.models import User  # noqa: E402
from protocols.models import ProtocolVersion  # noqa: E402
from protocols.queries.decisions import live_snapshot  # noqa: E402
from protocols.states import State  # noqa: E402
from tests.protocols import factories  # noqa: E402
from tests.protocols import factories_life as life  # noqa: E402


def address(name: str, version: ProtocolVersion) -> str:
    return reverse(f"protocols:{name}", args=[version.protocol.reference, version.number])


def to_comment() -> dict[str, object]:
    """A version in consultation, and those who may comment on it and be told of it."""
    people, version = life.protocol_at(State.CONSULTATION)
    who = [people.at(partner, RoleKind.CONTRIBUTOR) for partner in people.partners]
    emails, roles = [role.person.email for role in who], [role.pk for role in who]
    return {"address": address("comments", version), "people": emails, "tell": roles}


def to_sign() -> dict[str, object]:
    """A version with its file for signing, and who signs for each of its parties."""
    people, version = life.protocol_at(State.SIGNING)
    who = [people.at(partner, RoleKind.SIGNATORY).person.email for partner in people.partners]
    return {"address": address("sign", version), "people": who, "version": version.pk}


def to_seal() -> dict[str, object]:
    """A version that all have signed; its seal is queued with the last signature."""
    people = life.cast()
    version = life.signed_by_all(people, life.draft(people))
    return {"version": version.pk}


def to_copy() -> dict[str, object]:
    """A version that waits for approvals; the copy that approvers read is queued with it."""
    people = life.cast()
    snapshot = live_snapshot(life.submitted(people, life.draft(people)))
    assert snapshot is not None
    return {"snapshot": snapshot.pk}


MADE: dict[str, Callable[[], dict[str, object]]] = {
    "comment": to_comment, "sign": to_sign, "seal": to_seal, "copy": to_copy,
}  # fmt: skip

if __name__ == "__main__":
    # People and partnerships of an earlier run have lower numbers; fewer than a hundred are made by one.
    factories.numbers = count(User.objects.count() * 100 + 1)
    sys.stdout.write(json.dumps(MADE[sys.argv[1]]()) + "\n")
