"""Where a file differs from the one on record, object by object."""

import io
import re
from collections.abc import Iterator

from pyhanko.pdf_utils.reader import PdfFileReader

from protocols.documents.anatomy import OTHER, Anatomy
from protocols.documents.revisions import Span, kept_together, span_at, spans
from protocols.documents.salvaging import held
from protocols.documents.verdicts import Place

STEP = 64 * 1024  # bytes compared at once
PLACES_MOST = 20
NAMED_MOST = 4  # parts named of those that are kept together
PAGE = re.compile(r"page \d+")
HEADING = "the file’s heading"
INDEX = "the file’s own index (cross-reference table and trailer)"


def compare(original: bytes, data: bytes) -> tuple[Place, ...]:
    """Where a file differs from the one on record; nothing where they are the same.

    Nothing either where the file carries no signature out of the record: then it is no copy of it, and whoever hands
    it in has no claim to learn what the record says.
    """
    if original == data or not _kin(original, data):
        return ()
    if original.startswith(data):
        missing = len(original) - len(data)
        share = f"The first {len(data):,} bytes are those on record; the last {missing:,} are missing"
        return (Place("The end of the file is missing", share),)
    if data.startswith(original):
        return (Place("Something was put behind the end of the file", f"{len(data) - len(original):,} bytes"),)
    ranges = list(_ranges(original, data))
    if sum(end - start for start, end in ranges) > len(original) // 2:
        detail = f"{len(original):,} bytes on record, {len(data):,} in this file"
        return (Place("The file was written anew by another program: hardly any part is where it was", detail),)
    return _named(original, ranges)


def _kin(original: bytes, data: bytes) -> bool:
    """Whether one of the signatures of the record is in the file."""
    known = {content.rstrip(b"\0") for content in held(original)}
    return any(content.rstrip(b"\0") in known for content in held(data))


def _ranges(original: bytes, data: bytes) -> Iterator[tuple[int, int]]:
    """The stretches of the original that differ; where the lengths do, the one between what is alike at both ends."""
    if len(original) == len(data):
        yield from _joined(position for position in _differing(original, data))
        return
    front = _alike(original, data)
    back = min(_alike(original[::-1], data[::-1]), min(len(original), len(data)) - front)
    yield front, max(len(original) - back, front + 1)


def _differing(original: bytes, data: bytes) -> Iterator[int]:
    for start in range(0, len(original), STEP):
        one, other = original[start : start + STEP], data[start : start + STEP]
        if one != other:
            yield from (start + at for at, (left, right) in enumerate(zip(one, other, strict=True)) if left != right)


def _joined(positions: Iterator[int], gap: int = 16) -> Iterator[tuple[int, int]]:
    """Positions as stretches; those a few bytes apart are one."""
    start = end = -1
    for position in positions:
        if start >= 0 and position <= end + gap:
            end = position + 1
            continue
        if start >= 0:
            yield start, end
        start, end = position, position + 1
    if start >= 0:
        yield start, end


def _alike(one: bytes, other: bytes) -> int:
    """How many bytes two files have in common from their beginning."""
    most = min(len(one), len(other))
    for start in range(0, most, STEP):
        if one[start : start + STEP] != other[start : start + STEP]:
            pair = zip(one[start:most], other[start:most], strict=True)
            return start + next((at for at, (left, right) in enumerate(pair) if left != right), most - start)
    return most


def _named(original: bytes, ranges: list[tuple[int, int]]) -> tuple[Place, ...]:
    """The stretches as places, each object once."""
    reader = PdfFileReader(io.BytesIO(original))
    anatomy, laid = Anatomy(reader), spans(reader, original)
    places: dict[str, Place] = {}
    for start, end in ranges:
        position = start
        while position < end and len(places) < PLACES_MOST:
            span = span_at(laid, position) or Span(0, laid[0].start if laid else end, 0)
            words = HEADING if span.number == 0 else _words(reader, anatomy, span)
            stretch = f"bytes {max(start, span.start):,} to {min(end, span.end):,}"
            where = f"Object {span.number}, {stretch}" if span.number else stretch.capitalize()
            places.setdefault(words, Place(words[0].upper() + words[1:], where))
            position = max(span.end, position + 1)
    return tuple(places.values())


def _words(reader: PdfFileReader, anatomy: Anatomy, span: Span) -> str:
    """What a span holds; of objects kept together, what they are."""
    if span.number is None:
        return INDEX
    together = kept_together(reader, span.number)
    if not together:
        return anatomy.word(span.number)
    known = [word for word in anatomy.summary(together) if word != OTHER]
    pages = [int(word.removeprefix("page ")) for word in known if PAGE.fullmatch(word)]
    others = [word for word in known if not PAGE.fullmatch(word)]
    named = ([f"pages {min(pages)} to {max(pages)}"] if len(pages) > 1 else [f"page {n}" for n in pages]) + others
    more = len(named) - NAMED_MOST
    listed = ", ".join(named[:NAMED_MOST]) + (f" and {more} more" if more > 0 else "")
    return f"parts that are kept together: {listed or OTHER}"
