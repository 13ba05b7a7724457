"""Reading Word files: what LibreOffice makes, what people type, and what somebody would like to smuggle in."""

import io
import struct
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from portal.richtext import plain
from protocols.errors import Invalid
from protocols.loader import headings
from protocols.loader.headings import match
from protocols.loader.word import CopyMarks, read_word
from protocols.loader.word.guesses import guess_dates, mentions, name_bodies
from protocols.queries.word_reports import sentences
from protocols.texts.unfilling import words_of_html
from tests.documents.test_word_copies import HARD, MARKS, made
from tests.libreoffice import LibreOffice
from tests.protocols.factories_word import (
    RELATIONS,
    SENTENCE,
    TITLES,
    WORD,
    long_agreement,
    paragraph,
    word_file,
)

HEADED = "".join(paragraph(name, "Heading1") + paragraph(f"About {name}.") for name in ("Purpose", "Scope", "Security"))
LIBRARY = [("S03", "Purpose and objectives"), ("S22", "Information security"), ("S23", "Retention and disposal"),
           ("S21", "Rights of individuals"), ("S14", "Data to be shared")]  # fmt: skip


def html_of(body: str, **parts: object) -> str:
    return "".join(part.html for part in read_word("a.docx", word_file(body, **parts)).parts)


@pytest.fixture(scope="module")
def forty(libreoffice: LibreOffice) -> bytes:
    """A .docx of forty pages, made by LibreOffice."""
    return libreoffice.convert(long_agreement(42), "fodt", "docx")


def test_forty_pages_of_libreoffice_are_read_whole(forty: bytes, libreoffice: LibreOffice, tmp_path) -> None:
    path = tmp_path / "forty.pdf"
    path.write_bytes(libreoffice.convert(forty, "docx", "pdf"))
    told = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    assert int(told.partition("Pages:")[2].split()[0]) >= 40
    text = read_word("forty.docx", forty)
    assert [part.heading for part in text.parts] == ["", *TITLES]
    assert text.title == "Safer Vale information sharing agreement"
    assert (text.understood.counts["tables"], text.understood.counts["notes"]) == (42, 42)
    words = " ".join(plain(part.html) for part in text.parts)
    assert words.count(SENTENCE.strip()) == 42 * 16
    assert words.count("(footnote: Section 115 of the Crime and Disorder Act 1998, note 3.)") == 3


def test_nested_lists_tables_and_heads_of_libreoffice_keep_their_shape(forty: bytes) -> None:
    html = read_word("forty.docx", forty).parts[1].html
    assert "<ol><li>lettered one<ol><li>deep one</li><li>deep two</li></ol></li><li>lettered two</li></ol></li>" in html
    assert "<ul><li>A bullet</li></ul>" in html
    assert "<h3>Under it</h3>" in html
    assert (
        "<thead><tr><th>Record</th><th>Kept</th></tr></thead><tbody><tr><td>Row 0</td><td>Two years</td></tr>" in html
    )
    assert '<td colspan="2">Both are destroyed</td>' in html
    assert "<strong>the law</strong>" in html


@pytest.mark.parametrize("saved", [False, True])
def test_a_copy_from_the_portal_is_read_as_it_was_written(saved: bool, libreoffice: LibreOffice) -> None:
    data = made()
    text = read_word("a.docx", libreoffice.convert(data, "docx", "docx") if saved else data)
    assert text.marks == MARKS
    part = next(one for one in text.parts if "section_S02" in one.bookmarks)
    assert words_of_html(part.html) == words_of_html(HARD.replace("\x01", ""))
    for shape in ("<ol><li>one<ol><li>deeper</li><li>deeper still</li></ol></li><li>two</li></ol>", 'rowspan="2"',
                  'href="https://example.org/a"', "<u>under</u>", "<blockquote>"):  # fmt: skip
        assert shape in part.html.replace("<p>one</p>", "one")


def test_the_schedules_of_a_copy_are_not_read_and_inherited_words_are_told_apart() -> None:
    text = read_word("a.docx", made())
    words = " ".join(plain(part.html) for part in text.parts[1:])
    assert "Z5551234" not in words
    inherited = [part for part in text.parts if part.inherited]
    assert len(inherited) > 5
    assert all("Inherited from" not in part.inherited for part in inherited)


