"""Copies of named and submitted texts come back against the text that was downloaded; so does formatting alone."""

import io
from uuid import uuid4

import pytest
from django.test import Client
from docx import Document

from partners.roles import RoleKind
from protocols.models import Suggestion
from protocols.queries.protocols import address_of
from protocols.queries.word_returns import Changed, returned
from protocols.services.named_texts import name_text
from protocols.services.suggesting import accept
from protocols.services.texts import save_section
from protocols.services.variables import set_variables
from protocols.services.word_returns import suggest_changes
from protocols.services.word_uploads import keep_word_file
from tests.documents.test_word_copies import HARD
from tests.form_filling import form_on
from tests.partners.factories import sign_in
from tests.protocols import factories
from tests.protocols import factories_life as life

pytestmark = pytest.mark.django_db
TWO = "<ol><li>A breach is told within [[breach_hours]] hours.</li><li>Records are kept for two years.</li></ol>"


@pytest.fixture
def officer():
    return factories.officer()


@pytest.fixture
def version(officer):
    made = factories.draft(by=officer)
    set_variables(by=officer, version=made, values={"strategic_purpose": "prevent crime", "breach_hours": "48"})
    written(made, officer, TWO)
    return made


@pytest.fixture
def dpo(version):
    return factories.role(RoleKind.DPO, at=version.parties.first().partner)


def written(version, officer, body: str) -> None:
    section = version.sections.get(section_id="S21")
    section.version = version
    save_section(by=officer, section=section, body=body, revision=section.revision)


def download(version, by, key: str = "") -> bytes:
    name, more = ("word_copy_of_text", (key,)) if key else ("word_copy", ())
    answer = sign_in(Client(), by).get(address_of(name, version, *more))
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def edited(content: bytes, change) -> bytes:
    """The copy after somebody changed it in Word."""
    document = Document(io.BytesIO(content))
    change(document)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def paragraph(document, words: str):
    return next(one for one in document.paragraphs if words in one.text)


def says(old: str, new: str):
    """A change of words in one paragraph."""

    def change(document) -> None:
        found = paragraph(document, old)
        found.text = found.text.replace(old, new)

    return change


def make_bold(document) -> None:
    paragraph(document, "A breach is told").runs[0].bold = True


def bare(html: str) -> str:
    """A text without the tags of plain paragraphs, which an item of a list has or has not."""
    return html.replace("<p>", "").replace("</p>", "")


def changes(version, by, content: bytes) -> list[Changed]:
    return list(returned(keep_word_file(by=by, version=version, name="copy.docx", content=content)).changed)


def test_hard_formatting_comes_back_as_it_went_out(version, officer, dpo, libreoffice) -> None:
    written(version, officer, HARD.replace("\x01", ""))
    content = download(version, dpo)
    assert changes(version, dpo, content) == []
    assert changes(version, dpo, libreoffice.convert(content, "docx", "docx")) == []


def test_formatting_alone_is_offered_and_suggested_only_where_it_is_ticked(version, dpo) -> None:
    content = edited(download(version, dpo), make_bold)
    upload = keep_word_file(by=dpo, version=version, name="copy.docx", content=content)
    [changed] = returned(upload).changed
    assert changed.only_looks
    client, url = sign_in(Client(), dpo), address_of("word_check", version, upload.pk)
    shown = client.get(url).content.decode()
    assert "The formatting was changed here; the words are the same." in shown
    assert "sections" not in form_on(shown, url)
    assert client.post(url, form_on(shown, url)).status_code == 422
    assert client.post(url, {**form_on(shown, url), "sections": "S21"}).status_code == 302
    said = "<li><strong>A breach is told within [[breach_hours]] hours.</strong></li>"
    assert said in bare(Suggestion.objects.get().proposed)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda document: setattr(paragraph(document, "Records"), "style", "Lettered clause"),
         "hours.<ol><li>Records are kept"),
        (lambda document: setattr(paragraph(document, "Records"), "style", "Heading 2"), "<h3>Records are kept"),
        (lambda document: setattr(paragraph(document, "Records"), "style", "Clause text"), "<p>Records are kept"),
    ],
    ids=["a list in the list", "a heading", "a plain paragraph"],
)  # fmt: skip
def test_what_became_of_a_paragraph_is_formatting(version, dpo, change, expected) -> None:
    [changed] = changes(version, dpo, edited(download(version, dpo), change))
    assert changed.only_looks
    assert bare(expected) in bare(changed.proposed)
    assert "[[breach_hours]]" in changed.proposed


