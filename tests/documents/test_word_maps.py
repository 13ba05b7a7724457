"""The map of the flows in Word: the same ladder as in print, as a picture that says in words what it shows."""

import io
import itertools

import pytest
from docx.oxml.ns import qn
from PIL import Image

from protocols.documents.drawing import flow_maps
from protocols.documents.word.maps import SHARPNESS, dashes, draw_map, in_faces
from tests.documents.sample_snapshot import sample_snapshot
from tests.documents.test_word_copies import made, opened

BRAND = (0x0B, 0x4F, 0x55)


def flow(number: int, kind: str = "identifiable", title: str = "Cases") -> dict[str, object]:
    return {"number": number, "title": title, "sender": "a", "recipients": ["b", "c"], "identifiability": kind}


PARTIES = [{"key": key, "short_name": name} for key, name in (("a", "Wigan"), ("b", "Łódź Homes"), ("c", "Police"))]


def strokes(kind: str) -> int:
    """In how many strokes the arrow's line is drawn, in a map with one flow of that kind."""
    [only] = flow_maps([flow(1, kind)], PARTIES)
    picture = Image.open(io.BytesIO(draw_map(only))).convert("RGB")
    y = round(only.rungs[0].y * SHARPNESS)
    inked = [picture.getpixel((x, y)) == BRAND for x in range(picture.width)]
    return sum(not before and after for before, after in itertools.pairwise(inked))


def test_a_copy_holds_each_map_with_its_words() -> None:
    snapshot = sample_snapshot()
    maps = flow_maps(snapshot["flows"], snapshot["parties"])
    document = opened(made())
    told = [one.get("descr") for one in document.element.body.iter(qn("wp:docPr"))]
    assert told == [one.text for one in maps]
    assert told[0].startswith("Map of the data flows. Flow 1")
    [shape] = document.inline_shapes
    picture = Image.open(
        io.BytesIO(document.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed].blob)
    )
    assert picture.format == "PNG"
    assert (picture.width, picture.height) == (maps[0].width * SHARPNESS, round(maps[0].height * SHARPNESS))
    assert shape.width / shape.height == pytest.approx(picture.width / picture.height, rel=0.01)


def test_the_same_map_is_the_same_file() -> None:
    [one] = flow_maps([flow(1)], PARTIES)
    assert draw_map(one) == draw_map(one)


def test_lines_differ_by_how_identifiable_the_data_is() -> None:
    drawn = [strokes(kind) for kind in ("identifiable", "pseudonymised", "deceased", "anonymous")]
    assert drawn[0] == 1
    assert drawn == sorted(set(drawn))


@pytest.mark.parametrize(("start", "end"), [(0, 10), (10, 0)])
def test_dashes_stop_where_the_line_does(start: float, end: float) -> None:
    way = 1 if end > start else -1
    assert list(dashes(start, end, "4 2")) == [(start, start + 4 * way), (start + 6 * way, end)]
    assert list(dashes(start, end, "")) == [(start, end)]


def test_letters_beyond_the_first_face_come_from_the_second() -> None:
    pieces = list(in_faces("Łódź Homes", 11.5, 400))
    assert [text for text, _ in pieces] == ["Ł", "ód", "ź", " Homes"]
    assert all(font.getbbox(text)[2] > 0 for text, font in pieces)
    assert pieces[0][1].path != pieces[1][1].path


def test_a_map_with_more_flows_than_a_page_takes_is_several_pictures() -> None:
    maps = flow_maps([flow(number, title="A long title " * 9) for number in range(1, 31)], PARTIES)
    assert [len(one.rungs) for one in maps] == [12, 12, 6]
    sizes = [Image.open(io.BytesIO(draw_map(one))).height for one in maps]
    assert sizes[0] / (980 * SHARPNESS) * 25.6 < 17  # centimetres: it fits on a landscape page
