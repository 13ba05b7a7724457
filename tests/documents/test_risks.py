"""The risk register in print, and in a draft impact assessment that Word can open."""

import io
import re
import zipfile
from datetime import UTC, datetime
from functools import cache

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from protocols.documents.composing import compose
from protocols.documents.impact import write_impact_draft
from protocols.documents.kinds import DocumentKind
from protocols.documents.rendering import render
from protocols.documents.risks import Weight, grid_of, register_of
from tests.documents.sample_flows import COUNCIL, POLICE
from tests.documents.sample_snapshot import fingerprint_of, sample_snapshot

AT = datetime(2027, 3, 3, 10, 42, tzinfo=UTC)
HOSTILE = '=HYPERLINK("http://evil.example") <script>alert(1)</script> & \x00\x0b\ufffe end'


def risk(number: int, **changes: object) -> dict[str, object]:
    given = {
        "number": number, "title": f"Records are matched wrongly, case {number}", "source": "own",
        "description": "Two people share a name and a street. One is visited in place of the other.",
        "likelihood_before": 4, "severity_before": 4, "likelihood_after": 2, "severity_after": 4,
        "mitigation": "Match on three items, and test a sample.", "owner": COUNCIL, "owner_post": "Head of analysis",
    }  # fmt: skip
    return {**given, **changes}


def with_risks(*more: dict[str, object]) -> dict[str, object]:
    high = risk(2, title="A victim is found", likelihood_after=3, severity_after=5, severity_before=5, owner=POLICE)
    return {**sample_snapshot(), "risks": [risk(1), high, *more]}


def step(number: int, **changes: object) -> dict[str, object]:
    given = {
        "id": f"C{number}", "stage": "C1", "question": "Which power?", "answer": "A duty", "reason": "Section 115.",
        "laws": ["Crime and Disorder Act 1998 s.115"], "choices": [], "gateways": [], "advice": [], "automatic": False,
    }  # fmt: skip
    return {**given, **changes}


def content(**changes: object) -> dict[str, object]:
    advice = [{"opinion": "Needs more", "text": "Name the paragraph.", "by": "Ann", "capacity": ""}]
    begun = {
        "party": COUNCIL, "flows": [1], "checklist": {"title": "Legal basis checklist", "version": "2026.3"},
        "end": "", "steps": [step(1, advice=advice), step(2, automatic=True, question="Settled by facts")],
        "limits": [{"text": "Only for crime and disorder.", "cite": "CDA 1998 s.115"}],
    }  # fmt: skip
    given = {"state": "Consultation", "assessments": [begun], "consulted": [{"who": "A", "comments": 3, "answered": 2}]}
    return {**with_risks(), **given, **changes}


@cache
def plain_draft() -> bytes:
    return write_impact_draft(content(), made_at=AT)


def opened(**changes: object):
    if not changes:
        return Document(io.BytesIO(plain_draft()))
    return Document(io.BytesIO(write_impact_draft(content(**changes), made_at=AT)))


def words_of(document) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


# ----- pictures -----


def test_each_number_stands_in_the_one_cell_of_its_weights() -> None:
    grid = grid_of([(1, Weight(5, 1)), (2, Weight(1, 5)), (3, Weight(1, 5))])
    held = {(row.likelihood, at): cell.numbers for row in grid for at, cell in enumerate(row.cells, 1) if cell.numbers}
    assert held == {(5, 1): (1,), (1, 5): (2, 3)}


def test_the_likeliest_row_comes_first_and_each_cell_has_its_level() -> None:
    grid = grid_of([])
    assert [row.likelihood for row in grid] == [5, 4, 3, 2, 1]
    assert [cell.level.value for cell in grid[2].cells] == ["low", "medium", "medium", "medium", "high"]


def test_a_risk_without_an_owner_is_shown_as_nobodys() -> None:
    (row,) = register_of([risk(1, owner=None)], {}).rows
    assert row.owner == ""


# ----- print -----


@pytest.fixture(scope="module")
def printed():
    snapshot = with_risks()
    return render(snapshot, DocumentKind.DRAFT, sha256=fingerprint_of(snapshot), label="Draft 1")


def test_the_register_is_printed_as_a_schedule(printed, tool) -> None:
    text = re.sub(r"\s+", " ", tool(printed.pdf, "pdftotext", "-layout", after=("-",)))
    assert printed.complaints == ()
    assert "Risk register" in text
    assert "Risks that stay high: 2." in text
    assert "High 15" in text


def test_it_follows_the_section_on_risk_where_there_is_one() -> None:
    plain = next(one["id"] for one in sample_snapshot()["sections"] if not one["schedule"])
    sections = [{**one, "id": "S30"} if one["id"] == plain else one for one in sample_snapshot()["sections"]]
    bare = {"kind": DocumentKind.DRAFT, "sha256": "0", "label": "", "verify_url": "https://x.example"}
    composed = compose({**with_risks(), "sections": sections}, **bare)["sections"]
    assert [one["id"] for one in composed if one["schedule"] == "risks"] == ["S30"]
    before = compose({**sample_snapshot(), "sections": sections}, **bare)["sections"]
    assert not [one for one in before if one["schedule"] == "risks"]


def test_a_snapshot_without_the_key_has_no_such_schedule(draft, tool) -> None:
    assert "Risk register" not in tool(draft.pdf, "pdftotext", after=("-",))


# ----- Word -----