def test_short_bold_lines_are_headings_where_the_file_has_no_others() -> None:
    bold = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r></w:p>"
    body = "".join(
        bold.format(f"{n}. {name}") + paragraph("Words.") for n, name in enumerate(("Aims", "Scope", "End"), 1)
    )
    assert [part.heading for part in read_word("a.docx", word_file(body)).parts] == ["Aims", "Scope", "End"]


def test_numbers_that_were_typed_become_the_portals_own() -> None:
    lines = ("4.1 First", "(a) letter", "(b) second", "(i) small", "4.2 Next")
    html = html_of(HEADED + "".join(paragraph(line) for line in lines))
    assert "<ol><li>First<ol><li>letter</li><li>second<ol><li>small</li></ol></li></ol></li><li>Next</li></ol>" in html


def test_tracked_changes_are_read_as_accepted_and_told() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    changes = f"<w:ins>{run.format(' new')}</w:ins><w:del><w:r><w:delText> old</w:delText></w:r></w:del>"
    text = read_word("a.docx", word_file(HEADED + paragraph("kept", raw=changes)))
    assert text.parts[-1].html.endswith("<p>kept new</p>")
    told = sentences(text.understood)
    assert "1 tracked insertion was read as accepted." in told
    assert "1 tracked deletion was read as accepted." in told


def test_pictures_and_comments_are_named_as_left_out() -> None:
    wp = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    picture = (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{wp}"><wp:docPr name="Logo of Wigan"/></wp:inline></w:drawing></w:r>'
    )
    text = read_word("a.docx", word_file(HEADED + paragraph("kept", raw=picture)))
    assert "1 picture was left out: Logo of Wigan." in sentences(text.understood)


HOSTILE = {
    "script": "<script>alert(1)</script>",
    "style": "<style>body{display:none}</style>",
    "event handler": '<p onclick="alert(1)">x</p>',
    "svg": '<svg onload="alert(1)"><script>alert(1)</script></svg>',
    "data": '<a href="data:text/html,alert(1)">x</a>',
    "image": "<img src=x onerror=alert(1)>",
}


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_markup_in_the_words_of_a_file_stays_words(words: str) -> None:
    html = html_of(HEADED + paragraph(words))
    for sign in ("<script", "<style", "<svg", "<img", "<a ", "<p onclick"):
        assert sign not in html
    assert "&lt;" in html


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "file:///etc/passwd",
                                     "vbscript:x", " JaVaScRiPt:alert(1)", "\\\\evil.example\\share"])  # fmt: skip
def test_a_link_to_anywhere_harmful_is_words_alone(address: str) -> None:
    link = '<w:hyperlink r:id="h1"><w:r><w:t>click</w:t></w:r></w:hyperlink>'
    assert html_of(HEADED + paragraph("", raw=link), links={"h1": address}).endswith("<p>click</p>")
    kept = html_of(HEADED + paragraph("", raw=link), links={"h1": "https://example.org/?a=1&b=2"})
    assert 'href="https://example.org/?a=1&amp;b=2"' in kept


def test_elements_of_other_namespaces_are_not_markup() -> None:
    alien = '<svg xmlns="http://www.w3.org/2000/svg" onload="x()"><script>alert(1)</script></svg>'
    alien += '<html:script xmlns:html="http://www.w3.org/1999/xhtml">alert(2)</html:script>'
    assert html_of(HEADED + paragraph("kept", raw=alien)).endswith("<p>kept</p>")


def refused(content: bytes, words: str, name: str = "old.docx") -> None:
    with pytest.raises(Invalid) as refusal:
        read_word(name, content)
    assert words in refusal.value.sentence
    assert refusal.value.sentence.startswith((name, "A part of"))
    assert refusal.value.field == "file"


def test_entities_are_refused_before_they_multiply() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9)
    )
    refused(word_file(paragraph("&j;"), prolog=bomb + "]>"), "declares a document type")
    outside = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    refused(word_file(paragraph("a"), prolog=outside), "declares a document type")
    refused(word_file(HEADED, **{"docProps__custom.xml": outside + "<a>&x;</a>"}), "declares a document type")


