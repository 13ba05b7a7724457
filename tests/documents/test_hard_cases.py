"""Agreements that strain the page: many parties, long names, nasty HTML, no flows, other alphabets."""

from itertools import pairwise
from typing import Any

import pytest

from protocols.documents.kinds import DocumentKind
from protocols.documents.rendering import Rendered, field_for, render
from protocols.documents.signing import Signatory, certify, seal, sign
from protocols.documents.verifying import verify
from tests.documents.conftest import AT
from tests.documents.sample_snapshot import fingerprint_of, sample_snapshot

LONG = "The Mayor’s Office for Policing, Crime, Fire, Rescue and Community Resilience of the Combined Authority of "
PLACES = ("Ashmere", "Brindlecombe", "Carrowdale", "Dunholme", "Eastwick", "Fellgate", "Garside", "Hartlow")


def with_many_parties() -> dict[str, Any]:
    """Twelve parties, eight of them with names of more than a hundred letters."""
    snapshot = sample_snapshot()
    for place in PLACES:
        name = f"{LONG}{place} and Districts"
        extra = {**snapshot["parties"][0], "key": place.lower(), "legal_name": name, "short_name": f"{place} Office"}
        extra["signatory"] = {
            "name": f"Sir Bartholomew Featherstonehaugh-Cholmondeley of {place}",
            "post": LONG + place,
        }
        snapshot["parties"].append(extra)
        flow = {**snapshot["flows"][3], "number": len(snapshot["flows"]) + 1, "sender": place.lower()}
        snapshot["flows"].append({**flow, "title": f"Cases known to {name}"})
    return snapshot


def made(snapshot: dict[str, Any], kind: DocumentKind = DocumentKind.SIGNING) -> Rendered:
    return render(snapshot, kind, sha256=fingerprint_of(snapshot))


@pytest.fixture(scope="module")
def crowded() -> Rendered:
    return made(with_many_parties())


def words_of(tool, pdf: bytes) -> str:
    return " ".join(tool(pdf, "pdftotext", "-raw", after=("-",)).split())


def test_twelve_parties_with_long_names_are_set_without_complaint(crowded: Rendered, tool) -> None:
    assert crowded.complaints == ()
    assert all(f"{place} and Districts" in words_of(tool, crowded.pdf) for place in PLACES)


def test_twelve_long_names_leave_the_title_on_one_page(crowded: Rendered, tool) -> None:
    first, second = tool(crowded.pdf, "pdftotext", "-l", "2", after=("-",)).split("\f")[:2]
    assert "Fingerprint" in first
    assert second.strip().startswith("Violence")
    assert "Contents" in second


def test_sixty_parties_leave_the_title_on_one_page(tool) -> None:
    snapshot = sample_snapshot()
    like = snapshot["parties"][0]
    names = [f"{place} and {other} Integrated Care Board" for place in PLACES for other in PLACES][:60]
    parties = [{**like, "key": f"body-{at}", "legal_name": name} for at, name in enumerate(names)]
    alone = {**snapshot, "parties": parties, "flows": [], "refused_flows": [], "legal_record": []}
    first = tool(made(alone, DocumentKind.DRAFT).pdf, "pdftotext", "-l", "1", after=("-",))
    assert names[-1] in " ".join(first.split())
    assert "Fingerprint" in first


def test_each_of_twelve_parties_has_a_box_inside_its_page(crowded: Rendered) -> None:
    assert len(crowded.boxes) == 14
    for box in crowded.boxes:
        left, low, right, high = box.rectangle
        assert 0 < left < right < 596
        assert 60 < low < high < 790


def test_no_two_boxes_overlap(crowded: Rendered) -> None:
    for page in {box.page for box in crowded.boxes}:
        boxes = sorted((box.rectangle for box in crowded.boxes if box.page == page), key=lambda r: (-r[3], r[0]))
        for upper, lower in pairwise(boxes):
            assert lower[3] <= upper[1] or lower[0] >= upper[2]


def test_twelve_parties_can_all_sign_and_be_sealed(crowded: Rendered, authority) -> None:
    pdf = certify(crowded.pdf, authority, at=AT)
    for party in with_many_parties()["parties"]:
        named = party["signatory"]
        who = Signatory(named["name"], named["post"], party["legal_name"], "Standing orders. " * 40)
        pdf = sign(pdf, field_for(party["key"]), who, authority, AT)
    checked = verify(seal(pdf, authority, at=AT), authority)
    assert checked.whole
    assert checked.signatories[-1].organisation == f"{LONG}Hartlow and Districts"
    assert checked.signatories[-1].post == f"{LONG}Hartlow"


