"""The draft impact assessment in LibreOffice: it opens as it is, and says there what it says to Word."""

import io
import re
import subprocess
from collections import Counter

import pytest
from docx import Document

from protocols.documents.impact import write_impact_draft
from tests.documents.test_risks import AT, HOSTILE, content, risk, with_risks
from tests.libreoffice import LibreOffice

BULLET = "•"


@pytest.fixture(scope="module")
def draft() -> bytes:
    """A draft with everything in it, and one text that tries to be more than text."""
    return write_impact_draft(content(risks=with_risks(risk(3, title=HOSTILE))["risks"]), made_at=AT)


@pytest.fixture(scope="module")
def pages(draft: bytes, libreoffice: LibreOffice, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The text of each page as it is printed."""
    path = tmp_path_factory.mktemp("printed") / "draft.pdf"
    path.write_bytes(libreoffice.convert(draft, "docx", "pdf"))
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    return text.split("\f")[:-1]


def opened(data: bytes):
    return Document(io.BytesIO(data))


def words_of(document) -> list[str]:
    """Every word of the body, in the order that a reader meets it."""
    texts: list[str] = []
    for part in document.iter_inner_content():
        if hasattr(part, "rows"):
            texts += [cell.text for row in part.rows for cell in row.cells]
        else:
            texts.append(part.text)
    return " ".join(texts).split()


def test_it_opens_and_every_word_is_there_in_order(draft: bytes, libreoffice: LibreOffice) -> None:
    text = libreoffice.convert(draft, "docx", "txt").decode("utf-8-sig")
    words = words_of(opened(draft))
    assert len(words) > 1000
    assert text.replace(BULLET, " ").split() == words


def test_saved_there_it_keeps_its_headings_and_its_tables(draft: bytes, libreoffice: LibreOffice) -> None:
    mine, saved = opened(draft), opened(libreoffice.convert(draft, "docx", "docx"))

    def headings(document) -> list[tuple[str, str]]:
        return [(one.style.name, one.text) for one in document.paragraphs if one.style.name.startswith("Heading")]

    def tables(document) -> list[list[list[str]]]:
        return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]

    assert headings(saved) == headings(mine)
    assert Counter(style for style, _ in headings(mine))["Heading 1"] == 7
    assert tables(saved) == tables(mine)
    assert sum(one.style.name == "To complete" for one in saved.paragraphs) >= 8


def test_its_pages_say_that_it_is_a_draft_and_which_page_it_is(pages: list[str]) -> None:
    assert len(pages) > 5
    for number, page in enumerate(pages, 1):
        assert "Draft impact assessment: to be finished" in page
        assert re.search(rf"SAM-0002 version 1\s+Page {number} of {len(pages)}\b", page)


def test_a_picture_and_the_words_above_it_are_on_one_page(pages: list[str]) -> None:
    for title in ("Where the risks stand before anything is done", "Where the risks stand once all that is done"):
        [page] = [page for page in pages if title in page]
        below = page[page.index(title) :]
        assert all(word in below for word in ("5 Almost certain", "1 Rare", "5 Severe", "Risk 2"))


def test_a_file_that_would_need_repair_is_refused(draft: bytes, libreoffice: LibreOffice) -> None:
    with pytest.raises(AssertionError, match=r"could not open the \.docx file as it is"):
        libreoffice.convert(draft[: len(draft) // 2], "docx", "txt")


def test_a_program_that_hangs_is_ended(tmp_path) -> None:
    hanging = tmp_path / "hanging"
    hanging.write_text("#!/bin/sh\nsleep 60 &\nwait\n")
    hanging.chmod(0o755)
    office = LibreOffice(tmp_path, program=str(hanging), timeout=0.2)
    with pytest.raises(subprocess.TimeoutExpired):
        office.convert(b"", "docx", "txt")
