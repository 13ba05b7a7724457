"""Every kind of file is sound, says that it is PDF/A-3a and PDF/UA-1, and has what those ask for.

No validator of these parts can be had from the package registries; these are the rules that this code could break.
`docs/reference/documents.md` says what was tried by hand.
"""

import io
import re
from itertools import pairwise

import pikepdf
import pytest
from defusedxml import ElementTree

from tests.documents.every_kind import KINDS, NOT_MADE_HERE, TRIED, Files, given_by, known

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
PART_A, PART_UA = "{http://www.aiim.org/pdfa/ns/id/}", "{http://www.aiim.org/pdfua/ns/id/}"
WITHOUT_FIGURES = {"redline"}
EXTENSION = "{http://www.aiim.org/pdfa/ns/schema#}namespaceURI"


@pytest.fixture(scope="module")
def made(draft, rendered, sealed, archived, authority):
    return Files(given_by(draft, rendered, sealed, archived), authority)


@pytest.fixture(params=KINDS)
def file(request, made):
    with pikepdf.open(io.BytesIO(made[request.param])) as opened:
        yield opened


def test_every_kind_in_the_code_is_tried() -> None:
    assert known() == {*TRIED, *NOT_MADE_HERE}


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_sound(kind: str, made, tool) -> None:
    assert "No syntax or stream encoding errors" in tool(made[kind], "qpdf", "--check")


@pytest.mark.parametrize("kind", KINDS)
def test_every_font_is_in_it(kind: str, made, tool) -> None:
    _, _, *fonts = tool(made[kind], "pdffonts").splitlines()
    assert fonts
    assert all(re.search(r" yes (?:yes|no ) (?:yes|no ) +\d+ +\d+$", font) for font in fonts)


def test_it_says_what_it_is(file) -> None:
    metadata = ElementTree.fromstring(file.Root.Metadata.read_bytes())
    said = {name: value for one in metadata.iter(f"{RDF}Description") for name, value in one.attrib.items()}
    assert (said[f"{PART_A}part"], said[f"{PART_A}conformance"], said[f"{PART_UA}part"]) == ("3", "A", "1")
    named = [one.text or one.get(f"{RDF}resource") for one in metadata.iter(EXTENSION)]  # signing writes it anew
    assert named == [PART_UA.strip("{}")]


def test_it_is_tagged_and_names_its_language_and_title(file) -> None:
    root = file.Root
    assert (bool(root.MarkInfo.Marked), str(root.Lang)) == (True, "en-GB")
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert str(file.docinfo.Title)
    assert root.StructTreeRoot.K


def test_every_link_and_field_is_spoken_and_stands_in_the_tags(file) -> None:
    spoken = {"/Link": "/Contents", "/Widget": "/TU"}
    for page in file.pages:
        for one in page.get("/Annots", []):
            if not _has_size(one):
                continue  # a document time stamp's, which is nothing to see
            assert str(one[spoken[str(one.Subtype)]])
            assert "/StructParent" in one
        assert "/Annots" not in page or page.Tabs == pikepdf.Name.S


def _has_size(annotation) -> bool:
    left, bottom, right, top = (float(number) for number in annotation.Rect)
    return right > left and top > bottom


@pytest.mark.parametrize("kind", KINDS)
def test_every_figure_has_words(kind: str, made) -> None:
    with pikepdf.open(io.BytesIO(made[kind])) as file:
        figures = [one for one in file.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"]
        assert all(str(one.get("/Alt", "")) for one in figures)
    assert bool(figures) is (kind not in WITHOUT_FIGURES)


def test_no_level_of_heading_is_left_out(file) -> None:
    levels = [int(level) for level in _headings(file.Root.StructTreeRoot.K)]
    assert levels
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def _headings(node) -> list[str]:
    if isinstance(node, pikepdf.Array):
        return [level for one in node for level in _headings(one)]
    if not isinstance(node, pikepdf.Dictionary):
        return []
    name = str(node.get("/S", ""))
    own = [name[2:]] if name[:2] == "/H" and name[2:].isdigit() else []
    return own + _headings(node.get("/K", pikepdf.Array()))