def test_formatting_beside_changed_words_is_suggested_with_them(version, dpo) -> None:
    content = edited(edited(download(version, dpo), make_bold), says("two years", "three years"))
    [changed] = changes(version, dpo, content)
    assert not changed.only_looks
    assert "<strong>A breach is told within [[breach_hours]] hours.</strong>" in changed.proposed
    assert "three years" in changed.proposed


def test_a_value_that_changed_since_is_nobodys_suggestion(version, officer, dpo) -> None:
    content = download(version, dpo)
    set_variables(by=officer, version=version, values={"breach_hours": "72"})
    assert changes(version, dpo, content) == []
    [changed] = changes(version, dpo, edited(content, says("is told", "must be told")))
    assert "A breach must be told within [[breach_hours]] hours." in changed.proposed


def test_a_named_text_is_downloaded_as_it_was_and_comes_back_against_itself(version, officer, dpo) -> None:
    named = name_text(by=officer, version=version, name="Before consultation", nonce=uuid4())
    written(version, officer, TWO.replace("two years", "five years"))
    set_variables(by=officer, version=version, values={"breach_hours": "72"})
    content = download(version, dpo, f"named-{named.pk}")
    words = " ".join(one.text for one in Document(io.BytesIO(content)).paragraphs)
    assert "within 48 hours" in words
    assert "two years" in words
    assert changes(version, dpo, content) == []
    content = edited(content, says("is told", "must be told"))
    upload = keep_word_file(by=dpo, version=version, name="copy.docx", content=content)
    found = returned(upload)
    assert found.name == "“Before consultation”"
    [changed] = found.changed
    assert (changed.base_revision, changed.was_saved_since, changed.goes_together) == (2, True, True)
    suggest_changes(by=dpo, upload=upload, sections=["S21"])
    accept(by=officer, suggestion=Suggestion.objects.get())
    assert bare(version.sections.get(section_id="S21").body) == (
        "<ol><li>A breach must be told within [[breach_hours]] hours.</li>"
        "<li>Records are kept for five years.</li></ol>"
    )


def test_whoever_changed_the_same_paragraph_is_told_that_the_officer_decides(version, officer, dpo) -> None:
    content = edited(download(version, dpo), says("is told", "must be told"))
    written(version, officer, TWO.replace("is told", "was told"))
    [changed] = changes(version, dpo, content)
    assert not changed.goes_together
    upload = keep_word_file(by=dpo, version=version, name="copy.docx", content=content)
    shown = sign_in(Client(), dpo).get(address_of("word_check", version, upload.pk)).content.decode()
    assert "Both changed the same paragraph: the officer decides how it reads." in shown


def test_what_the_clause_says_by_now_is_not_suggested_again(version, officer, dpo) -> None:
    content = edited(download(version, dpo), says("is told", "must be told"))
    written(version, officer, TWO.replace("is told", "must be told"))
    found = returned(keep_word_file(by=dpo, version=version, name="copy.docx", content=content))
    assert list(found.changed) == []
    assert any(note.endswith("says here already what it says in the copy.") for note in found.notes)


def test_a_submission_is_downloaded_with_its_records_and_another_version_s_text_is_not_found() -> None:
    people, version = life.protocol_at(life.State.APPROVAL)
    snapshot = version.snapshots.get()
    content = download(version, people.officer, f"submitted-{snapshot.pk}")
    document = Document(io.BytesIO(content))
    assert "(submission 1)" in document.sections[0].header.paragraphs[0].text
    assert not any("Not kept with this text" in one.text for one in document.paragraphs)
    client = sign_in(Client(), people.officer)
    for key in ("version-1", "template-1", "named-1", "submitted-99999", "nothing"):
        assert client.get(address_of("word_copy_of_text", version, key)).status_code == 404
