"""Parties to a thematic protocol that have not signed the overarching one are flagged, with the way to put it right."""

import pytest

from partners.roles import RoleKind
from protocols.checks import problems
from protocols.models import ProtocolVersion
from protocols.queries.parties import not_signed
from protocols.queries.protocols import address_of
from protocols.services.adopting import adopt
from protocols.services.parties import Choice, set_parties
from protocols.services.varying import vary
from tests.protocols import factories
from tests.protocols.test_adopting import again, settle
from tests.protocols.test_queries_per_list import cost, signed_in

pytestmark = pytest.mark.django_db
PAGES = ("version", "tasks", "parties", "approvals")


@pytest.fixture
def by():
    return factories.officer()


@pytest.fixture
def version(by) -> ProtocolVersion:
    """A thematic draft brought under a newer overarching version, which Northmoor Police has not signed."""
    parent = settle(factories.draft(by=by))
    version = factories.thematic_draft(parent, by=by)
    newer = vary(by=by, version=parent)
    stays = newer.parties.get(partner__short_name="Wigan Council").partner
    others = [stays, factories.partner("Fire", kind="fire", of=by.partnership)]
    set_parties(by=by, version=newer, choices=[Choice(one) for one in others])
    settle(newer)
    return adopt(by=by, version=version, number=2)


def accede(by, version: ProtocolVersion) -> None:
    choices = [Choice(one.partner, accedes=one.partner.kind == "police") for one in version.parties.all()]
    set_parties(by=by, version=version, choices=choices)


def test_who_has_not_signed_the_newer_version_is_known(version):
    assert [str(party) for party in not_signed(version).waiting] == ["Northmoor Police"]


def test_it_blocks_submission_until_the_party_accedes(by, version):
    def told():
        return [one.sentence for one in problems(again(version)) if "has not signed" in one.sentence]

    assert len(told()) == 1
    accede(by, version)
    assert told() == []
    assert [str(party) for party in not_signed(version).acceding] == ["Northmoor Police"]


def test_an_overarching_protocol_has_nobody_to_flag(by):
    assert not_signed(factories.draft(by=by)).waiting == ()


@pytest.mark.parametrize("name", PAGES)
def test_each_page_flags_it_and_leads_the_officer_to_the_parties(by, version, name):
    shown = signed_in(by).get(address_of(name, version)).content.decode()
    assert "<strong>Not signed" in shown
    assert "Mark it as acceding by signing this protocol" in shown


def test_others_are_told_whom_to_ask(by, version):
    reader = factories.role(RoleKind.DPO, at=version.parties.first().partner)
    shown = signed_in(reader).get(address_of("version", version)).content.decode()
    assert f"Ask the partnership’s officer, {by.person.name}" in shown


def test_the_pages_cost_the_same_for_one_party_and_for_ten(by, version):
    client = signed_in(by)
    pages = [address_of(name, version) for name in ("version", "tasks", "approvals")]
    few = [cost(client, page) for page in pages]
    more = [factories.partner(f"Homes {n}", kind="housing_association", of=by.partnership) for n in range(9)]
    stay = [Choice(one.partner, accedes=one.partner.kind == "police") for one in version.parties.all()]
    set_parties(by=by, version=version, choices=[*stay, *(Choice(one, accedes=True) for one in more)])
    assert [cost(client, page) for page in pages] == few
