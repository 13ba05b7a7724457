"""Documents after signing are signed as agreements are: in turns, by guests, on paper, handed over, with copies."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partners.roles import RoleKind
from portal.mail.models import OutgoingMail
from protocols.models import CopyTo, Guest, Instrument, SigningPlan
from protocols.queries.in_tray import in_tray_of
from protocols.queries.signing import parties_to_sign, signing_of
from tests.form_filling import form_on
from tests.opened_links import opened
from tests.partners import factories as people_factories
from tests.protocols import factories
from tests.protocols import factories_signing as signings
from tests.protocols.instruments import TODAY, again, in_force

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


class Signed:
    """A termination that both parties sign, open for signing; its pages, as one of the people sees them."""

    def __init__(self) -> None:
        self.world = in_force()
        self.instrument = self.world.approved(self.world.begin(Instrument.Kind.TERMINATION))
        self.people, self.version = self.world.people, self.world.version
        self.first, self.second = parties_to_sign(self.signing)

    @property
    def signing(self):
        return signing_of(again(self.instrument))

    def page(self, name, *more):
        where = reverse(f"protocols:{name}", args=[self.version.protocol.reference, self.version.number, *more])
        return f"{where}?instrument={self.instrument.number}"

    def send(self, role, name, /, *more, **values):
        """The page's own form, filled in and sent; where it leads."""
        client, where = people_factories.sign_in(Client(), role), self.page(name, *more)
        found = form_on(client.get(where).content.decode(), where)
        answer = client.post(where, {**found, **values})
        assert answer.status_code == 302, answer.content.decode()
        return answer.url

    def lines(self, role):
        return [one for one in in_tray_of([role]).waiting_for_you if "termination" in one.what]


def day(name, value):
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def test_its_order_and_date_are_set_and_whose_turn_it_is_stands_in_the_in_tray_and_on_its_page():
    made = Signed()
    due = TODAY()
    turns = {f"turn_{made.first.pk}": 2, f"turn_{made.second.pk}": 1}
    assert made.send(made.people.officer, "signing_plan", order="turns", **turns, **day("due_on", due)) == made.page(
        "signing_plan"
    )
    assert SigningPlan.objects.get(instrument=made.instrument).due_on == due
    early, now = (made.people.of(party, RoleKind.SIGNATORY) for party in (made.first, made.second))
    assert made.lines(early) == []
    [line] = made.lines(now)
    own = reverse(
        "protocols:instrument_sign", args=[made.version.protocol.reference, made.version.number, made.instrument.number]
    )
    assert (line.link, line.due) == (own, due)
    shown = people_factories.sign_in(Client(), early).get(own).content.decode()
    assert f"It is not yet the turn of {made.first}" in shown
    for name in ("signing_plan", "copies_to", "hand_over"):
        assert made.page(name) in shown
    assert made.page("guests") not in shown  # a signatory does not invite


def test_it_is_handed_over_and_those_who_get_a_copy_are_named():
    made = Signed()
    signatory, officer = made.people.of(made.first, RoleKind.SIGNATORY), made.people.officer
    deputy = factories.role(RoleKind.SIGNATORY, at=made.first.partner)
    assert made.send(signatory, "hand_over", to=str(deputy.pk), basis="Scheme, 4.2").endswith("/after/1/sign/")
    assert (made.lines(signatory), len(made.lines(deputy))) == ([], 1)
    made.send(officer, "copies_to", name="Ann Lee", email="ann@press.example")
    copy = CopyTo.objects.get(plan__instrument=made.instrument)
    client = people_factories.sign_in(Client(), officer)
    assert "ann@press.example" in client.get(made.page("copies_to")).content.decode()
    assert client.post(made.page("uncopy", copy.pk)).url == made.page("copies_to")
    assert not CopyTo.objects.exists()


def test_a_guest_signs_for_one_party_and_paper_is_taken_for_the_other():
    made = Signed()
    officer, contact = made.people.officer, made.people.of(made.second, RoleKind.CONTACT)
    made.send(
        officer, "guests", party=made.first.pk, name="Sam Reed", post="Chair", email="sam@wigan.example",
        basis="Minute 4", channel="mail",
    )  # fmt: skip
    guest = Guest.objects.get()
    client = people_factories.sign_in(Client(), officer)
    assert client.post(made.page("guest_new_code", guest.pk)).url == made.page("guests")
    link = re.search(r"/signing/[\w-]+/", OutgoingMail.objects.filter(subject__contains="asks you").get().text).group(0)
    stranger = Client()
    link = opened(stranger, link)
    stranger.post(f"{link}code/")
    code = re.search(r"\b\d{6}\b", OutgoingMail.objects.filter(subject="Your code for signing").latest("pk").text)
    found = form_on(stranger.get(link).content.decode(), link)
    assert stranger.post(link, {**found, "consent": "on", "code": code.group(0)}).status_code == 302
    scan = SimpleUploadedFile("scan.png", signings.PNG, "image/png")
    where = made.send(
        contact, "bring_paper", party=made.second.pk, name="Lee Ash", post="Chair", basis="Minute 5", scan=scan,
        printed=made.signing.snapshot.sha256[:12], **day("signed_on", timezone.localdate()),
    )  # fmt: skip
    paper = made.signing.papers.get()
    assert where == made.page("paper", paper.pk)
    [line] = [one for one in in_tray_of([officer]).waiting_for_you if "paper" in one.what]
    assert line.link == where
    accepted = client.post(where, {"act": "accept", "sha256": made.signing.current.sha256})
    assert accepted.status_code == 302
    assert made.signing.stage == "complete"
    assert [one.method.value for one in made.signing.signatures.all()] == ["link_and_code", "paper"]
    assert where in client.get(accepted.url).content.decode()


@pytest.mark.parametrize("asked", ["99", "x", "²", "9" * 40])
def test_an_instrument_that_is_not_there_is_not_found(asked):
    world = in_force()
    client = people_factories.sign_in(Client(), world.people.officer)
    where = reverse("protocols:signing_plan", args=[world.version.protocol.reference, world.version.number])
    assert client.get(f"{where}?instrument={asked}").status_code == 404