NASTY = (
    "<script>document.title='x'</script><p onclick='x()'>Words that stay</p>"
    "<style>body{display:none}</style><link rel=stylesheet href=http://127.0.0.1:1/x.css>"
    "<img src=file:///etc/passwd><iframe src=file:///etc/passwd></iframe><object data=x></object>"
    "<svg><image href='file:///etc/passwd'/></svg><base href='http://127.0.0.1:1/'>"
    "<p id='seal' style='position:fixed'>A false seal</p><a href='javascript:x()'>pressed</a>"
    "<table><tr><td>unclosed<table><tr><td>nested"
    "</section></main></body></html><h2>Outside</h2><ol><li><ol><li><ol><li><ol><li>deep"
    "<!-- --!><!--[if mso]>office<![endif]-->&#0;&#x1F600;"
)


def test_nasty_html_changes_neither_the_pages_nor_the_boxes(tool) -> None:
    snapshot = sample_snapshot()
    snapshot["sections"][1]["html"] = NASTY
    snapshot["sections"][3]["inherited_html"] = NASTY
    result = made(snapshot)
    words = words_of(tool, result.pdf)
    assert "Words that stay" in words
    assert "document.title" not in words
    assert "root:" not in words
    assert result.complaints == ()
    assert len(result.boxes) == 6
    assert result.boxes[-1].page == result.boxes[0].page


def test_markup_in_names_is_printed_as_it_was_typed(tool) -> None:
    snapshot = sample_snapshot()
    snapshot["protocol"]["title"] = "Data & <b>sharing</b> \"quoted\" {{ 7|add:7 }} {% now 'Y' %}"
    snapshot["parties"][0]["legal_name"] = "O’Brien & Sons <script>x</script> Council"
    words = words_of(tool, made(snapshot).pdf)
    assert "Data & <b>sharing</b> \"quoted\" {{ 7|add:7 }} {% now 'Y' %}" in words
    assert "O’Brien & Sons <script>x</script> Council" in words


def test_an_agreement_without_flows_or_record_is_set(tool) -> None:
    snapshot = sample_snapshot()
    snapshot |= {"flows": [], "refused_flows": [], "legal_record": [], "parent": None}
    snapshot["protocol"] |= {"tier": "overarching", "theme": None, "theme_title": "", "ends_on": None}
    snapshot["sections"] = [section for section in snapshot["sections"] if section["origin"] == "own"]
    result = made(snapshot)
    assert "Overarching protocol" in words_of(tool, result.pdf)
    assert result.complaints == ()


def test_welsh_polish_and_greek_names_are_printed_whole(tool) -> None:
    snapshot = sample_snapshot()
    snapshot["parties"][0]["legal_name"] = "Cyngor Tŷ Ddewi Ŵyn, Łódź a Žďár"
    assert "Cyngor Tŷ Ddewi Ŵyn, Łódź a Žďár" in words_of(tool, made(snapshot).pdf)


def test_a_row_of_the_schedule_is_never_split_over_two_pages(tool) -> None:
    snapshot = sample_snapshot()
    for flow in snapshot["flows"]:
        flow["items"] = [f"Item {flow['number']}-{index}" for index in range(1, 13)]
    pages = tool(made(snapshot).pdf, "pdftotext", "-layout", after=("-",)).split("\f")
    for flow in snapshot["flows"]:
        on = [page for page in pages if f"Item {flow['number']}-1\n" in page or f"Item {flow['number']}-1 " in page]
        assert len(on) == 1
        assert all(f"Item {flow['number']}-{index}" in on[0] for index in range(1, 13))


def test_a_row_longer_than_a_page_is_not_lost(tool) -> None:
    snapshot = sample_snapshot()
    snapshot["flows"][0]["items"] = [f"Item number {index} of many" for index in range(1, 90)]
    words = words_of(tool, made(snapshot).pdf)
    assert "Item number 1 of many" in words
    assert "Item number 89 of many" in words


def test_the_contents_of_forty_sections_fit_on_one_page(tool) -> None:
    snapshot = sample_snapshot()
    own = [section for section in snapshot["sections"] if section["origin"] == "own"]
    while len(snapshot["sections"]) < 40:
        number = len(snapshot["sections"]) + 1
        extra = {**own[1], "id": f"X{number}", "number": number, "title": f"Section {number} of this protocol"}
        snapshot["sections"].append(extra)
    contents = tool(made(snapshot).pdf, "pdftotext", "-layout", "-f", "2", "-l", "2", after=("-",))
    assert "Section 40 of this protocol" in contents
    assert "Checking this document" in contents
