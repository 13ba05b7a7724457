"""In a portal: people of the largest partnership, signed in; what each of them reads and writes, as a table in Lua.

Sessions are rows of the portal's own, and forms carry their tokens, as browsers have them.
"""

import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import django
from django.conf import settings

EACH = 6
"""Protocols that each person goes round."""
CLAUSES = 8
"""Clauses that are written at the same time."""


def main() -> None:
    """Write the table; say how many people, pages and clauses there are."""
    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]
    from scripts.bench.site import analyse

    analyse()
    found = plan()
    Path(sys.argv[1]).write_text(f"return {lua(found)}\n")
    print(json.dumps({name: len(rows) for name, rows in found.items()} | {"people": len(found["people"])}))


def plan() -> dict[str, list[Any]]:
    """Who sends what."""
    from django.db.models import Count

    from partners.models import Partnership, Role
    from protocols.models import ProtocolVersion

    partnership = Partnership.objects.annotate(size=Count("protocols")).order_by("-size", "pk")[0]
    versions = ProtocolVersion.objects.filter(protocol__partnership=partnership).select_related("protocol")
    officer = Role.objects.get(kind="officer", partnership=partnership)
    partners = Role.objects.filter(partner__memberships__partnership=partnership).order_by("kind", "pk").distinct()
    kinds = ("contributor", "dpo", "signatory", "viewer", "contact")
    roles = [officer, *(role for kind in kinds for role in partners.filter(kind=kind)[:4])]
    pages = [page for role in roles for page in read_by(role, versions)]
    drafts = list(versions.filter(state="draft", protocol__tier="thematic").order_by("pk")[:CLAUSES])
    cookie, token = signed_in(officer)
    return {
        "people": [role.person.email for role in roles],
        "pages": pages,
        "clauses": [{**clause(draft), "cookie": cookie, "csrf": token} for draft in drafts],
        "comments": [{**comment(draft, token), "cookie": cookie} for draft in drafts],
    }


def signed_in(role: Any) -> tuple[str, str]:
    """Somebody's cookies, and the token that goes with their forms."""
    from django.middleware.csrf import _get_new_csrf_string

    from scripts.bench import visits

    token = _get_new_csrf_string()
    session = visits.signed_in(role).cookies[settings.SESSION_COOKIE_NAME].value
    return f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={token}", token


def read_by(role: Any, versions: Any) -> list[dict[str, str]]:
    """What somebody opens, as often as they do: what waits for them, lists, and pages of some protocols."""
    from django.urls import reverse

    from protocols.models import Section
    from protocols.queries.protocols import address_of

    cookie, _ = signed_in(role)
    own = versions if role.partner_id is None else versions.filter(parties__partner=role.partner)
    seen = list(own.filter(state="in_force").order_by("pk")[:EACH])
    paths = [reverse("protocols:in_tray")] * 2 + [reverse("protocols:list"), reverse("register:list")]
    paths += [f"{reverse('protocols:list')}?words=market", f"{reverse('register:list')}?q=neighbourhoods"]
    paths += [address_of("version", one) for one in seen]
    if role.partner_id is not None:
        paths.append(reverse("partners:detail", args=[role.partner.slug]))
    if role.kind in ("officer", "contributor"):
        for draft in own.filter(state="draft").order_by("pk")[:EACH]:
            section = Section.objects.filter(version=draft, body__gt="").order_by("position")[0]
            paths += [address_of("tasks", draft), address_of("section", draft, section.section_id)]
    return [{"path": path, "cookie": cookie} for path in paths]


def clause(draft: Any) -> dict[str, Any]:
    """A clause of a draft that may be written: its page, and where it is saved."""
    from protocols.models import Section
    from protocols.queries.protocols import address_of

    section = Section.objects.filter(version=draft).exclude(inherits=Section.Inherits.AS_IS).order_by("position")[0]
    path = address_of("section_save", draft, section.section_id)
    page = address_of("section", draft, section.section_id)
    return {"path": path, "page": page, "words": section.title}


def comment(draft: Any, token: str) -> dict[str, str]:
    """A comment on a draft."""
    from protocols.queries.protocols import address_of

    body = urlencode({"csrfmiddlewaretoken": token, "body": "The retention here is longer than the schedule says."})
    return {"path": address_of("comments", draft), "body": body}


def lua(value: Any) -> str:
    """A value as Lua writes it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"[{json.dumps(key)}] = {lua(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "{" + ", ".join(map(lua, value)) + "}"
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    main()
