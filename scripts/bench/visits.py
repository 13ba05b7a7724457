"""Who opens which page: people of one partnership of the world, the largest, on protocols of theirs."""

import sys
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Count
from django.test import Client
from django.urls import reverse

from legal_basis.queries import walk_of
from partners.middleware import SESSION_KEY
from partners.models import Partnership, Role
from protocols.models import Decision, PartyAssessment, Protocol, ProtocolVersion, Section
from protocols.queries.protocols import address_of

Visit = tuple[Client, str]


def visits() -> dict[str, Visit]:
    """Each page by name: somebody signed in, and the address."""
    partnership = Partnership.objects.annotate(size=Count("protocols")).order_by("-size", "pk")[0]
    officer = signed_in(Role.objects.get(kind="officer", partnership=partnership))
    versions = ProtocolVersion.objects.filter(protocol__partnership=partnership).order_by("pk")
    in_force = versions.filter(state="in_force", protocol__tier="thematic")[0]
    draft = versions.filter(state="draft", protocol__tier="thematic")[0]
    section = Section.objects.filter(version=draft, body__gt="").order_by("position")[2]
    asked = Decision.objects.filter(snapshot__version__in=versions, snapshot__instrument=None, outcome="waiting")
    waiting = asked.filter(kind="dpo").order_by("pk")[0]
    dpo = Role.objects.filter(kind="dpo", partner=waiting.party.partner).order_by("pk")[0]
    return {
        "floor": (officer, "/bench-floor/"),
        "in-tray, officer": (officer, reverse("protocols:in_tray")),
        "in-tray, approver": (signed_in(dpo), reverse("protocols:in_tray")),
        "protocol": (officer, address_of("version", in_force)),
        "task list": (officer, address_of("tasks", draft)),
        "section editor": (officer, address_of("section", draft, section.section_id)),
        "wizard step": wizard(draft),
        "approval page": (signed_in(dpo), reverse("protocols:decide", args=[waiting.pk])),
        "list of protocols": (officer, reverse("protocols:list")),
        "search of protocols": (officer, f"{reverse('protocols:list')}?words=neighbourhoods+market"),
        "public register": (officer, reverse("register:list")),
        "search of the register": (officer, f"{reverse('register:list')}?q=neighbourhoods"),
        "partner page": (officer, reverse("partners:detail", args=[waiting.party.partner.slug])),
    }


def searches() -> dict[str, Visit]:
    """What is looked for: common and rare words, several together, and what nobody has written."""
    partnership = Partnership.objects.annotate(size=Count("protocols")).order_by("-size", "pk")[0]
    officer = signed_in(Role.objects.get(kind="officer", partnership=partnership))
    found = ProtocolVersion.objects.filter(protocol__partnership=partnership, state="in_force").latest("pk")
    sought = {
        "a common word": "neighbourhoods",
        "two words together": " ".join(found.title.split()[:2]),
        "a beginning": "neigh",
        "a reference": found.protocol.reference,
        "nothing that is there": "zeppelin",
    }
    pages = {"list": (reverse("protocols:list"), "words"), "register": (reverse("register:list"), "q")}
    return {"floor": (officer, "/bench-floor/")} | {
        f"{page}: {name}": (officer, f"{address}?{urlencode({key: words})}")
        for page, (address, key) in pages.items()
        for name, words in sought.items()
    }


def wizard(draft: ProtocolVersion) -> Visit:
    """The step at which a party's contributor stopped."""
    covering = PartyAssessment.objects.filter(party__version=draft, assessment__status="open")[0]
    contributor = Role.objects.filter(kind="contributor", partner=covering.party.partner)[0]
    question = walk_of(covering.assessment).next
    if question is None:
        raise LookupError("The walk of an open assessment has a next question.")
    return signed_in(contributor), address_of("legal_step", draft, covering.pk, question.token)


def signed_in(role: Role) -> Client:
    """Somebody's browser, acting in the role."""
    client = Client()
    client.force_login(role.person)
    session = client.session
    session[SESSION_KEY] = role.pk
    session.save()
    return client


def about(pages: list[str]) -> dict[str, Any]:
    """The world and what it runs on."""
    with connection.cursor() as cursor:
        postgresql = connection.vendor == "postgresql"
        cursor.execute("SHOW server_version" if postgresql else "SELECT sqlite_version()")
        version = cursor.fetchone()[0]
    return {
        "pages": pages,
        "protocols": Protocol.objects.count(),
        "partnerships": Partnership.objects.count(),
        "roles": Role.objects.count(),
        "database": f"{'PostgreSQL' if postgresql else 'SQLite'} {version}",
        "python": sys.version.split()[0],
    }
