"""Guests sign once by a link and a code; pages signed on paper are recorded; copies go to those named."""

import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from partners.roles import RoleKind
from portal.audit.models import AuditEvent
from portal.mail.models import OutgoingMail
from protocols.documents.verifying import verify
from protocols.errors import Invalid, NotAllowed, Refused, WrongState
from protocols.kinds import SigningMethod
from protocols.models import CopyTo, Guest, Signature
from protocols.services.acting_as_guest import sign_as_guest
from protocols.services.keys import authority
from protocols.services.sealing import seal_due
from protocols.services.sending_copies import name_copy, remove_copy
from protocols.services.signing_guests import _new_code, check_code, guest_by, new_code, withdraw_guest
from protocols.services.signing_papers import accept_paper, refuse_paper
from protocols.states import State
from tests.clock import Clock
from tests.opened_links import opened
from tests.protocols import factories_life as life
from tests.protocols import factories_signing as signings
from tests.protocols.factories_signing import token

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="module")
def begun(beginning):
    return beginning.make(lambda: life.protocol_at(State.SIGNING))


@pytest.fixture
def at_signing(begun):
    return begun()


@contextmanager
def later(monkeypatch, *, minutes: int):
    with monkeypatch.context() as moved:
        moved.setattr(timezone, "datetime", Clock)
        moved.setattr(Clock, "ahead", timedelta(minutes=minutes))
        yield


def test_a_guest_signs_once_by_link_and_code(at_signing):
    people, version = at_signing
    guest, code = signings.ask_guest(people, version)
    made = signings.guest_signs(version, token(), code)
    assert (made.role, made.guest, made.method) == (None, guest, SigningMethod.LINK_AND_CODE)
    [found] = verify(made.result.read(), authority()).signatories
    assert (found.person, found.post, found.organisation, found.method) == (
        "Sam Reed", "Chair", "Wigan Council", "link_and_code",
    )  # fmt: skip
    event = AuditEvent.objects.get(action="protocols.sign")
    assert event.actor_name == "Sam Reed"
    assert "by a link mailed to sam@wigan.example and a code read out" in event.capacity
    assert signings.guest_signs(version, token(), code).pk == made.pk
    assert Signature.objects.count() == 1


def test_the_trail_keeps_who_was_asked_to_sign_for_which_party_and_by_whom(at_signing):
    people, version = at_signing
    signings.ask_guest(people, version)
    event = AuditEvent.objects.get(action="protocols.guest.invite")
    assert event.role_id == people.officer.pk
    assert event.details["guest"] == "Sam Reed"
    assert event.details["party"] == str(signings.party_of(people, version, 0))


def test_neither_token_nor_code_is_kept(at_signing):
    people, version = at_signing
    guest, code = signings.ask_guest(people, version)
    kept = " ".join(str(value) for value in Guest.objects.filter(pk=guest.pk).values().get().values())
    assert token() not in kept
    assert code not in kept


def test_a_code_has_six_figures_of_chance():
    codes = [_new_code() for _ in range(2_000)]
    assert {len(code) for code in codes if code.isdecimal()} == {6}
    assert len(set(codes)) > 1_900
    assert {code[0] for code in codes} == set("0123456789")


def test_after_five_wrong_codes_the_right_one_is_worth_nothing_until_there_is_another(at_signing):
    people, version = at_signing
    guest, code = signings.ask_guest(people, version)
    wrong = "000000" if code != "000000" else "111111"
    said = [check_code(token=token(), code=wrong) for _ in range(5)]
    assert said[0] == "That is not the code. You can try 4 more times."
    assert "worth nothing now" in said[4]
    assert "worth nothing now" in check_code(token=token(), code=code)
    with pytest.raises(Invalid):
        signings.guest_signs(version, token(), code)
    another = new_code(by=people.officer, guest=guest)
    assert check_code(token=token(), code=another) is None
    signings.guest_signs(version, token(), another)


def test_no_more_than_five_codes_of_a_link_may_be_tried_wrongly(at_signing):
    people, version = at_signing
    guest, _ = signings.ask_guest(people, version)
    for _ in range(4):
        check_code(token=token(), code="wrong")
        new_code(by=people.officer, guest=guest)
    check_code(token=token(), code="wrong")
    with pytest.raises(WrongState, match="no more will be"):
        new_code(by=people.officer, guest=guest)


def test_a_link_that_is_withdrawn_replaced_or_run_out_is_dead(at_signing):
    people, version = at_signing
    signings.ask_guest(people, version)
    first = token()
    signings.ask_guest(people, version)
    with pytest.raises(WrongState):
        guest_by(first)
    withdraw_guest(by=people.officer, guest=Guest.objects.latest("pk"))
    with pytest.raises(WrongState):
        guest_by(token())
    with pytest.raises(WrongState):
        guest_by("unknown")


def test_a_guest_on_a_stale_page_or_out_of_turn_signs_nothing(at_signing):
    people, version = at_signing
    _, code = signings.ask_guest(people, version)
    shown = signings.now(version).current.sha256
    signings.sign_for(people, version, 1)
    with pytest.raises(WrongState, match="Somebody else signed since"):
        sign_as_guest(token=token(), code=code, sha256=shown, post="Chair", basis="Minute")


