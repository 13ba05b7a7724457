"""The PDF of a snapshot, read back with the programs that other people will read it with."""

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings

from portal.audit.chain import canonical
from protocols.documents.errors import RenderingError
from protocols.documents.kinds import DocumentKind
from protocols.documents.rendering import Rendered, render
from protocols.documents.typesetting import typeset
from tests.documents.sample_snapshot import fingerprint_of, sample_fingerprint, sample_snapshot


def text_of(tool, pdf: bytes, *options: str) -> str:
    return tool(pdf, "pdftotext", "-layout", *options, after=("-",))


def pages_of(tool, pdf: bytes) -> list[str]:
    return text_of(tool, pdf).split("\f")


def test_nothing_is_complained_of_while_it_is_set(rendered: Rendered) -> None:
    assert rendered.complaints == ()


def test_the_file_is_sound(rendered: Rendered, tool) -> None:
    assert "No syntax or stream encoding errors" in tool(rendered.pdf, "qpdf", "--check")


def test_the_file_is_titled_tagged_and_counted(rendered: Rendered, tool) -> None:
    info = tool(rendered.pdf, "pdfinfo")
    assert "SAM-0002 version 1: Violence and anti-social behaviour in Northbrook" in info
    assert re.search(r"Tagged:\s+yes", info)
    assert re.search(rf"Pages:\s+{rendered.page_count}\n", info)
    assert re.search(r"JavaScript:\s+no", info)