def test_a_file_that_unfolds_beyond_measure_is_refused_unread() -> None:
    refused(word_file(HEADED, **{"word__media__a.bmp": b"\0" * (160 * 1024 * 1024)}), "would unfold to far more")
    refused(word_file(HEADED + "<!--" + " " * (21 * 1024 * 1024) + "-->"), "would unfold to far more")
    refused(word_file(paragraph("a") * 20_001), "has more than 20,000 paragraphs")
    many = {f"word__media__{number}.png": b"" for number in range(2_001)}
    refused(word_file(HEADED, **many), "would unfold to far more")


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    content = bytearray(word_file(HEADED + paragraph("x" * 100_000)))
    at = content.rfind(b"PK\x01\x02")
    while b"word/document.xml" not in content[at : at + 80]:
        at = content.rfind(b"PK\x01\x02", 0, at)
    struct.pack_into("<L", content, at + 24, 10)
    refused(bytes(content), "is damaged")


def test_elements_nested_without_end_are_refused() -> None:
    refused(word_file("<w:sdt>" * 5_000 + "</w:sdt>" * 5_000), "is damaged")


def test_wrappers_nested_as_deep_as_a_parser_takes_them_are_read_or_refused() -> None:
    tag = "<w:smartTag>" * 1_500 + "<w:r><w:t>deep</w:t></w:r>" + "</w:smartTag>" * 1_500
    refused(word_file(HEADED + f"<w:p>{tag}</w:p>"), "is damaged")


def test_one_note_told_again_and_again_is_told_once() -> None:
    note = f'<w:footnotes xmlns:w="{WORD}"><w:footnote w:id="2">{paragraph("long " * 2_000)}</w:footnote></w:footnotes>'
    relation = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    html = html_of(HEADED + paragraph("a", raw=relation * 3_000), **{"word__footnotes.xml": note})
    assert html.count("long") == 2_000
    assert html.count("the same as before") == 2_999


def test_lists_in_lists_and_spans_are_bounded() -> None:
    def item(at: int) -> str:
        left = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{at}"/></w:numPr><w:ind w:left="{at}"/>'
        return f"<w:p><w:pPr>{left}</w:pPr><w:r><w:t>x{at}</w:t></w:r></w:p>"

    kinds = '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>'
    nums = "".join(f'<w:num w:numId="{at}"><w:abstractNumId w:val="0"/></w:num>' for at in range(1, 400))
    cell = '<w:tcPr><w:gridSpan w:val="90000000"/></w:tcPr><w:p><w:r><w:t>y</w:t></w:r></w:p>'
    body = HEADED + "".join(map(item, range(1, 400))) + f"<w:tbl><w:tr><w:tc>{cell}</w:tc></w:tr></w:tbl>"
    document = word_file(body, **{"word__numbering.xml": f'<w:numbering xmlns:w="{WORD}">{kinds}{nums}</w:numbering>'})
    html = read_word("a.docx", document).parts[-1].html
    assert all(f"x{at}<" in html for at in range(1, 400))
    assert 'colspan="63"' in html
    assert html.count("<ol>") <= 12


@pytest.mark.parametrize("part", ["word__vbaProject.bin", "word__VBAPROJECT.BIN"])
def test_macros_are_refused(part: str) -> None:
    refused(word_file(HEADED, **{part: b"x"}), "macros")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7\nstartxref\n1\n%%EOF", "is not a Word file (PDF)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "older format"),
        (b"plain words", "is not a file that can be taken"),
        (b"x" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
        (word_file("")[:-200], "is damaged"),
        (word_file(""), "holds no words"),
        (word_file("<w:p>"), "is damaged"),
    ],
    ids=["empty", "pdf", "doc", "text", "large", "cut short", "no words", "broken"],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(content: bytes, words: str) -> None:
    refused(content, words)


def test_what_lies_outside_the_file_is_never_fetched() -> None:
    data = word_file(HEADED)
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("document.xml.rels"):
                content = content.replace(
                    b'Target="styles.xml"', b'Target="http://evil.example/s.xml" TargetMode="External"'
                )
            new.writestr(name, content)
    assert "About Purpose" in read_word("a.docx", target.getvalue()).words


