"""Choosing the parties."""

import pytest

from partners.roles import RoleKind
from portal.audit.models import AuditEvent
from protocols.errors import Invalid, NotAllowed
from protocols.models import ProtocolVersion
from protocols.services.parties import Choice, set_parties
from tests.protocols import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return factories.officer()


@pytest.fixture
def version(by) -> ProtocolVersion:
    return factories.draft(by=by)


def names(version: ProtocolVersion) -> list[str]:
    return [str(party) for party in version.parties.all()]


def test_exactly_those_chosen_become_the_parties(by, version):
    fire = factories.partner("Northmoor Fire", kind="fire", of=by.partnership)
    set_parties(by=by, version=version, choices=[Choice(fire, "joint")])
    assert names(version) == ["Northmoor Fire"]
    assert version.parties.get().controller_role == "joint"


def test_the_same_choice_again_changes_nothing_and_is_not_recorded_twice(by, version):
    before = AuditEvent.objects.count()
    set_parties(by=by, version=version, choices=[Choice(party.partner) for party in version.parties.all()])
    assert AuditEvent.objects.count() == before


def test_a_partner_outside_the_partnership_is_refused_by_name(by, version):
    stranger = factories.partner("Elsewhere Council")
    with pytest.raises(Invalid, match="Elsewhere Council is not an approved member"):
        set_parties(by=by, version=version, choices=[Choice(stranger)])


def test_a_party_named_in_a_flow_cannot_leave(by, version):
    factories.flow(version, by=by)
    with pytest.raises(Invalid, match="is named in flow 1"):
        set_parties(by=by, version=version, choices=[])
    assert len(names(version)) == 2


def test_a_contributor_cannot_choose_the_parties(by, version):
    contributor = factories.role(RoleKind.CONTRIBUTOR, at=version.parties.first().partner)
    with pytest.raises(NotAllowed, match="Only the partnership's officer can set parties"):
        set_parties(by=contributor, version=version, choices=[])


def test_an_officer_of_another_partnership_cannot_choose_the_parties(version):
    with pytest.raises(NotAllowed):
        set_parties(by=factories.officer(), version=version, choices=[])
