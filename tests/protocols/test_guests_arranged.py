"""Who arranges guests, and for how long a link is one: each party for itself, within one signing, for two weeks."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from protocols.errors import NotAllowed, WrongState
from protocols.models import GUEST_DAYS, Party, Signing, Snapshot
from protocols.services.signing_guests import guest_by, invite_guest, new_code, withdraw_guest
from protocols.states import State
from tests.clock import Clock
from tests.partners.factories import sign_in
from tests.protocols import factories_life as life
from tests.protocols import factories_signing as signings
from tests.protocols.factories_signing import token

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def begun(beginning):
    return beginning.make(lambda: life.protocol_at(State.SIGNING))


@pytest.fixture
def at_signing(begun):
    return begun()


def test_a_link_is_dead_after_two_weeks(at_signing, monkeypatch):
    people, version = at_signing
    _, code = signings.ask_guest(people, version)
    monkeypatch.setattr(timezone, "datetime", Clock)
    monkeypatch.setattr(Clock, "ahead", timedelta(days=GUEST_DAYS) - timedelta(minutes=1))
    assert guest_by(token()).is_open
    monkeypatch.setattr(Clock, "ahead", timedelta(days=GUEST_DAYS))
    with pytest.raises(WrongState):
        signings.guest_signs(version, token(), code)


def test_a_contact_arranges_for_their_own_party_alone_and_sees_its_guests_alone(at_signing):
    people, version = at_signing
    guest, _ = signings.ask_guest(people, version)
    other = people.at(people.partners[1], RoleKind.CONTACT)
    signing, party = signings.now(version), signings.party_of(people, version, 0)
    for arranging in (
        lambda: invite_guest(by=other, signing=signing, party=party, invited=signings.SAM),
        lambda: new_code(by=other, guest=guest),
        lambda: withdraw_guest(by=other, guest=guest),
    ):
        with pytest.raises(NotAllowed):
            arranging()
    assert guest_by(token()).is_open
    for index, kind, sees in ((0, RoleKind.CONTACT, True), (0, RoleKind.DPO, False), (1, RoleKind.CONTACT, False)):
        client = sign_in(Client(), people.at(people.partners[index], kind))
        for page in ("guests/", ""):
            path = f"/protocols/{version.protocol.reference}/v{version.number}/sign/{page}"
            assert (guest.name in client.get(path).content.decode()) is sees, (index, kind, page)


def test_no_guest_is_asked_for_a_party_of_another_agreement(at_signing):
    people, version = at_signing
    with act("tests.elsewhere", by=SYSTEM):
        party = signings.party_of(people, version, 0)
        party.pk, party.version = None, life.draft(people)
        Party.objects.filter(version=party.version, partner=party.partner).delete()
        party.save()
    with pytest.raises(NotAllowed):
        invite_guest(by=people.officer, signing=signings.now(version), party=party, invited=signings.SAM)


def test_a_guest_of_another_signing_is_not_found_under_the_address_of_this_one(at_signing):
    people, version = at_signing
    guest, _ = signings.ask_guest(people, version)
    with act("tests.elsewhere", by=SYSTEM):
        elsewhere = Snapshot.objects.create(version=life.draft(people), number=1, text="{}", sha256="0" * 64)
        guest.signing = Signing.objects.create(snapshot=elsewhere)
        guest.save(update_fields=["signing"])
    client = sign_in(Client(), people.officer)
    for page in ("guest_new_code", "guest_withdraw"):
        where = reverse(f"protocols:{page}", args=[version.protocol.reference, version.number, guest.pk])
        assert client.post(where).status_code == 404, page
    guest.refresh_from_db()
    assert guest.withdrawn_at is None