def test_a_guest_waits_for_their_turn(at_signing):
    people, version = at_signing
    signings.in_turns(people, version, 2, 1)
    _, code = signings.ask_guest(people, version)
    with pytest.raises(WrongState, match="Northmoor Police signs first"):
        signings.guest_signs(version, token(), code)


@pytest.mark.parametrize("who", ["signatory", "dpo", "officer"])
def test_nobody_is_a_guest_who_can_sign_already_or_may_not(at_signing, who):
    people, version = at_signing
    roles = {"officer": people.officer, **{
        kind: people.at(people.partners[0], RoleKind(kind)) for kind in ("signatory", "dpo")
    }}  # fmt: skip
    with pytest.raises(Invalid) as refused:
        signings.ask_guest(people, version, email=roles[who].person.email)
    assert refused.value.field == "email"


def test_the_party_is_told_who_was_asked_in_its_name(at_signing):
    people, version = at_signing
    own = people.at(people.partners[0], RoleKind.SIGNATORY).person.email
    signings.ask_guest(people, version)
    assert own in OutgoingMail.objects.filter(subject__contains="was asked to sign").values_list("to", flat=True)


def test_the_guests_page_signs_without_signing_in_and_shows_what_is_signed(at_signing):
    people, version = at_signing
    _, code = signings.ask_guest(people, version)
    client = Client()
    path = opened(client, f"/signing/{token()}/")
    shown = client.get(path).content.decode()
    current = signings.now(version).current
    assert current.sha256 in shown
    assert "Signing binds Wigan Council" in shown
    assert b"".join(client.get(f"{path}file/").streaming_content) == current.read()
    form = {"sha256": current.sha256, "post": "Chair", "basis": "Minute 4", "code": code}
    assert client.post(path, form).status_code == 422  # the box is not ticked
    assert client.post(path, {**form, "consent": "on"}).status_code == 302
    assert "You have signed" in client.get(path).content.decode()
    assert client.get(f"{path}file/").status_code == 404
    assert client.get("/in-tray/").status_code == 302


def test_a_code_by_mail_comes_when_it_is_asked_for_on_the_page_and_keeps_what_was_typed(at_signing, monkeypatch):
    people, version = at_signing
    guest, code = signings.ask_guest(people, version, channel="mail", phone="")
    assert code == ""
    mails = OutgoingMail.objects.filter(subject="Your code for signing")
    assert not mails.exists()  # it would have run out before the guest has read what they sign
    asked = {"post": "Chair of the board", "basis": "Minute 12"}
    client = Client()
    path = f"{opened(client, f'/signing/{token()}/')}code/"
    page = [client.post(path, asked) for _ in range(2)][1].content.decode()
    assert "Chair of the board" in page
    assert "Minute 12" in page
    [mail] = mails  # though the button was pressed twice
    code = re.search(r"\b\d{6}\b", mail.text).group()
    assert check_code(token=token(), code=code) is None
    with later(monkeypatch, minutes=2):
        client.post(path)
    assert mails.all().count() == 2
    guest.refresh_from_db()
    assert guest.codes == 1


@pytest.mark.parametrize("channel", ["told", "mail"])
def test_a_code_is_worth_nothing_after_ten_minutes_and_is_not_counted_as_wrong(at_signing, monkeypatch, channel):
    people, version = at_signing
    guest, code = signings.ask_guest(people, version, channel=channel)
    if channel == "mail":
        client = Client()
        client.post(f"{opened(client, f'/signing/{token()}/')}code/")
        code = re.search(r"\b\d{6}\b", OutgoingMail.objects.latest("pk").text).group()
    with later(monkeypatch, minutes=9):
        assert check_code(token=token(), code=code) is None
    with later(monkeypatch, minutes=10):
        assert "has run out: it was good for ten minutes" in check_code(token=token(), code=code)
        with pytest.raises(Invalid):
            signings.guest_signs(version, token(), code)
        another = (
            new_code(by=people.officer, guest=guest)
            or re.search(r"\b\d{6}\b", OutgoingMail.objects.latest("pk").text).group()
        )
        signings.guest_signs(version, token(), another)
    guest.refresh_from_db()
    assert (guest.tries, guest.codes) == (0, 1)


def test_a_guest_who_is_ready_has_whoever_invited_them_told_once(at_signing):
    people, version = at_signing
    signings.ask_guest(people, version)
    client = Client()
    path = f"{opened(client, f'/signing/{token()}/')}code/"
    page = [client.post(path, {"post": "Chair"}) for _ in range(2)][1].content.decode()
    [mail] = OutgoingMail.objects.filter(subject__contains="is ready to sign")
    assert mail.to == people.officer.person.email
    assert "was told at" in page
    assert AuditEvent.objects.get(action="protocols.guest.ready").actor_name == "Sam Reed"


