"""Which public agreements rely on a power, as the library of law lists them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from portal.audit.acts import SYSTEM, act
from protocols.models import ProtocolVersion
from protocols.queries.reliance import public_reliance
from protocols.states import State
from tests.protocols import factories
from tests.protocols import factories_life as life
from tests.protocols.factories_elsewhere import one

pytestmark = pytest.mark.django_db


def agreed() -> ProtocolVersion:
    """A thematic agreement in force whose parties have walked the checklist."""
    people, version, flow = life.thematic_with_flow()
    for party in version.parties.select_related("partner"):
        life.assessed(people, party, [flow])
    return life.in_force(people, version)


@pytest.fixture(scope="module")
def begun(beginning):
    return beginning.make(agreed)


@pytest.fixture
def thematic(begun) -> ProtocolVersion:
    return begun()


def powers_of(version: ProtocolVersion) -> set[str]:
    record = version.snapshots.get(withdrawn_at=None).content["legal_record"]
    return {gateway["id"] for one in record for gateway in one["gateways"]}


def change(version: ProtocolVersion, **fields: object) -> None:
    with act("test.change", by=SYSTEM, subject=version):
        for name, value in fields.items():
            setattr(version, name, value)
        version.save()


def test_an_agreement_in_force_is_listed_under_each_power_that_its_legal_record_names_and_no_other(thematic) -> None:
    assert powers_of(thematic)
    for name in powers_of(thematic):
        rows = public_reliance(name)
        assert [(row.title, row.reference) for row in rows] == [(thematic.title, thematic.protocol.reference)]
        assert rows[0].url == reverse("register:agreement", args=[thematic.protocol.reference])
        assert public_reliance(name[:-1]) == []
    assert public_reliance("vera-dvla") == []


def test_what_is_not_public_and_what_is_over_is_not_listed(thematic) -> None:
    name = next(iter(powers_of(thematic)))
    change(thematic, is_public=False, not_public_reason="It names a person at risk.")
    assert public_reliance(name) == []
    change(thematic, is_public=True, state=State.EXPIRED.value)
    assert public_reliance(name) == []


def test_the_page_of_the_power_links_to_the_agreement_in_two_queries(
    thematic, client: Client, django_assert_num_queries
) -> None:
    name = next(iter(powers_of(thematic)))
    with django_assert_num_queries(2):
        page = client.get(reverse("legal_basis:gateway", args=[name])).content.decode()
    assert reverse("register:agreement", args=[thematic.protocol.reference]) in page


def test_an_agreement_made_elsewhere_that_cites_the_power_is_listed_and_marked(client: Client) -> None:
    power = "section 115 of the Crime and Disorder Act 1998"
    agreement = one(factories.officer(), legal_power_disclosure=power)
    [row] = public_reliance("cda-1998-s115")
    assert (row.title, row.reference) == ("Flood warnings", "9")
    page = client.get(reverse("legal_basis:gateway", args=["cda-1998-s115"])).content.decode()
    assert reverse("register:elsewhere", args=[agreement.pk]) in page
    assert "made elsewhere: Northmoor register, number 9" in page


def test_an_agreement_made_elsewhere_that_is_hidden_has_ended_or_only_may_mean_the_power_is_not_listed() -> None:
    officer = factories.officer()
    cited = "section 115 of the Crime and Disorder Act 1998"
    one(officer, name="Vague", information_sharing_agreement="1", legal_power_disclosure="Crime and Disorder Act 1998")
    one(officer, name="Over", information_sharing_agreement="2", legal_power_disclosure=cited, end_date="2020-01-01")
    hidden = one(officer, name="Hidden", information_sharing_agreement="3", legal_power_disclosure=cited)
    with act("test.hide", by=SYSTEM, subject=hidden):
        hidden.is_public = False
        hidden.save()
    assert public_reliance("cda-1998-s115") == []