def test_the_file_says_that_it_is_pdf_a_3a_in_british_english(rendered: Rendered, tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(rendered.pdf)
    with pikepdf.open(path) as file:
        metadata = bytes(file.Root.Metadata.read_bytes())
        assert b'pdfaid:part="3"' in metadata
        assert b'pdfaid:conformance="A"' in metadata
        assert str(file.Root.Lang) == "en-GB"
        assert file.Root.OutputIntents[0].S == "/GTS_PDFA1"
        fonts = [font for page in file.pages for font in page.Resources.get("/Font", {}).values()]
        assert fonts
        assert all("/FontFile2" in font.DescendantFonts[0].FontDescriptor for font in fonts)


def test_the_bookmarks_are_the_sections(rendered: Rendered, tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(rendered.pdf)
    with pikepdf.open(path) as file, file.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles[0] == "Contents"
    assert "2 Purpose of this protocol" in titles
    assert titles[-1] == "Checking this document"


def test_the_contents_name_the_page_that_each_section_is_on(rendered: Rendered, tool) -> None:
    pages = pages_of(tool, rendered.pdf)
    for section in sample_snapshot()["sections"]:
        line = re.search(rf"^\s*{section['number']}\s+{re.escape(section['title'])}\s+(\d+)$", pages[1], re.M)
        assert line, section["title"]
        assert re.search(rf"^\s*{section['number']}\s+{re.escape(section['title'])}", pages[int(line[1]) - 1], re.M)


def test_clauses_are_numbered_through_inherited_and_added_text(rendered: Rendered, tool) -> None:
    text = text_of(tool, rendered.pdf)
    for number, words in (
        ("2.1", "The parties share data"),
        ("2.2", "In particular"),
        ("5.2", "Personal data, controller"),
        ("5.3", "Case means"),
        ("10.2", "The parties publish"),
    ):
        assert re.search(rf"{re.escape(number)}\s+{words}", text), number
    assert re.search(r"\(b\)\s+to bring together", text)


def test_inherited_text_names_its_source_where_it_stands(rendered: Rendered, tool) -> None:
    text = text_of(tool, rendered.pdf)
    inherited = [section for section in sample_snapshot()["sections"] if section["origin"] != "own"]
    assert text.count("Inherited from SAM-0001 version 2") == len(inherited)


def test_every_party_flow_and_refusal_is_printed(rendered: Rendered, tool) -> None:
    words = " ".join(tool(rendered.pdf, "pdftotext", "-raw", after=("-",)).split())
    snapshot = sample_snapshot()
    for party in snapshot["parties"]:
        assert party["legal_name"] in words
        assert party["signatory"]["name"] in words
        assert party["ico_registration"] in words
    assert all(flow["title"] in words for flow in snapshot["flows"])
    assert "Council tax records of named addresses" in words
    assert "Local Government Finance Act 1992, section 67" in words
    assert "C1.4" in words


def test_the_legal_record_gives_step_answer_law_and_reason(rendered: Rendered, tool) -> None:
    words = " ".join(tool(rendered.pdf, "pdftotext", "-raw", after=("-",)).split())
    step = sample_snapshot()["legal_record"][1]["steps"][5]
    assert f"{step['id']} {step['question']} {step['answer']} {step['reason']} {step['laws'][0]}" in words


def test_the_legal_record_names_the_evidence_of_an_answer_by_its_bytes(rendered: Rendered, tool) -> None:
    words = " ".join(tool(rendered.pdf, "pdftotext", "-raw", after=("-",)).split())
    told = "Evidence: Cabinet minute 12 March 2026.pdf (SHA-256 5ad10f5ad10f), The cabinet adopts the strategy"
    assert f"to a relevant authority. {told}" in words


def test_headers_and_footers_run_on_every_page(rendered: Rendered, tool) -> None:
    pages = pages_of(tool, rendered.pdf)[: rendered.page_count]
    short = sample_fingerprint()[:12]
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {rendered.page_count}" in page
        assert re.search(rf"SAM-0002\s+·\s+version 1\s+·\s+{short}", page)
    assert all("Safer Northbrook Partnership" in page for page in pages)


def test_table_heads_repeat_where_a_table_goes_on(rendered: Rendered, tool) -> None:
    flow_pages = [page for page in pages_of(tool, rendered.pdf) if "Small numbers:" in page]
    assert len(flow_pages) > 1
    assert all("What is shared" in page for page in flow_pages)


def test_the_flow_schedule_lies_across_the_page(rendered: Rendered, tool) -> None:
    sizes = tool(rendered.pdf, "pdfinfo", "-f", "1", "-l", str(rendered.page_count))
    across = re.findall(r"Page\s+(\d+) size:\s+841\.89 x 595\.2", sizes)
    pages = pages_of(tool, rendered.pdf)
    assert across
    assert all("What is shared" in pages[int(number) - 1] for number in across)


@pytest.mark.parametrize("heading", ["h2", "h3", "h4"])
def test_a_heading_goes_with_what_follows_it(heading: str, tool) -> None:
    for filler in range(32, 44):
        before = "<p>One line of text.</p>" * filler
        html = f"<html lang='en-GB'><body>{before}<{heading}>The heading</{heading}><p>What follows</p></body></html>"
        pages = tool(typeset(html).pdf, "pdftotext", after=("-",)).split("\f")
        (page,) = [page for page in pages if "The heading" in page]
        assert "What follows" in page, filler


def test_the_flow_map_has_its_equivalent_in_words(rendered: Rendered, tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(rendered.pdf)
    with pikepdf.open(path) as file:
        said = [
            str(thing.Alt)
            for thing in file.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure" and "/Alt" in thing
        ]
    assert any("Flow 4, Anti-social behaviour cases: Northbrook Council to Moorland Police" in alt for alt in said)


def test_the_snapshot_is_attached_as_the_source(rendered: Rendered, tool, tmp_path: Path) -> None:
    tool(rendered.pdf, "pdfdetach", "-save", "1", "-o", str(tmp_path / "out.json"))
    assert (tmp_path / "out.json").read_bytes() == canonical(sample_snapshot()).encode()
    with pikepdf.open(tmp_path / "file.pdf") as file:
        assert len(file.Root.AF) == 1
        assert file.Root.AF[0].AFRelationship == "/Source"


def test_a_draft_says_so_in_words_and_across_every_page(draft: Rendered, tool) -> None:
    pages = pages_of(tool, draft.pdf)[: draft.page_count]
    assert "Draft 3: not for signature" in pages[0]
    straight = tool(draft.pdf, "pdftotext", "-nodiag", after=("-",)).split("\f")
    every = tool(draft.pdf, "pdftotext", after=("-",)).split("\f")
    for number in range(draft.page_count):
        slanting = Counter("".join(every[number].split())) - Counter("".join(straight[number].split()))
        assert slanting == Counter("Draft3:notforsignature")


def test_a_file_for_signing_bears_no_watermark(rendered: Rendered, tool) -> None:
    assert "not for signature" not in text_of(tool, rendered.pdf)


def test_only_a_file_for_signing_has_fields(rendered: Rendered, draft: Rendered, tool) -> None:
    assert rendered.boxes[0].name == "certification"
    assert len(rendered.boxes) == 6
    assert draft.boxes == ()
    assert re.search(r"Form:\s+none", tool(draft.pdf, "pdfinfo"))


def test_an_approval_copy_is_marked_as_one(tool) -> None:
    copy = render(sample_snapshot(), DocumentKind.APPROVAL_COPY, sha256=sample_fingerprint())
    assert "Approval copy: not for signature" in text_of(tool, copy.pdf)


ONCE = """
import sys, django
django.setup()
from protocols.documents.kinds import DocumentKind
from protocols.documents.rendering import render
from tests.documents.sample_snapshot import sample_fingerprint, sample_snapshot
made = render(sample_snapshot(), DocumentKind.SIGNING, sha256=sample_fingerprint())
sys.stdout.buffer.write(made.pdf)
"""


@pytest.mark.parametrize(("seed", "zone"), [("1", "Asia/Tokyo"), ("77", "America/Lima")])
def test_the_same_snapshot_gives_the_same_bytes_in_another_process(
    seed: str, zone: str, rendered: Rendered, tmp_path: Path
) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "CONCORDAT_DATA": str(tmp_path)}
    environment["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    done = subprocess.run(
        [sys.executable, "-c", ONCE], capture_output=True, check=True, cwd=settings.BASE_DIR, env=environment
    )
    assert done.stdout == rendered.pdf


def test_another_snapshot_gives_other_bytes(rendered: Rendered) -> None:
    other = sample_snapshot()
    other["sections"][1]["html"] += "<p>One word more.</p>"
    assert render(other, DocumentKind.SIGNING, sha256=fingerprint_of(other)).pdf != rendered.pdf


def test_a_fingerprint_that_is_not_the_snapshots_is_refused() -> None:
    with pytest.raises(RenderingError, match="fingerprint"):
        render(sample_snapshot(), DocumentKind.DRAFT, sha256="0" * 64)


def test_the_schedules_are_printed_even_where_no_section_asks_for_them(tool) -> None:
    snapshot = sample_snapshot()
    snapshot["sections"] = [section for section in snapshot["sections"] if not section["schedule"]]
    made = render(snapshot, DocumentKind.SIGNING, sha256=fingerprint_of(snapshot))
    text = text_of(tool, made.pdf)
    assert all(title in text for title in ("Schedule of data flows", "Summary of the legal record", "Signatures"))
    assert len(made.boxes) == 6
