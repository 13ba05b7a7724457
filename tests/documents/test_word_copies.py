"""An agreement's text as a Word file: real numbers, headings and contents, and nothing lost or let in on the way."""

import io
import re
import subprocess
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn

from portal.file_kinds import FileKind, kind_of
from portal.richtext import plain
from protocols.documents.word import write_copy
from protocols.documents.word.copies import SIGNED
from protocols.loader.word import CopyMarks
from tests.documents.conftest import AT
from tests.documents.sample_snapshot import sample_snapshot
from tests.libreoffice import LibreOffice

HARD = (
    "<ol><li><p>First <strong>bold</strong>, <em>slanted</em>, <u>under</u> &amp; <a href='https://example.org/a'>"
    "linked</a>.</p><ol><li>one<ol><li>deeper</li><li>deeper still</li></ol></li><li>two</li></ol><p>Then:</p>"
    "<ol><li>again</li></ol></li><li>Second</li></ol><h3>Under a heading</h3><ul><li>a bullet<ul><li>below</li></ul>"
    "</li></ul><blockquote><p>quoted</p></blockquote><table><thead><tr><th>What</th><th>Kept</th></tr></thead><tbody>"
    "<tr><td rowspan='2'>Records<ol><li>inside</li></ol></td><td>Two<br>years</td></tr><tr><td>Three</td></tr><tr>"
    "<td colspan='2'>Both</td></tr></tbody></table><p>Last words\x01, [Hours to tell of a breach]</p>"
)
MARKS = CopyMarks("SAM-0002", 1, "ab" * 32, {f"S{number:02}": number for number in range(1, 90)})


def made(html: str = HARD, *, signed: bool = False, **changes: object) -> bytes:
    content = sample_snapshot()
    content["sections"][1] = {**content["sections"][1], "html": html, "origin": "own", "inherited_html": "", **changes}
    return write_copy(content, marks=MARKS, state="draft", signed=signed, made_at=AT)


@pytest.fixture(scope="module")
def copy() -> bytes:
    return made()


def opened(data: bytes):
    return Document(io.BytesIO(data))


def words_of(document) -> list[str]:
    """Every word of the body in order, each cell once, as LibreOffice's text has them."""
    texts = [node.text or "" if node.tag == qn("w:t") else " " for node in document.element.body.iter()
             if node.tag in {qn("w:t"), qn("w:br"), qn("w:tab"), qn("w:p")}]  # fmt: skip
    return "".join(texts).split()


def unnumbered(words: list[str]) -> list[str]:
    """Words without numbers and bullets, which Word keeps apart from the words and LibreOffice writes before them."""
    return [word for word in words if not re.fullmatch(r"\d+(?:\.\d+)*\.?|\([a-z]+\)|[•–▪◦\uf0b7]", word)]


def test_libreoffice_opens_it_as_it_is_with_every_word_and_number(copy: bytes, libreoffice: LibreOffice) -> None:
    theirs = unnumbered(libreoffice.convert(copy, "docx", "txt").decode("utf-8-sig").split())
    ours = unnumbered(words_of(opened(copy)))
    assert ours == theirs
    assert len(ours) > 2000


def test_the_numbers_are_those_of_the_printed_agreement(copy: bytes, libreoffice: LibreOffice, tmp_path) -> None:
    path = tmp_path / "copy.pdf"
    path.write_bytes(libreoffice.convert(copy, "docx", "pdf"))
    pages = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    clause = pages[pages.index("First bold") - 40 :]
    found = re.findall(r"^\s*(\d\.\d|\([a-z]+\))\s+(\w+)", clause[: clause.index("Under a heading")], flags=re.M)
    assert found == [
        ("2.1", "First"), ("(a)", "one"), ("(i)", "deeper"), ("(ii)", "deeper"), ("(b)", "two"), ("(a)", "again"),
        ("2.2", "Second"),
    ]  # fmt: skip
    numbered = {title: number for number, title in re.findall(r"^ *(\d+) +([A-Z][a-z ,]+)$", pages, flags=re.M)}
    for section in sample_snapshot()["sections"]:
        assert numbered.get(section["title"]) == str(section["number"]), section["title"]


