"""What the public reads costs the same number of queries with one agreement and with thirty."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from legal_basis.loader import library
from protocols.models import ProtocolVersion
from protocols.queries.freezing import parts_of
from protocols.queries.reliance import public_reliance
from protocols.snapshot import freeze
from register.queries.lists import PAGE
from register.views.reading import FRONT
from tests.protocols import factories_law as laws
from tests.protocols import factories_life as life
from tests.protocols import factories_rows as rows

pytestmark = pytest.mark.django_db


def cost(address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(address).status_code == 200
    return len(captured)


@pytest.fixture
def draft() -> ProtocolVersion:
    """A thematic draft; what is public is made like it."""
    people = life.cast()
    parent = life.draft(people)
    laws.put_in_state(parent, "in_force")
    return life.thematic_draft(people, life.again(parent))


@pytest.mark.parametrize("name", ["front", "list"])
def test_the_agreements_in_force(draft, name):
    """The front page is full with twelve; a page of the register holds all thirty."""
    assert (FRONT, PAGE) == (12, 30)
    address = reverse(f"register:{name}")
    rows.agreements(draft, 1, "in_force")
    cost(address)
    one = cost(address)
    rows.agreements(draft, 29, "in_force")
    assert cost(address) == one


def test_an_agreement_with_its_parties_flows_and_clauses(draft):
    def agreed() -> ProtocolVersion:
        text = freeze(parts_of(draft), at=timezone.now().replace(microsecond=0)).text
        return rows.agreements(draft, 1, "in_force", text=text)[0]

    rows.flows(draft, 1)
    few = reverse("register:agreement", args=[agreed().protocol.reference])
    rows.parties(draft, 28)
    rows.flows(draft, 29)
    rows.sections(draft, 30)
    many = reverse("register:agreement", args=[agreed().protocol.reference])
    cost(few)
    assert cost(many) == cost(few)


def test_the_agreements_that_rely_on_a_power(draft):
    name = next(iter(library().gateways))
    address = reverse("legal_basis:gateway", args=[name])
    text = json.dumps({"legal_record": [{"gateways": [{"id": name}]}]}, separators=(",", ":"))
    rows.agreements(draft, 1, "in_force", text=text)
    cost(address)
    one = cost(address)
    rows.agreements(draft, 29, "in_force", text=text)
    assert len(public_reliance(name)) == 30
    assert cost(address) == one


@pytest.mark.parametrize("name", ["examples", "traps", "gateways", "index", "guide"])
def test_what_is_read_from_the_reviewed_law_asks_the_database_nothing(client, name):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse(f"legal_basis:{name}")).status_code == 200
    assert len(captured) == 0
