"""What an upgrade finds, made by the release whose folder this is run in: `python -P …/before.py WHAT`.

Says what it made as one line of JSON. It imports only what releases have had since they were first grown.
"""

import json
import sys
from collections.abc import Callable
from hashlib import sha256
from itertools import count

import django

django.setup()

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes  # noqa: E402 - Django must be set up first
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret  # noqa: E402
from django.urls import reverse  # noqa: E402

from partners.models import Role  # noqa: E402
from partners.roles import RoleKind  # noqa: E402
from portal.accounts.models import User  # noqa: E402
from portal.audit.acts import SYSTEM, act  # noqa: E402
from portal.audit.chain import canonical  # noqa: E402
from protocols.models import ProtocolVersion, Template, TemplateVersion  # noqa: E402
from protocols.states import State  # noqa: E402
from tests.protocols import factories  # noqa: E402
from tests.protocols import factories_life as life  # noqa: E402

AGREEMENTS, HOLDERS = 12, 10  # to be signed; people with an app, and as many with recovery codes
PAGES = ("version", "text", "flows", "legal", "comments", "history", "tasks")


def address(name: str, version: ProtocolVersion, *more: str) -> str:
    return reverse(f"protocols:{name}", args=[version.protocol.reference, version.number, *more])


def template(tier: str = "overarching", theme: str = "") -> TemplateVersion:
    """The small one of the tests, by a name that no built-in one has: `prepare` retires it, and it comes back."""
    content = {"sections": factories.SECTIONS, "variables": factories.VARIABLES, "flows": []}
    given = {"published_on": factories.TODAY, "content": content}
    with act("tests.template", by=SYSTEM):
        told = {"tier": tier, "theme": theme, "title": "Soak", "retired_at": None}
        kept, _ = Template.objects.update_or_create(slug="soak", defaults=told)
        version, _ = TemplateVersion.objects.get_or_create(
            template=kept, number=1, defaults={**given, "sha256": sha256(canonical(content).encode()).hexdigest()}
        )
    return version


def to_comment() -> dict[str, object]:
    """A version in consultation, and those who may comment on it and be told of it."""
    people, version = life.protocol_at(State.CONSULTATION)
    who = [people.at(partner, RoleKind.CONTRIBUTOR) for partner in people.partners]
    emails, roles = [role.person.email for role in who], [role.pk for role in who]
    return {"address": address("comments", version), "people": emails, "tell": roles}


def to_write() -> dict[str, object]:
    """A draft, its officer, who writes two of its clauses, and its pages."""
    people = life.cast()
    version = life.draft(people)
    clauses = [
        {"page": address("section", version, each), "save": address("section_save", version, each), "id": each}
        for each in ("S03", "S21")
    ]
    pages = [address(name, version) for name in PAGES]
    return {"officer": people.officer.person.email, "clauses": clauses, "pages": pages, "version": version.pk}


def to_sign() -> list[dict[str, object]]:
    """Versions with their file for signing, and who signs for each of their parties; the first has recovery codes."""
    found: list[dict[str, object]] = []
    for _ in range(AGREEMENTS):
        people, version = life.protocol_at(State.SIGNING)
        first, second = (people.at(partner, RoleKind.SIGNATORY) for partner in people.partners)
        who = [with_codes(first), {"email": second.person.email}]
        found.append({"address": address("sign", version), "version": version.pk, "people": who})
    return found


def with_codes(role: Role) -> dict[str, object]:
    """Somebody who has an authenticator app, and recovery codes."""
    secret = generate_totp_secret()
    TOTP.activate(role.person, secret)
    codes = RecoveryCodes.activate(role.person).get_unused_codes()
    return {"email": role.person.email, "secret": secret, "codes": codes}


def world() -> dict[str, object]:
    """All of it."""
    officer = factories.officer()
    holders = [with_codes(factories.officer(officer.partnership)) for _ in range(2 * HOLDERS)]
    return {
        "comment": to_comment(), "write": to_write(), "sign": to_sign(),
        "apps": holders[:HOLDERS], "codes": holders[HOLDERS:],
    }  # fmt: skip


def to_seal() -> dict[str, object]:
    """A version that all have signed; its seal is queued with the last signature."""
    people = life.cast()
    return {"version": life.signed_by_all(people, life.draft(people)).pk}


MADE: dict[str, Callable[[], dict[str, object]]] = {"world": world, "seal": to_seal}

if __name__ == "__main__":
    factories.template = template
    factories.numbers = count(User.objects.count() * 100 + 1)
    sys.stdout.write(json.dumps(MADE[sys.argv[1]]()) + "\n")