def test_templates_and_pictures_elsewhere_are_told_and_never_fetched() -> None:
    far = "\\\\evil.example\\share\\t.dotm"
    external = '<Relationship Id="{}" Type="{}/{}" Target="{}" TargetMode="External"/>'
    inside = "".join(external.format(f"o{n}", RELATIONS, kind, far) for n, kind in enumerate(("image", "oleObject")))
    settings = external.format("t", RELATIONS, "attachedTemplate", far)
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    parts = {
        "word___rels__document.xml.rels": relations.format(inside),
        "word___rels__settings.xml.rels": relations.format(settings),
    }
    text = read_word("a.docx", word_file(HEADED, **parts))
    assert "3 things outside the file, such as templates and pictures, were not fetched." in sentences(text.understood)
    assert "evil" not in text.words + "".join(sentences(text.understood))


@pytest.mark.parametrize(
    "instruction", ["DDEAUTO c:\\\\cmd.exe", " dde x", 'INCLUDETEXT "file:///etc/passwd"', "LINK Excel.Sheet"]
)
def test_a_field_that_fetches_gives_only_what_it_shows(instruction: str) -> None:
    said = escape(instruction, {'"': "&quot;"})
    simple = f'<w:fldSimple w:instr="{said}"><w:r><w:t>shown</w:t></w:r></w:fldSimple>'
    marks = "".join(
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>{after}'
        for kind, after in (("begin", f"<w:r><w:instrText>{said}</w:instrText></w:r>"),
                            ("separate", "<w:r><w:t> too</w:t></w:r>"), ("end", ""))
    )  # fmt: skip
    text = read_word("a.docx", word_file(HEADED + paragraph("", raw=simple + marks)))
    assert text.parts[-1].html.endswith("<p>shown too</p>")
    told = "2 fields that would fetch words from other programs or files were not run: what they show was read."
    assert told in sentences(text.understood)
    assert instruction.strip() not in text.words


def test_a_picture_is_never_unpacked_however_large_it_would_be() -> None:
    bomb = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBB", 13, b"IHDR", 2**31 - 1, 2**31 - 1, 8, 6, 0, 0, 0)
    assert read_word("a.docx", word_file(HEADED, **{"word__media__huge.png": bomb})).parts


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("3. Purpose", "S03"), ("Information Security", "S22"), ("SECTION 4 – Retention and Destruction", "S23"),
        ("Subject Access Requests", "S21"), ("Parking of bicycles", ""), ("Purpose of this agreement", "S03"),
        ("Information to be shared", "S14"), ("", ""), ("Retention & disposal", "S23"),
    ],
)  # fmt: skip
def test_a_heading_finds_its_section_or_none(heading: str, section: str) -> None:
    assert match(heading, LIBRARY).section_id == section


def test_other_names_are_of_sections_that_exist_and_mean_one_each() -> None:
    sections = Path(headings.FILE).parent / "sections"
    assert set(headings.other_names()) <= {path.stem for path in sections.glob("*.yaml")}
    names = [name for every in headings.other_names().values() for name in every]
    assert len(names) > 200
    assert sorted(names) == sorted(set(names))


def test_days_and_bodies_are_guessed_with_their_words() -> None:
    text = "It commences on 1st April 2027 and expires on 31/03/2031.\nIt is reviewed by 2 May 2029, 31 June 2030.\n"
    assert {one.field: one.day for one in guess_dates(text)} == {
        "starts_on": date(2027, 4, 1), "ends_on": date(2031, 3, 31), "review_on": date(2029, 5, 2),
    }  # fmt: skip
    assert name_bodies("Made between the Wigan Council and Northmoor Police.") == ["Wigan Council", "Northmoor Police"]
    assert mentions("made by wigan council", "Wigan Council")
    assert not mentions("wiganish", "Wigan")


def test_the_marks_of_a_copy_survive_long_lists_and_nonsense() -> None:
    assert CopyMarks.read(MARKS.as_properties()) == MARKS
    assert max(map(len, MARKS.as_properties().values())) < 255
    for broken in ({}, {"Concordat reference": "A-0001", "Concordat version": "x"}):
        assert CopyMarks.read(broken) is None
