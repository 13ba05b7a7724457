"""What is kept of a page is nobody's own: whoever looks after others sees what they would have seen first."""

import re

import pytest
from django.test import Client

from partners.roles import RoleKind
from protocols.models import Decision, ProtocolVersion
from protocols.views import desks
from tests.protocols import factories_life as life
from tests.protocols.test_pages_deciding import at, signed_in

pytestmark = pytest.mark.django_db
TYPED = "Only Wigan may read this: 7341."
OWN = re.compile(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]+"')
Readers = dict[str, Client]


@pytest.fixture(scope="module")
def begun(beginning):
    return beginning.make(_begun)


def _begun() -> tuple[life.Cast, ProtocolVersion]:
    people = life.cast()
    return people, life.submitted(people, life.draft(people))


@pytest.fixture
def there(begun) -> tuple[life.Cast, ProtocolVersion, Readers]:
    """Who decides for each of two parties, and a colleague of the first; nothing is kept yet."""
    people, version = begun()
    first, second = people.partners
    colleague = life.factories.role(RoleKind.DPO, at=first)
    readers = {
        "first": people.at(first, RoleKind.DPO), "colleague": colleague, "second": people.at(second, RoleKind.DPO),
    }  # fmt: skip
    desks._drawn._found.clear()
    return people, version, {name: signed_in(role) for name, role in readers.items()}


def seen(client: Client, version: ProtocolVersion) -> str:
    """The page on which somebody decides, without what each answer has of its own: its tokens."""
    response = client.get(at("approve", version))
    assert response.status_code == 200
    return OWN.sub("", response.content.decode())


def refused(client: Client, version: ProtocolVersion) -> str:
    sha256 = life.waiting(version)[0].snapshot.sha256
    sent = {"outcome": "approved", "sha256": sha256, "pin_S21": TYPED, "text": TYPED}
    response = client.post(at("approve", version), sent)
    assert response.status_code == 422
    return response.content.decode()


@pytest.mark.parametrize("warm", [False, True])
def test_what_one_typed_in_vain_is_on_nobodys_next_page(there, warm):
    _, version, readers = there
    if warm:
        seen(readers["colleague"], version)
    assert TYPED in refused(readers["first"], version)
    assert [name for name, client in readers.items() if TYPED in seen(client, version)] == []
    assert TYPED in refused(readers["first"], version)


@pytest.mark.parametrize("late", ["first", "colleague", "second"])
def test_a_page_is_the_same_whoever_looked_before(there, late):
    _, version, readers = there
    alone = seen(readers[late], version)
    desks._drawn._found.clear()
    for name, client in readers.items():
        if name != late:
            seen(client, version)
            refused(client, version)
    kept = len(desks._drawn._found)
    assert kept > 0
    assert seen(readers[late], version) == alone


def test_what_is_kept_carries_no_token_and_names_no_reader(there):
    _, version, readers = there
    for client in readers.values():
        seen(client, version)
    kept = " ".join(desks._drawn._found.values())
    people = {name for role in _roles(version) for name in (role.person.name, role.person.email)}
    assert OWN.search(kept) is None
    assert {name for name in people if name in kept and "@" in name} == set()


def _roles(version: ProtocolVersion):
    return [role for party in version.parties.all() for role in party.partner.roles.select_related("person")]


def test_who_may_no_longer_see_it_gets_nothing_of_what_is_kept(there):
    people, version, readers = there
    for client in readers.values():
        seen(client, version)
    life.end_role(people.at(people.partners[0], RoleKind.DPO))
    assert readers["first"].get(at("approve", version)).status_code == 404
    assert signed_in(life.factories.officer()).get(at("approve", version)).status_code == 404


def test_a_page_that_is_decided_offers_no_form_that_was_kept_of_it(there):
    people, version, readers = there
    decision = next(one for one in life.waiting(version) if one.party.partner == people.partners[0])
    assert 'name="outcome"' in seen(readers["first"], version)
    life.approve(people, decision)
    assert Decision.objects.get(pk=decision.pk).outcome == "approved"
    assert 'name="outcome"' not in seen(readers["colleague"], version)
    assert 'name="outcome"' in seen(readers["second"], version)
