"""An edited copy comes back: each clause that reads otherwise becomes a suggestion against what was downloaded."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from partners.roles import RoleKind
from protocols.errors import Invalid
from protocols.models import Suggestion, WordUpload
from protocols.queries.protocols import address_of
from protocols.queries.word_returns import returned
from protocols.services.texts import save_section
from protocols.services.variables import set_variables
from protocols.services.word_returns import suggest_changes
from protocols.services.word_uploads import keep_word_file
from protocols.texts.unfilling import unfill
from tests.form_filling import form_on
from tests.partners.factories import sign_in
from tests.protocols import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return factories.officer()


@pytest.fixture
def version(officer):
    made = factories.draft(by=officer)
    set_variables(by=officer, version=made, values={"strategic_purpose": "prevent crime", "breach_hours": "48"})
    return made


@pytest.fixture
def dpo(version):
    return factories.role(RoleKind.DPO, at=version.parties.first().partner)


def download(version, by) -> bytes:
    client = sign_in(Client(), by)
    return b"".join(client.get(address_of("word_copy", version)).streaming_content)


def edited(content: bytes, old: str, new: str) -> bytes:
    """The copy with other words in one paragraph, as Word saves it."""
    document = Document(io.BytesIO(content))
    paragraph = next(one for one in document.paragraphs if old in one.text)
    paragraph.text = paragraph.text.replace(old, new)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def kept(version, by, content: bytes) -> WordUpload:
    return keep_word_file(by=by, version=version, name="copy.docx", content=content)


def test_a_copy_that_nobody_changed_has_nothing_to_suggest(version, dpo) -> None:
    upload = kept(version, dpo, download(version, dpo))
    assert upload.kind == WordUpload.Kind.COPY
    found = returned(upload)
    assert (list(found.changed), list(found.notes)) == ([], [])


def test_a_copy_saved_by_libreoffice_without_changes_has_nothing_to_suggest(version, dpo, libreoffice) -> None:
    saved = libreoffice.convert(download(version, dpo), "docx", "docx")
    assert list(returned(kept(version, dpo, saved)).changed) == []


def test_each_clause_that_reads_otherwise_is_a_suggestion_with_its_variables(version, dpo) -> None:
    content = edited(download(version, dpo), "A breach is told within", "Any breach is told to all within")
    upload = kept(version, dpo, content)
    [changed] = returned(upload).changed
    assert changed.section.section_id == "S21"
    assert "[[breach_hours]] hours" in changed.proposed
    for _ in range(2):
        suggest_changes(by=dpo, upload=upload, sections=["S21"], why="Clearer.")
    [made] = Suggestion.objects.all()
    assert (made.base_revision, made.why, made.author) == (1, "Clearer.", dpo)
    assert made.proposed == "<ol><li>Any breach is told to all within [[breach_hours]] hours.</li></ol>"


def test_it_stands_against_the_revision_that_was_downloaded(version, officer, dpo) -> None:
    content = edited(download(version, dpo), "A breach is told", "Any breach is told")
    section = version.sections.get(section_id="S21")
    save_section(by=officer, section=section, body="<ol><li>Other words.</li></ol>", revision=1)
    upload = kept(version, dpo, content)
    found = returned(upload)
    assert [(one.base_revision, one.was_saved_since) for one in found.changed] == [(1, True)]
    assert "changed after the copy was downloaded" in found.notes[0]
    suggest_changes(by=dpo, upload=upload, sections=["S21"])
    assert Suggestion.objects.get().base_revision == 1


def test_a_clause_of_which_nobody_changed_a_word_here_is_no_suggestion_although_it_was_saved_since(
    version, officer, dpo
) -> None:
    content = download(version, dpo)
    section = version.sections.get(section_id="S21")
    save_section(by=officer, section=section, body="<ol><li>Other words.</li></ol>", revision=1)
    assert list(returned(kept(version, dpo, content)).changed) == []


def test_a_clause_or_heading_that_came_or_went_is_told(version, dpo) -> None:
    document = Document(io.BytesIO(download(version, dpo)))
    document.add_heading("Bicycles", 1)
    document.add_paragraph("They are parked outside.")
    gone = next(one for one in document.paragraphs if one.text == "Principles" and one.style.name == "Heading 1")
    gone._p.getparent().remove(gone._p)
    target = io.BytesIO()
    document.save(target)
    notes = " ".join(returned(kept(version, dpo, target.getvalue())).notes)
    assert "Principles, is not in the copy" in notes
    assert "“Bicycles” is a heading that this version has not. Under it stands: They are parked outside." in notes


def test_a_copy_of_another_version_or_protocol_is_no_copy_of_this(version, officer, dpo) -> None:
    other = factories.draft(by=officer)
    content = download(version, officer)
    assert kept(other, officer, content).kind == WordUpload.Kind.TEXT
    relabelled = content_with_version(content, "7")
    with pytest.raises(Invalid, match="was downloaded from version 7, and this is version 1"):
        kept(version, dpo, relabelled)


def content_with_version(content: bytes, number: str) -> bytes:
    import zipfile

    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/custom.xml":
                data = data.replace(
                    b'name="Concordat version"><vt:lpwstr>1<', f'name="Concordat version"><vt:lpwstr>{number}<'.encode()
                )
            new.writestr(name, data)
    return target.getvalue()


def test_the_pages_lead_from_the_copy_to_the_suggestions(version, dpo) -> None:
    client = sign_in(Client(), dpo)
    content = edited(download(version, dpo), "A breach is told", "Any <script>breach</script> is told")
    answer = client.post(address_of("word", version), {"file": SimpleUploadedFile("copy.docx", content)})
    shown = client.get(answer.url).content.decode()
    assert "<ins" in shown
    assert "<script>breach" not in shown
    assert client.post(answer.url, {"sections": ""}).status_code == 422
    filled = form_on(shown, answer.url)
    assert client.post(answer.url, {**filled, "sections": "S21"}).url == answer.url
    assert "1 change is a suggestion now" in client.get(answer.url).content.decode()
    assert "<script" not in Suggestion.objects.get().proposed


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Told in <em>48</em> hours to Wigan.</p>", "<p>Told in <em>[[hours]]</em> hours to [[who]].</p>"),
        (
            "<p>Told in 48 hours <strong>to</strong> Wigan.</p>",
            "<p>Told in [[hours]] hours <strong>to</strong> [[who]].</p>",
        ),
        ("<p>Told within 48 hours to Wigan.</p>", "<p>Told within [[hours]] hours to [[who]].</p>"),
        ("<p>Told in 72 hours to Wigan.</p>", "<p>Told in 72 hours to [[who]].</p>"),
        ("<p>Told in 48 or 48 hours to Wigan.</p>", "<p>Told in 48 or 48 hours to [[who]].</p>"),
        ("<p>Something else about 48 things.</p>", "<p>Something else about 48 things.</p>"),
        ("<p>Ask [The gap] first.</p>", "<p>Ask [[gap]] first.</p>"),
    ],
)
def test_values_become_variables_again_where_they_stood(html: str, expected: str) -> None:
    base = "<p>Told in <em>[[hours]]</em> hours to [[who]].</p><p>Ask [[gap]] first.</p>"
    assert unfill(html, base, {"hours": "48", "who": "Wigan"}, {"gap": "The gap"}) == expected
