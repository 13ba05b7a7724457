"""Word opens a copy without repair: parts, ids, numbers, styles and the order of elements are as the schema says."""

import io
import zipfile

import pytest

from protocols.documents.word import write_copy
from tests.documents.conftest import AT
from tests.documents.sample_snapshot import sample_snapshot
from tests.documents.test_word_copies import HARD, MARKS, made
from tests.protocols.big import TEXT
from tests.word_structure import faults


def changed(content: bytes, part: str, old: str, new: str) -> bytes:
    """A file with other text in one part."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name == part:
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode(), 1)
            after.writestr(name, data)
    return target.getvalue()


@pytest.fixture(scope="module")
def copy() -> bytes:
    return made()


def test_a_copy_with_every_kind_of_formatting_has_no_fault(copy: bytes) -> None:
    assert faults(copy) == []
    assert faults(made(signed=True)) == []


def test_two_hundred_clauses_and_many_flows_have_no_fault() -> None:
    content = sample_snapshot()
    first = {**content["sections"][1], "origin": "own", "inherited_html": "", "schedule": None}
    content["sections"] += [
        {
            **first,
            "id": f"X{number:03}",
            "number": number,
            "title": f"Clause {number}",
            "html": HARD if number % 9 == 0 else TEXT,
        }
        for number in range(len(content["sections"]) + 1, 201)
    ]
    content["flows"] = [{**content["flows"][0], "number": number} for number in range(1, 31)]
    assert faults(write_copy(content, marks=MARKS, state="draft", signed=False, made_at=AT)) == []


def test_a_copy_that_libreoffice_saved_has_no_fault_that_matters(copy: bytes, libreoffice) -> None:
    saved = libreoffice.convert(copy, "docx", "docx")
    told = [one for one in faults(saved) if "nowhere" in one or "no style" in one or "nothing at" in one]
    assert told == []


@pytest.mark.parametrize(
    ("part", "old", "new", "fault"),
    [
        ("[Content_Types].xml", 'Extension="png"', 'Extension="pgn"', "word/media/image1.png has no content type"),
        ("word/_rels/document.xml.rels", 'Target="styles.xml"', 'Target="gone.xml"', "nothing at gone.xml"),
        ("word/document.xml", 'r:embed="', 'r:embed="x', "no relationship x"),
        ("word/document.xml", 'w:anchor="_Toc_section_S03"', 'w:anchor="_Toc_gone"', "a link to _Toc_gone"),
        ("word/document.xml", 'w:name="section_S03"', 'w:name="section_S02"', "section_S02 twice"),
        ("word/document.xml", '<w:pStyle w:val="Title"/>', '<w:pStyle w:val="Gone"/>', "pStyle Gone"),
        ("word/document.xml", "<w:tblGrid>", "<w:tblGrid><w:gridCol/>", "a row over"),
        ("word/document.xml", 'w:fldCharType="end"', 'w:fldCharType="begin"', "a field that does not end"),
        ("word/numbering.xml", "<w:start ", "<w:lvlJc/><w:start ", "lvl holds lvlJc start"),
        ("word/styles.xml", '<w:basedOn w:val="Normal"/>', '<w:qFormat/><w:basedOn w:val="Normal"/>', "style holds"),
    ],
)  # fmt: skip
def test_each_fault_would_be_found(copy: bytes, part: str, old: str, new: str, fault: str) -> None:
    assert any(fault in one for one in faults(changed(copy, part, old, new)))
