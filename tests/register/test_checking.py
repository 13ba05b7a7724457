"""Checking a file and the code on a document, with what the portal's own record adds."""

import io
import json
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client, RequestFactory, TestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from portal.audit.acts import SYSTEM, act
from portal.pacing.counting import too_often
from portal.pacing.senders import address_of
from protocols.documents.rendering import record_address
from protocols.documents.verifying import LIMIT
from protocols.models import ProtocolVersion
from protocols.queries.documents import signed_document
from protocols.queries.on_record import Named, named
from protocols.queries.standing_today import standing_of
from protocols.services.ending import expire_due
from protocols.states import State
from register.views.verifying import CHECKS
from tests.documents.corpus import altering as do
from tests.protocols import factories_life as life
from tests.protocols.whole_life import fingerprint


class OfOneAgreement(TestCase):
    """One agreement in force, made once, with its files and keys in a directory of its own."""

    place: ClassVar[dict[str, object]]
    version: ProtocolVersion
    pdf: bytes

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
            cls.version = life.protocol_at(State.IN_FORCE)[1]
            cls.change(starts_on=timezone.localdate() - timedelta(days=30))
            document = signed_document(cls.version)
            assert document is not None
            cls.pdf = document.read()

    def setUp(self) -> None:
        self.enterContext(self.settings(**self.place))

    def page(self, content: bytes) -> str:
        answer = Client().post(reverse("register:verify"), {"document": SimpleUploadedFile("a.pdf", content)})
        assert answer.status_code == 200
        return " ".join(answer.content.decode().split())

    def code(self, fingerprint: str = "", code: str = "") -> str:
        text = self.version.snapshots.get()
        where = [code or f"{self.version.protocol.reference}-v1", fingerprint or text.sha256[:12]]
        answer = Client().get(reverse("register:on_record", args=where))
        assert answer.status_code == 200
        return " ".join(answer.content.decode().split())

    @classmethod
    def change(cls, **fields: object) -> None:
        with act("test.change", by=SYSTEM, subject=cls.version):
            for name, value in fields.items():
                setattr(cls.version, name, value)
            cls.version.save()


