"""Files that the portal makes by itself: the page has a bar that ends by itself, and asks where the file will be."""

import pytest
from django.urls import reverse

from partners.roles import RoleKind
from protocols.queries.decisions import live_snapshot
from protocols.queries.documents import approval_copy, receipt_of, signed_document
from protocols.queries.protocols import address_of
from protocols.services.copying import make_approval_copy
from protocols.services.moving import take_back
from protocols.services.receipts import make_receipts_due
from protocols.services.sealing import seal_due
from protocols.services.signing import prepare_due
from protocols.states import State
from tests.protocols import factories_life as life
from tests.protocols.test_queries_per_list import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def begun(beginning):
    return beginning.make(lambda: life.protocol_at(State.APPROVAL))


@pytest.fixture
def decided_on(begun):
    return begun()


def awaited(version, what: str, snapshot=None) -> str:
    snapshot = snapshot or live_snapshot(version)
    return reverse(
        "protocols:awaited_document", args=[version.protocol.reference, version.number, snapshot.pk, what]
    )  # fmt: skip


def test_the_approval_copy_is_waited_for_in_a_bar_and_then_there(decided_on):
    people, version = decided_on
    client, where, page = signed_in(people.officer), awaited(version, "approval-copy"), address_of("approvals", version)
    before = client.get(page).content.decode()
    assert f'data-making="{where}"' in before
    assert "<progress" in before
    assert [client.head(where).status_code, client.get(where).status_code] == [202, 202]
    made = make_approval_copy(live_snapshot(version))
    assert client.head(where).status_code == 200
    assert client.get(where).url == f"{address_of('document', version, made.pk)}?download=1"
    assert "data-making" not in client.get(page).content.decode()


def test_a_page_that_asks_for_the_file_for_signing_has_not_opened_it(decided_on):
    people, version = decided_on
    for decision in life.waiting(version):
        life.approve(people, decision)
    client = signed_in(people.at(people.partners[0], RoleKind.SIGNATORY))
    where, page = awaited(version, "for-signing"), address_of("sign", version)
    assert "data-reload" in client.get(page).content.decode()
    assert client.head(where).status_code == 202
    assert prepare_due() == 1
    assert client.head(where).status_code == 200
    assert "opened" not in client.session
    assert b"".join(client.get(client.get(where).url).streaming_content).startswith(b"%PDF")
    assert list(client.session["opened"]) == [str(live_snapshot(version).pk)]


def test_the_seal_and_then_the_receipt_are_waited_for(decided_on):
    people, _ = decided_on
    version = life.signed_by_all(people, life.draft(people))
    client, page = signed_in(people.officer), address_of("sign", version)
    assert f'data-making="{awaited(version, "signed")}"' in client.get(page).content.decode()
    assert client.head(awaited(version, "signed")).status_code == 202
    assert seal_due() == 1
    assert client.head(awaited(version, "signed")).status_code == 200
    assert f'data-making="{awaited(version, "receipt")}"' in client.get(page).content.decode()
    assert client.head(awaited(version, "receipt")).status_code == 202
    assert make_receipts_due() == 1
    receipt = receipt_of(signed_document(version))
    assert client.get(awaited(version, "receipt")).url == f"{address_of('document', version, receipt.pk)}?download=1"


def test_nobody_waits_for_what_is_not_made(decided_on):
    people, version = decided_on
    client, snapshot = signed_in(people.officer), live_snapshot(version)
    for what in ("receipt", "signed", "for-signing", "scan"):
        assert client.head(awaited(version, what)).status_code == 404, what
    _, other = life.protocol_at(State.APPROVAL, people)
    assert client.head(awaited(version, "approval-copy", live_snapshot(other))).status_code == 404
    take_back(by=people.officer, version=version)
    assert client.head(awaited(version, "approval-copy", snapshot)).status_code == 404
    assert approval_copy(version) is None
