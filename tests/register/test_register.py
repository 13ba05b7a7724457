"""What the public sees: what is published and in force, and nothing else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.uploads import InMemoryUpTo
from protocols.documents.verifying import LIMIT
from protocols.queries.documents import signed_document
from protocols.states import State
from tests.protocols import factories_life as life
from tests.protocols.conftest import keys_elsewhere

__all__ = ["keys_elsewhere"]
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def begun(beginning):
    return beginning.make(lambda: life.protocol_at(State.IN_FORCE))


@pytest.fixture
def version(begun):
    return begun()[1]


def page(name: str, *args, **query) -> str:
    response = Client().get(reverse(f"register:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_front_page_offers_three_ways_in_and_the_agreements_in_force(version):
    shown = page("front")
    for words in ("Can I share this?", "Check a signed agreement", "Register your organisation", version.title):
        assert words in shown


def test_a_published_agreement_is_shown_as_it_was_signed(version):
    shown = page("agreement", version.protocol.reference)
    assert version.purpose in shown
    assert "Wigan Council" in shown
    assert version.snapshots.get().sha256 in shown


@pytest.mark.parametrize(("words", "found"), [("safer", True), ("WIGAN", True), ("-0001", True), ("flood", False)])
def test_the_register_is_searched_by_title_party_and_reference(version, words, found):
    assert (version.title in page("list", q=words)) is found


def test_the_list_costs_the_same_queries_for_one_and_for_more(version):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            page("list")
        return len(captured)

    page("list")
    one = cost()
    for _ in range(2):
        people = life.cast()
        life.in_force(people, life.draft(people))
    assert cost() == one


def handed_in(content: bytes, name: str = "agreement.pdf"):
    return Client().post(reverse("register:verify"), {"document": SimpleUploadedFile(name, content)})


def test_a_signed_agreement_is_ours_and_whole(version):
    shown = handed_in(signed_document(version).read()).content.decode()
    assert "This file is ours and whole" in shown
    assert "Chief executive" in shown
    assert reverse("register:agreement", args=[version.protocol.reference]) in shown


def test_an_agreement_that_was_altered_is_said_to_be(version):
    content = bytearray(signed_document(version).read())
    content[len(content) // 3] ^= 1
    assert "This file is ours and whole" not in handed_in(bytes(content)).content.decode()


@pytest.mark.parametrize("content", [b"%PDF-1.7\nnonsense", b"<script>alert(1)</script>", b"\x00" * 2000])
def test_any_other_file_is_not_ours_and_nothing_breaks(content):
    response = handed_in(content)
    assert response.status_code == 200
    assert "ours and whole" not in response.content.decode()


def test_without_a_file_the_page_says_what_to_do():
    response = Client().post(reverse("register:verify"), {})
    assert response.status_code == 422
    assert "Choose the PDF that you want checked." in response.content.decode()


def test_the_file_is_never_written_to_disk(version, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("An upload was written to disk.")

    monkeypatch.setattr("django.core.files.uploadedfile.TemporaryUploadedFile.__init__", refuse)
    content = signed_document(version).read() + b"\n" * (6 * 1024 * 1024)
    assert handed_in(content).status_code == 200


def test_more_than_the_limit_is_counted_and_not_kept():
    handler = InMemoryUpTo(limit=LIMIT)
    handler.new_file("document", "big.pdf", "application/pdf", 0)
    for start in range(0, LIMIT + 2**21, 2**20):
        handler.receive_data_chunk(b"x" * 2**20, start)
    kept = handler.file_complete(0)
    assert kept.size > LIMIT
    assert len(kept.read()) <= LIMIT


def test_of_more_files_than_a_page_takes_only_the_size_is_known():
    handler, kept = InMemoryUpTo(limit=10, most=1), []
    for name in ("first.pdf", "second.pdf"):
        handler.new_file("document", name, "application/pdf", 0)
        handler.receive_data_chunk(b"words", 0)
        kept.append(handler.file_complete(0))
    assert [(one.size, one.read()) for one in kept] == [(5, b"words"), (5, b"")]


def test_verify_document_ends_in_0_only_for_what_is_ours_and_whole(version, tmp_path, capsys):
    whole, cut = tmp_path / "whole.pdf", tmp_path / "cut.pdf"
    whole.write_bytes(signed_document(version).read())
    cut.write_bytes(whole.read_bytes()[:-2000])
    call_command("verify_document", str(whole))
    assert "ours and whole" in capsys.readouterr().out
    with pytest.raises(SystemExit) as ended:
        call_command("verify_document", str(cut))
    assert ended.value.code == 1
    with pytest.raises(CommandError, match="could not be read"):
        call_command("verify_document", str(tmp_path / "none.pdf"))


def test_export_protocol_writes_the_signed_file_or_says_why_not(version, tmp_path):
    target = tmp_path / "out.pdf"
    reference = version.protocol.reference
    call_command("export_protocol", reference, "--format", "pdf", "--output", str(target))
    assert target.read_bytes() == signed_document(version).read()
    call_command("export_protocol", reference, "--format", "json", "--output", str(target), "--version", "1")
    assert target.read_text() == version.snapshots.get().text
    with pytest.raises(CommandError, match="There is no GM-9999"):
        call_command("export_protocol", "GM-9999", "--format", "pdf", "--output", str(target))
