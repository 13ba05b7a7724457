"""Signing by somebody whose second step is on: a code proves who is there, once, and the password does not."""

from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import ClassVar

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client, TestCase, override_settings
from django.urls import reverse
from django.utils import timezone
from lxml import html

from partners.models import Role
from partners.roles import RoleKind
from portal.accounts.models import User
from portal.accounts.proving import TOO_MANY, WRONG_CODE
from portal.audit.models import AuditEvent
from protocols.documents.verifying import verify
from protocols.kinds import SigningMethod
from protocols.models import Party, ProtocolVersion, Signature
from protocols.queries.protocols import address_of
from protocols.services.keys import authority
from protocols.services.signatures import STALE
from protocols.states import State
from tests.address_world import let_go
from tests.form_filling import form_on
from tests.protocols import factories_life as life
from tests.protocols import factories_signing as signings

PASSWORD = "correct horse battery"
SECRET = "JBSWY3DPEHPK3PXP"
NOON = 1_800_000_000
STEP = 30  # seconds that a code is shown


def code_at(moment: int) -> str:
    return totp.format_hotp_value(totp.hotp_value(SECRET, moment // STEP))


def told(answer: HttpResponse) -> str:
    return " ".join(html.fromstring(answer.content).xpath("//main")[0].text_content().split())


class WithACode(TestCase):
    """One version open for signing; the signatory of its first party has an authenticator app and recovery codes."""

    place: ClassVar[dict[str, object]]
    version: ProtocolVersion
    party: Party
    role: Role

    @classmethod
    def setUpClass(cls) -> None:
        directory = Path(cls.enterClassContext(TemporaryDirectory()))
        cls.place = {
            "MEDIA_ROOT": directory / "documents",
            "SIGNING_KEYS_DIR": directory / "keys",
            "SIGNING_KEY_PASSPHRASE": "a passphrase for tests",
            "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
        }
        super().setUpClass()

    @classmethod
    def setUpTestData(cls) -> None:
        with override_settings(**cls.place):
            cls.people, cls.version = life.protocol_at(State.SIGNING)
        cls.party, cls.other = cls.version.parties.select_related("partner").order_by("pk")
        cls.role = cls.people.of(cls.party, RoleKind.SIGNATORY)
        totp.TOTP.activate(cls.role.person, SECRET)
        cls.recovery = RecoveryCodes.activate(cls.role.person).get_unused_codes()

    @pytest.fixture(autouse=True)
    def stopped_clock(self, monkeypatch):
        """The app's clock stands still, so that no code runs out between being read and being sent."""
        self.clock = SimpleNamespace(now=NOON)
        monkeypatch.setattr(totp, "time", SimpleNamespace(time=lambda: self.clock.now))

    def setUp(self) -> None:
        cache.clear()
        self.enterContext(self.settings(**self.place))
        self.client.force_login(self.role.person)
        self.path = reverse("protocols:sign", args=[self.version.protocol.reference, self.version.number])
        self.form = form_on(self.client.get(self.path).content.decode(), self.path)

    def send(self, proof: str, **changes: str) -> HttpResponse:
        given = {"post": "Chief executive", "basis": "Standing order 12", "proof": proof}
        return self.client.post(self.path, {**self.form, **given, **changes})

    def open(self, file: str) -> None:
        """Read a file to its end, as a browser does."""
        answer = self.client.get(file)
        assert answer.status_code == 200
        let_go(answer)

    def assert_refused(self, answer: HttpResponse, sentence: str) -> None:
        """The sentence stands beside the field and in the summary; nothing is signed, and what was typed is there."""
        page = html.fromstring(answer.content)
        assert answer.status_code == 422
        assert sentence in page.xpath("string(//*[@id='id_proof-error'])")
        assert page.xpath("//div[@class='govuk-error-summary']//a[@href='#id_proof']/text()") == [sentence]
        assert page.xpath("//*[@name='post']/@value") == ["Chief executive"]
        assert page.xpath("string(//*[@name='basis'])").strip() == "Standing order 12"
        assert not Signature.objects.exists()

    def test_the_code_that_the_app_shows_signs_and_is_kept_as_the_way_in_which_the_person_was_known(self):
        assert self.send(code_at(NOON)).status_code == 302
        signature = Signature.objects.get()
        assert (signature.party, signature.method, signature.opened_at) == (self.party, SigningMethod.CODE, None)
        [found] = verify(signature.result.read(), authority()).signatories
        assert found.method == "code"

    def test_the_moment_at_which_the_file_was_first_opened_is_kept_with_the_signature(self):
        file = address_of("document", self.version, signings.now(self.version).current.pk)
        before = timezone.now().replace(microsecond=0)
        self.open(file)
        opened = self.client.session["opened"]
        life.sign_for(self.people, self.version, self.other)
        self.open(address_of("document", self.version, signings.now(self.version).current.pk))
        assert self.client.session["opened"] == opened
        self.form = form_on(self.client.get(self.path).content.decode(), self.path)
        self.send(code_at(NOON))
        signature = Signature.objects.get(party=self.party)
        assert before <= signature.opened_at <= signature.signed_at
        assert AuditEvent.objects.filter(action="protocols.sign").last().details["opened_at"]

    def test_a_code_typed_in_two_halves_as_the_app_shows_it_signs(self):
        code = code_at(NOON)
        assert self.send(f" {code[:3]} {code[3:]} ").status_code == 302

    def test_a_wrong_code_signs_nothing_and_keeps_what_was_typed(self):
        self.assert_refused(self.send("000000"), WRONG_CODE)

    def test_a_code_that_the_app_no_longer_shows_is_refused(self):
        self.assert_refused(self.send(code_at(NOON - STEP)), WRONG_CODE)

    def test_the_code_that_let_the_person_in_does_not_sign_too_and_the_next_one_does(self):
        person = Client()
        person.post("/accounts/login/", {"login": self.role.person.email, "password": PASSWORD})
        assert person.post("/accounts/2fa/authenticate/", {"code": code_at(NOON)}).status_code == 302
        self.assert_refused(self.send(code_at(NOON)), WRONG_CODE)
        self.clock.now += STEP
        assert self.send(code_at(NOON + STEP)).status_code == 302

    def test_a_used_code_is_remembered_in_the_database_where_every_process_looks(self):
        self.send(code_at(NOON))
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM portal_cache WHERE cache_key LIKE '%%totp.used%%'")
            assert cursor.fetchone() == (1,)

    def test_a_recovery_code_signs_and_is_used_up(self):
        assert self.send(self.recovery[0]).status_code == 302
        assert len(RecoveryCodes.activate(self.role.person).get_unused_codes()) == len(self.recovery) - 1

    def test_a_recovery_code_used_before_is_refused(self):
        RecoveryCodes.activate(self.role.person).validate_code(self.recovery[0])
        self.assert_refused(self.send(self.recovery[0]), WRONG_CODE)

    def test_the_password_alone_does_not_sign_and_the_page_says_so_before(self):
        assert "your password is not enough" in told(self.client.get(self.path))
        self.assert_refused(self.send(PASSWORD), WRONG_CODE)

    def test_an_empty_code_is_asked_for_by_its_name(self):
        self.assert_refused(self.send(""), "Enter the code that your authenticator app shows now.")

    def test_somebody_elses_code_does_not_sign(self):
        other = User.objects.create_user("other@example.org", "Other", PASSWORD)
        totp.TOTP.activate(other, "KRSXG5CTMVRXEZLU")
        code = totp.format_hotp_value(totp.hotp_value("KRSXG5CTMVRXEZLU", NOON // STEP))
        self.assert_refused(self.send(code), WRONG_CODE)

    def test_the_same_form_sent_twice_makes_one_signature_and_one_event(self):
        self.send(code_at(NOON))
        events = AuditEvent.objects.count()
        assert self.send(code_at(NOON)).status_code == 302
        assert (Signature.objects.count(), AuditEvent.objects.count()) == (1, events)

    def test_too_many_wrong_codes_are_stopped_with_a_sentence_even_for_the_right_one(self):
        for _ in range(6):
            self.send("000000")
        self.assert_refused(self.send(code_at(NOON)), TOO_MANY)

    def test_a_code_is_not_spent_on_a_form_with_something_else_wrong(self):
        assert self.send(code_at(NOON), basis="").status_code == 422
        assert self.send(code_at(NOON)).status_code == 302

    def test_a_page_left_behind_by_anothers_signature_spends_no_code_and_can_be_sent_again_as_it_stands(self):
        life.sign_for(self.people, self.version, self.other)
        answer = self.send(code_at(NOON))
        assert STALE in told(answer)
        again = form_on(answer.content.decode(), self.path)
        assert [words.strip() for words in again["basis"]] == ["Standing order 12"]
        assert self.client.post(self.path, again).status_code == 302
        assert Signature.objects.count() == 2