def test_paper_handed_in_by_the_contact_counts_once_the_officer_accepts_it(at_signing):
    people, version = at_signing
    contact = people.at(people.partners[0], RoleKind.CONTACT)
    paper = signings.bring(people, version, contact)
    with pytest.raises(NotAllowed, match="another person accepts it"):
        accept_paper(by=contact, paper=paper, sha256=signings.now(version).current.sha256)
    made = accept_paper(by=people.officer, paper=paper, sha256=signings.now(version).current.sha256)
    assert (made.method, made.name) == (SigningMethod.PAPER, "Sam Reed")
    [found] = verify(made.result.read(), authority()).signatories
    assert (found.person, found.method) == ("Sam Reed", "paper")
    again = accept_paper(by=people.officer, paper=paper, sha256="")
    assert again.pk == made.pk
    assert AuditEvent.objects.get(action="protocols.paper.accept").details["scan"] == paper.scan.sha256


def test_who_handed_in_as_officer_does_not_accept_but_the_contact_may(at_signing):
    people, version = at_signing
    paper = signings.bring(people, version, people.officer)
    sha256 = signings.now(version).current.sha256
    with pytest.raises(NotAllowed):
        accept_paper(by=people.officer, paper=paper, sha256=sha256)
    with pytest.raises(NotAllowed):
        accept_paper(by=people.at(people.partners[1], RoleKind.CONTACT), paper=paper, sha256=sha256)
    accept_paper(by=people.at(people.partners[0], RoleKind.CONTACT), paper=paper, sha256=sha256)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"sha256": "0" * 12}, "printed"), ({"content": b"GIF89a"}, "scan"), ({"size": 11 * 1024**2}, "scan"),
     ({"name": " "}, "name"), ({"post": " "}, "post")],
)  # fmt: skip
def test_the_wrong_page_is_not_taken(at_signing, changes, field):
    people, version = at_signing
    with pytest.raises(Invalid) as refused:
        signings.bring(people, version, people.officer, **changes)
    assert refused.value.field == field


def test_a_page_refused_says_why_and_leaves_room_for_another(at_signing):
    people, version = at_signing
    contact = people.at(people.partners[0], RoleKind.CONTACT)
    paper = signings.bring(people, version, contact)
    refuse_paper(by=people.officer, paper=paper, reason="It is cut off.")
    signings.bring(people, version, contact, content=signings.PNG.replace(b"\x00" * 8, b"\x01" * 8, 1))
    with pytest.raises(Refused):
        accept_paper(by=people.officer, paper=paper, sha256=signings.now(version).current.sha256)


def test_those_named_and_the_guest_get_a_link_to_the_sealed_file_once(at_signing):
    people, version = at_signing
    contact = people.at(people.partners[1], RoleKind.CONTACT)
    name_copy(by=contact, version=version, name="Ann Lee", email="ann@press.example", why="Keeps the website")
    gone = name_copy(by=contact, version=version, name="Bob", email="bob@press.example", why="")
    with pytest.raises(NotAllowed):
        remove_copy(by=people.at(people.partners[0], RoleKind.CONTACT), copy=gone)
    remove_copy(by=contact, copy=gone)
    _, code = signings.ask_guest(people, version)
    signings.guest_signs(version, token(), code)
    signings.sign_for(people, version, 1)
    seal_due()
    assert life.again(version).status is State.IN_FORCE
    sent = OutgoingMail.objects.filter(subject__startswith="Your copy")
    assert set(sent.values_list("to", flat=True)) == {"ann@press.example", "sam@wigan.example"}
    link = re.search(r"(/copies/[\w-]+/)", sent.get(to="ann@press.example").text).group(1)
    reader = Client()
    link = opened(reader, link)
    assert reader.get(link).status_code == 200
    assert CopyTo.objects.get(email="ann@press.example").fetched_at is None
    answers = [b"".join(reader.post(link).streaming_content) for _ in range(2)]
    assert answers == [signings.now(version).current.read()] * 2
    assert AuditEvent.objects.filter(action="protocols.signing.copy.fetch").count() == 1
    assert Client().get("/copies/unknown/", follow=True).status_code == 410


def test_the_page_takes_a_scan_and_shows_it(at_signing, client):
    people, version = at_signing
    contact = people.at(people.partners[0], RoleKind.CONTACT)
    client.force_login(contact.person)
    path = f"/protocols/{version.protocol.reference}/v{version.number}/sign/paper/"
    today = life.timezone.localdate()
    form = {
        "party": signings.party_of(people, version, 0).pk, "name": "Sam Reed", "post": "Chair", "basis": "Minute",
        "signed_on_day": today.day, "signed_on_month": today.month, "signed_on_year": today.year,
        "printed": signings.now(version).snapshot.sha256[:12],
        "scan": SimpleUploadedFile("scan.png", signings.PNG, "image/png"),
    }  # fmt: skip
    answer = client.post(path, form, follow=True)
    assert "Signed on paper for Wigan Council" in answer.content.decode()
    paper = signings.now(version).papers.get()
    shown = client.get(f"/protocols/{version.protocol.reference}/v{version.number}/documents/{paper.scan.pk}/")
    assert (shown["Content-Type"], b"".join(shown.streaming_content)) == ("image/png", signings.PNG)