def test_headings_contents_and_tables_are_real(copy: bytes) -> None:
    document = opened(copy)
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert headings[: len(sample_snapshot()["sections"])] == [one["title"] for one in sample_snapshot()["sections"]]
    contents = [one for one in document.element.body.iter(qn("w:hyperlink")) if one.get(qn("w:anchor"))]
    bookmarks = {one.get(qn("w:name")) for one in document.element.body.iter(qn("w:bookmarkStart"))}
    assert len(contents) == len(headings)
    assert {one.get(qn("w:anchor")) for one in contents} <= bookmarks
    table = next(one for one in document.tables if one.cell(0, 0).text == "What")
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table.cell(1, 0)._tc is table.cell(2, 0)._tc
    assert table.cell(3, 0)._tc is table.cell(3, 1)._tc


def test_bookmarks_have_numbers_and_names_of_their_own(copy: bytes) -> None:
    starts = list(opened(copy).element.body.iter(qn("w:bookmarkStart")))
    for name in ("w:id", "w:name"):
        values = [one.get(qn(name)) for one in starts]
        assert len(set(values)) == len(values)


@pytest.mark.parametrize("signed", [True, False])
def test_it_is_marked_on_every_page_as_a_draft_or_as_a_copy(signed: bool) -> None:
    document = opened(made(signed=signed))
    header = document.sections[0].header.paragraphs[0].text
    assert (SIGNED in header) is signed
    assert ("DRAFT" in header) is not signed
    assert "SAM-0002 version 1" in header


def test_inherited_clauses_name_the_exact_version(copy: bytes) -> None:
    sources = [one.text for one in opened(copy).paragraphs if one.style.name == "Inherited from"]
    assert set(sources) == {"Inherited from SAM-0001 version 2"}


def test_hostile_text_is_text_or_nothing() -> None:
    data = made(
        "<p onclick='x()'>a<script>alert(1)</script><svg><p>x</p></svg><a href='javascript:x()'>link</a>"
        "<a href='data:text/html,x'>data</a><img src='https://evil.example/a.png'>b</p>",
        title="<w:p>{ INCLUDETEXT file:///etc/passwd }",
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
    for words in (b"alert(1)", b"javascript:", b"data:text", b"evil.example", b"onclick", b"<w:p>{"):
        assert words not in whole
    assert kind_of(data) is FileKind.DOCX
    assert "{ INCLUDETEXT" in " ".join(one.text for one in opened(data).paragraphs)


def test_nothing_of_a_clause_is_left_out(copy: bytes) -> None:
    words = "".join(words_of(opened(copy)))
    lines = plain(HARD.replace("<ol>", " <ol>").replace("\x01", "")).replace("\t", "\n").splitlines()
    assert len(lines) > 15
    assert [line for line in lines if "".join(line.split()) not in words] == []


def test_links_to_clauses_and_paragraphs_are_links_inside_the_file() -> None:
    own = '<p>See <a href="#section-S01">clause 1</a>, <a href="#section-S02/p0000000a">clause 2.1</a>.</p>'
    gone = '<p>And <a href="#section-S99">clause 9</a>.</p>'
    document = opened(made(f'<ol><li id="section-S02/p0000000a">Kept.</li></ol>{own}{gone}'))
    links = {
        link.get(qn("w:anchor")): "".join(text.text for text in link.iter(qn("w:t")))
        for link in document.element.body.iter(qn("w:hyperlink"))
        if not link.get(qn("w:anchor"), "_Toc").startswith("_Toc")
    }
    assert links == {"section_S01": "clause 1", "paragraph_S02_p0000000a": "clause 2.1"}
    names = {mark.get(qn("w:name")): mark.getparent() for mark in document.element.body.iter(qn("w:bookmarkStart"))}
    assert links.keys() <= names.keys()
    assert [text.text for text in names["paragraph_S02_p0000000a"].iter(qn("w:t"))] == ["Kept."]