class Files(OfOneAgreement):
    def test_a_whole_file_is_said_to_be_in_force_today(self) -> None:
        assert "It is in force today" in self.page(self.pdf)

    def test_each_step_of_the_file_is_told_with_its_bytes(self) -> None:
        shown = self.page(self.pdf)
        assert "The text as it was made" in shown
        assert f"–{len(self.pdf)}<" in shown

    def test_nothing_of_a_file_that_is_handed_in_is_kept(self) -> None:
        temporary = Path(self.enterContext(TemporaryDirectory()))
        places, rows = [self.place["MEDIA_ROOT"], temporary], fingerprint()
        before = [sorted(place.rglob("*")) for place in places]
        with self.settings(FILE_UPLOAD_TEMP_DIR=str(temporary)), mock.patch("tempfile.tempdir", str(temporary)):
            self.page(do.updated(self.pdf, do.add_form_field))
            self.page(b"%PDF-1.7" + bytes(6 * 1024 * 1024))  # more than Django would hold in memory
        assert [sorted(place.rglob("*")) for place in places] == before
        assert fingerprint() == rows

    def test_what_the_heading_says_is_not_said_again_below_it(self) -> None:
        shown = self.page(b"%PDF-1.7\n")
        assert shown.count("This PDF cannot be read") == 2  # in the title of the page, and in its heading

    def test_an_altered_part_is_named_by_the_file_on_record(self) -> None:
        shown = self.page(do.flipped_in(self.pdf, "what is printed on page 2"))
        assert "<li>What is printed on page 2</li>" in shown
        assert "in force today" not in shown

    def test_a_file_cut_short_is_known_by_the_signatures_left_in_it(self) -> None:
        assert "The end of the file is missing" in self.page(self.pdf[: len(self.pdf) * 9 // 10])

    def test_what_was_appended_is_named_by_the_file_itself(self) -> None:
        assert "Added or changed afterwards: a form field" in self.page(do.updated(self.pdf, do.add_form_field))

    def test_the_command_says_the_same_as_json_and_by_its_status(self) -> None:
        out = io.StringIO()
        with TemporaryDirectory() as directory:
            whole, changed = Path(directory) / "whole.pdf", Path(directory) / "changed.pdf"
            whole.write_bytes(self.pdf)
            changed.write_bytes(do.flipped_in(self.pdf, "the attachment"))
            call_command("verify_document", str(whole), "--json", stdout=out)
            with pytest.raises(SystemExit) as ended:
                call_command("verify_document", str(changed), stdout=io.StringIO())
        said = json.loads(out.getvalue())
        assert (said["finding"], said["whole"], said["today"][0]["binds"]) == ("ours", True, True)
        assert ended.value.code == 1

    def test_the_command_ends_in_4_for_what_is_not_ours(self) -> None:
        with TemporaryDirectory() as directory:
            letter = Path(directory) / "letter.pdf"
            letter.write_bytes(b"a letter")
            with pytest.raises(SystemExit) as ended:
                call_command("verify_document", str(letter), stdout=io.StringIO())
        assert ended.value.code == 4


class Codes(OfOneAgreement):
    def test_the_code_on_a_document_leads_to_its_own_page(self) -> None:
        text = self.version.snapshots.get()
        where = record_address(text.content, text.sha256)
        assert where.endswith(f"/verify/{self.version.protocol.reference}-v1/{text.sha256[:12]}/")
        assert Client().get(where[where.index("/verify/") :]).status_code == 200

    def test_it_says_what_is_on_record_and_the_fingerprint_to_expect(self) -> None:
        shown = self.code()
        document = signed_document(self.version)
        assert document is not None
        for words in ("names the text that was signed", "It is in force today", document.sha256, "Wigan Council"):
            assert words in shown

    def test_a_code_of_another_text_is_warned_of(self) -> None:
        assert "names another text than the one that was signed" in self.code("0" * 12)

    def test_too_short_a_fingerprint_proves_nothing(self) -> None:
        assert "names another text" in self.code(self.version.snapshots.get().sha256[:3])

    def test_of_what_is_not_public_it_says_the_same_as_of_nothing(self) -> None:
        nothing = self.code(code="XX-9999-v1").replace("XX-9999-v1", "")
        self.change(is_public=False, not_public_reason="It names a refuge.")
        name = f"{self.version.protocol.reference}-v1"
        assert _without_token(self.code().replace(name, "")) == _without_token(nothing)

    def test_it_says_when_the_agreement_has_ended(self) -> None:
        self.change(ends_on=timezone.localdate() - timedelta(days=1))
        expire_due()
        assert "It is no longer in force. It ran until" in self.code()

    def test_names_are_read_strictly(self) -> None:
        assert named("GM-0001-v2") == Named("GM-0001", 2, None)
        assert named("GM-0001-v2-accession-3") == Named("GM-0001", 2, 3)
        for text in ("GM-0001", "GM-0001-v", "GM-0001-vx", "../v1", "GM 1-v1"):
            assert named(text) is None

    def test_an_agreement_signed_ahead_applies_from_its_day(self) -> None:
        told = standing_of(self.version, date(2000, 1, 1))
        assert not told.binds
        assert "applies from" in told.sentence


def _without_token(page: str) -> str:
    return page.split("<main")[1].split('name="csrfmiddlewaretoken"')[0]


class Bounds(TestCase):
    def test_200_megabytes_are_refused_before_a_byte_is_read(self) -> None:
        class Unread(io.RawIOBase):
            def read(self, *_args: object) -> bytes:
                raise AssertionError("The file was read.")

        environ = RequestFactory().post(reverse("register:verify")).environ
        environ |= {"CONTENT_LENGTH": str(200 * 1024 * 1024), "wsgi.input": Unread()}
        answer = Client().request(**environ)
        assert answer.status_code == 413
        assert "larger than 60 MB" in answer.content.decode()
        assert LIMIT < 200 * 1024 * 1024

    def test_one_address_is_slowed_and_another_is_not(self) -> None:
        one = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1")
        other = RequestFactory().get("/", REMOTE_ADDR="192.0.2.2")
        answers = [too_often(one, "trying", most=2, seconds=3600) for _ in range(3)]
        assert answers == [False, False, True]
        assert not too_often(other, "trying", most=2, seconds=3600)

    def test_too_many_checks_are_told_when_to_come_back(self) -> None:
        for _ in range(CHECKS):
            too_often(RequestFactory().get("/"), "verify", most=CHECKS, seconds=600)
        answer = Client().post(reverse("register:verify"), {"document": SimpleUploadedFile("a.pdf", b"a letter")})
        assert answer.status_code == 429
        assert "Wait 10 minutes" in answer.content.decode()

    def test_behind_a_proxy_the_last_address_counts(self) -> None:
        request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="203.0.113.9, 192.0.2.7", REMOTE_ADDR="10.0.0.1")
        assert address_of(request) == "10.0.0.1"
        with self.settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")):
            assert address_of(request) == "192.0.2.7"
