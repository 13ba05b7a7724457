"""A guest declines by their link and code, with the reason; what follows is as when a signatory declines."""

import pytest
from django.test import Client

from portal.audit.models import AuditEvent
from portal.mail.models import OutgoingMail
from protocols.errors import Invalid, WrongState
from protocols.models import Guest
from protocols.services.acting_as_guest import decline_as_guest, sign_as_guest
from protocols.services.signing_guests import withdraw_guest
from protocols.states import State
from tests.opened_links import opened
from tests.protocols import factories_life as life
from tests.protocols import factories_signing as signings
from tests.protocols.factories_signing import token

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def asked():
    people, version, _ = signings.at_signing()
    signings.sign_for(people, version, 1)
    guest, code = signings.ask_guest(people, version)
    return people, version, guest, code


def test_a_guest_declines_on_the_page_once_and_the_text_is_a_draft_again(asked):
    people, version, guest, code = asked
    client = Client()
    page = opened(client, f"/signing/{token()}/")
    path = f"{page}decline/"
    assert path in client.get(page).content.decode()
    wrong = {"reason": "The board said no.", "code": "000000" if code != "000000" else "111111"}
    refused = client.post(path, wrong)
    assert refused.status_code == 422
    assert "The board said no." in refused.content.decode()
    assert client.post(path, {"reason": " ", "code": code}).status_code == 422
    for _ in range(2):
        assert client.post(path, {"reason": "The board said no.", "code": code}).status_code == 302
    assert "You declined to sign" in client.get(page).content.decode()
    assert client.get(f"{page}file/").status_code == 404
    assert life.again(version).status is State.DRAFT
    [event] = AuditEvent.objects.filter(action="protocols.decline")
    assert (event.actor_name, event.details["reason"], event.details["void"]) == ("Sam Reed", "The board said no.", 1)
    told = OutgoingMail.objects.filter(text__contains="The board said no.").values_list("to", flat=True)
    assert people.officer.person.email in told
    guest.refresh_from_db()
    with pytest.raises(WrongState):
        withdraw_guest(by=people.officer, guest=guest)


def test_the_link_alone_stops_nothing(asked):
    _, version, _, _ = asked
    with pytest.raises(Invalid) as refused:
        decline_as_guest(token=token(), code="", reason="No.")
    assert refused.value.field == "code"
    assert life.again(version).status is State.SIGNING


def test_who_has_declined_as_a_guest_cannot_sign(asked):
    _, version, guest, code = asked
    shown = signings.now(version).current.sha256
    decline_as_guest(token=token(), code=code, reason="No.")
    with pytest.raises(WrongState, match="not in use any more"):
        sign_as_guest(token=token(), code=code, sha256=shown, post=guest.post, basis=guest.basis)


def test_who_has_signed_as_a_guest_cannot_decline(asked):
    _, version, _, code = asked
    signings.guest_signs(version, token(), code)
    with pytest.raises(WrongState):
        decline_as_guest(token=token(), code=code, reason="No.")
    assert Guest.objects.get().declined_at is None