def test_the_file_is_whole_and_every_part_of_it_is_well_formed() -> None:
    with zipfile.ZipFile(io.BytesIO(plain_draft())) as file:
        assert file.testzip() is None
        for name in file.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(file.read(name))


# The order that Word's schema demands (ECMA-376, part 1): it offers to repair a file in which they stand otherwise.
ORDER = {
    "tblPr": "tblStyle tblStyleRowBandSize tblStyleColBandSize tblW jc tblInd tblBorders shd tblLayout tblCellMar "
    "tblLook tblCaption",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind contextualSpacing "
    "jc outlineLvl rPr sectPr",
    "tbl": "tblPr tblGrid tr",
    "tr": "trPr tc",
    "tc": "tcPr p",
}  # fmt: skip


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml"])
def test_the_parts_stand_in_the_order_that_word_opens_without_repair(part: str) -> None:
    with zipfile.ZipFile(io.BytesIO(plain_draft())) as file:
        root = etree.fromstring(file.read(part))
    met = set()
    for one in root.iter(etree.Element):
        order = ORDER.get(etree.QName(one).localname, "").split()
        if order:
            places = [order.index(etree.QName(child).localname) for child in one]
            assert places == sorted(places), etree.tostring(one)
            met.add(one.tag)
    assert len(met) >= 2


def test_it_has_real_headings_in_the_order_of_an_impact_assessment() -> None:
    headings = [one.text for one in opened().paragraphs if one.style.name == "Heading 1"]
    assert [text.split(". ")[0] for text in headings] == ["1", "2", "3", "4", "5", "6", "7"]
    assert headings[3] == "4. Necessity and proportionality"


def test_tables_repeat_their_heads_and_do_not_split_rows() -> None:
    risks = next(table for table in opened().tables if table.cell(0, 0).text == "Risk")
    head = risks.rows[0]._tr.xml
    assert "w:tblHeader" in head
    assert all("w:cantSplit" in row._tr.xml for row in risks.rows)


def test_it_says_on_every_page_that_it_is_a_draft() -> None:
    document = opened()
    assert "Draft impact assessment" in document.sections[0].header.paragraphs[0].text
    assert document.core_properties.title.startswith("Data protection impact assessment (draft)")


def test_flows_answers_risks_and_measures_are_in_it() -> None:
    words = words_of(opened())
    for part in (
        "Depersonalised" if "Depersonalised" in str(sample_snapshot()["flows"]) else "Flow 1", "Section 115.",
        "Adviser needs more: Name the paragraph.", "Only for crime and disorder. (CDA 1998 s.115)", "High, 16",
        "Medium, 8", "A high risk remains. The ICO has to be consulted", "Not finished.",
    ):  # fmt: skip
        assert part in words


def test_each_picture_tells_its_levels_in_words_and_holds_each_risk_once() -> None:
    before, after = [table for table in opened().tables if table.cell(0, 1).text == "1 Minimal"]
    for table, cells in ((before, {(2, 4): "1", (2, 5): "2"}), (after, {(4, 4): "1", (3, 5): "2"})):
        said = {(down, at): cell.text for down, row in enumerate(table.rows) for at, cell in enumerate(row.cells)}
        assert {
            place: text.split("\n")[1].removeprefix("Risk ") for place, text in said.items() if "\n" in text
        } == cells
        assert {said[down, 1] for down in range(1, 6)} == {"Low"}


def test_every_table_has_a_name_for_people_who_do_not_see_it() -> None:
    names = [table._tbl.tblPr.find(qn("w:tblCaption")) for table in opened().tables]
    assert len(names) > 10
    assert all(name.get(qn("w:val")) for name in names)


def test_schedules_are_not_offered_as_measures() -> None:
    words = words_of(opened())
    assert "Retention and destruction" in words
    assert ", Signatures" not in words
    assert ", Document control" not in words


def test_what_the_facts_settled_is_not_given_as_an_answer() -> None:
    assert "Settled by facts" not in words_of(opened())


def test_what_only_people_can_say_is_left_as_a_marked_blank() -> None:
    blanks = [one for one in opened().paragraphs if one.style.name == "To complete"]
    assert len(blanks) >= 8
    assert all(one.text.startswith("[To complete: ") for one in blanks)


def test_each_party_has_its_own_sign_off_with_its_data_protection_officer() -> None:
    words = words_of(opened())
    assert words.count("Remaining risks approved by") == len(sample_snapshot()["parties"])
    assert "Dana Obi, Data Protection Officer" in words


def test_hostile_text_stays_text() -> None:
    data = write_impact_draft(content(risks=[risk(1, title=HOSTILE, mitigation=HOSTILE)]), made_at=AT)
    words = words_of(Document(io.BytesIO(data)))
    assert '=HYPERLINK("http://evil.example") <script>alert(1)</script> &  end' in words
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        xml = file.read("word/document.xml").decode()
    assert "<script" not in xml
    assert "w:instrText" not in xml
    assert "evil.example" not in file_relations(data)


def file_relations(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return "".join(file.read(name).decode() for name in file.namelist() if name.endswith(".rels"))


def test_a_version_without_flows_answers_or_risks_still_makes_a_draft() -> None:
    words = words_of(opened(flows=[], refused_flows=[], assessments=[], consulted=[], risks=[]))
    for part in ("no data flows of its own", "No checklist has been begun.", "The register holds no risks yet."):
        assert part in words
