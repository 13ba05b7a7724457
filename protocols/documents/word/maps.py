"""The map of the flows as a picture: the same ladder as in print, for files that hold no SVG.

A line's dashes and the word beside it say how identifiable the data is, as they do in print.
"""

import io
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from protocols.documents.drawing import Arrow, Column, FlowMap, Rung
from protocols.documents.fetching import static_root

SHARPNESS = 2  # dots for each user unit: about 190 to the inch across a landscape page
INK, SOFT, BRAND, RULE = "#1b2326", "#4a5759", "#0b4f55", "#b9c9c8"
TOP = 52  # where the parties' columns begin
SIZE, SMALL = 11.5, 10
Font = ImageFont.FreeTypeFont
Point = tuple[float, float]


def draw_map(flow_map: FlowMap) -> bytes:
    """The map as a PNG file, the same bytes each time."""
    picture = Image.new("RGB", (flow_map.width * SHARPNESS, round(flow_map.height * SHARPNESS)), "white")
    pen = _Pen(ImageDraw.Draw(picture))
    for column in flow_map.columns:
        _column(pen, column, flow_map.foot)
    for rung in flow_map.rungs:
        _rung(pen, rung)
    target = io.BytesIO()
    picture.save(target, "PNG", compress_level=6)
    return target.getvalue()


def _column(pen: "_Pen", column: Column, foot: float) -> None:
    pen.line((column.x, TOP), (column.x, foot), colour=RULE, weight=1)
    for y, line in column.lines:
        pen.words((column.x, y), line, weight=600, anchor="ms")


def _rung(pen: "_Pen", rung: Rung) -> None:
    pen.words((22, rung.label_y), str(rung.number), weight=600, colour=BRAND, anchor="rs")
    for y, line in rung.title:
        pen.words((32, y), line)
    pen.words((32, rung.word_y), rung.word, size=SMALL, colour=SOFT)
    for arrow in rung.arrows:
        _arrow(pen, arrow, rung)
    pen.dot((rung.sender, rung.y), 4)


def _arrow(pen: "_Pen", arrow: Arrow, rung: Rung) -> None:
    back = -9 if arrow.end > arrow.start else 9
    for start, end in dashes(arrow.start, arrow.end, rung.dashes):
        pen.line((start, rung.y), (end, rung.y), colour=BRAND, weight=rung.weight)
    for x in arrow.tips:
        pen.shape(((x, rung.y), (x + back, rung.y - 5), (x + back, rung.y + 5)))


def dashes(start: float, end: float, pattern: str) -> Iterator[tuple[float, float]]:
    """The strokes of a line: one, or by the pattern's lengths of stroke and gap in turn."""
    lengths = [float(length) for length in pattern.split()] or [abs(end - start)]
    way = 1 if end > start else -1
    at, place = 0.0, 0
    while at < abs(end - start):
        length = min(lengths[place % len(lengths)], abs(end - start) - at)
        if place % 2 == 0:
            yield start + way * at, start + way * (at + length)
        at, place = at + length, place + 1


class _Pen:
    """Draws in user units on a picture of more dots."""

    def __init__(self, draw: ImageDraw.ImageDraw) -> None:
        self.draw = draw

    def line(self, start: Point, end: Point, *, colour: str, weight: float) -> None:
        self.draw.line([_dots(start), _dots(end)], fill=colour, width=round(weight * SHARPNESS))

    def dot(self, middle: Point, radius: float) -> None:
        self.draw.circle(_dots(middle), radius * SHARPNESS, fill=BRAND)

    def shape(self, points: Sequence[Point]) -> None:
        self.draw.polygon([_dots(point) for point in points], fill=BRAND)

    def words(
        self, at: Point, text: str, *, size: float = SIZE, weight: int = 400, colour: str = INK, anchor: str = "ls"
    ) -> None:
        """Words on a line; `anchor` says which end of it the point is: left, middle or right."""
        pieces = list(in_faces(text, size, weight))
        width = sum(font.getlength(piece) for piece, font in pieces)
        x, y = _dots(at)
        x -= {"l": 0.0, "m": width / 2, "r": width}[anchor[0]]
        for piece, font in pieces:
            self.draw.text((x, y), piece, font=font, fill=colour, anchor="ls")
            x += font.getlength(piece)


def in_faces(text: str, size: float, weight: int) -> Iterator[tuple[str, Font]]:
    """A text in pieces, each with the face that has its letters: the typeface comes as two files."""
    piece, further = "", False
    for letter in text:
        is_further = 0x100 <= ord(letter) < 0x250 or 0x1E00 <= ord(letter) < 0x1F00
        if piece and is_further != further:
            yield piece, _face("latin-ext" if further else "latin", size, weight)
            piece = ""
        piece, further = piece + letter, is_further
    yield piece, _face("latin-ext" if further else "latin", size, weight)


def _dots(point: Point) -> Point:
    return point[0] * SHARPNESS, point[1] * SHARPNESS


@lru_cache(maxsize=16)
def _face(subset: str, size: float, weight: int) -> Font:
    path: Path = static_root() / "fonts" / f"source-sans-3-{subset}-{weight}-normal.ttf"
    return ImageFont.truetype(path, size * SHARPNESS)
