"""A PDF's revisions: each act appends one, and none before it changes."""

from bisect import bisect_right
from dataclasses import dataclass

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.xref import ObjStreamRef

END = b"%%EOF"


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes from `start` up to `end` that hold one thing: an object, or (number None) the index of a revision."""

    start: int
    end: int
    number: int | None


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision: its place in the file (bytes from `start` up to `end`) and the numbers of the objects in it."""

    number: int  # from 1
    start: int
    end: int
    objects: tuple[int, ...]


def revisions(reader: PdfFileReader, data: bytes) -> tuple[Revision, ...]:
    """The revisions, oldest first. What lies after the last one's end mark counts with it."""
    found: list[Revision] = []
    start = 0
    total = reader.xrefs.total_revisions
    for index in range(total):
        end = len(data) if index == total - 1 else _end(data, reader.xrefs.get_xref_container_info(index).end_location)
        objects = sorted(ref.idnum for ref in reader.xrefs.explicit_refs_in_revision(index))
        found.append(Revision(index + 1, start, max(start, end), tuple(objects)))
        start = max(start, end)
    return tuple(found)


def spans(reader: PdfFileReader, data: bytes) -> list[Span]:
    """Where each object and index of a file lies, in order."""
    starts: dict[int, int | None] = {}
    for index in range(reader.xrefs.total_revisions):
        for ref in reader.xrefs.explicit_refs_in_revision(index):
            place = reader.xrefs.get_historical_ref(ref, index)
            if isinstance(place, int):
                starts[place] = ref.idnum
        starts[reader.xrefs.get_xref_container_info(index).start_location] = None
    for revision in revisions(reader, data)[1:]:
        starts.setdefault(revision.start, None)
    places = sorted(starts)
    return [Span(at, after, starts[at]) for at, after in zip(places, [*places[1:], len(data)], strict=True)]


def span_at(found: list[Span], position: int) -> Span | None:
    """The span that holds a byte; None for the heading before the first."""
    index = bisect_right([span.start for span in found], position) - 1
    return found[index] if index >= 0 else None


def kept_together(reader: PdfFileReader, container: int) -> list[int]:
    """The numbers of the objects that an object stream holds; empty where the object is not one."""
    inside = []
    for index in range(reader.xrefs.total_revisions):
        for ref in reader.xrefs.explicit_refs_in_revision(index):
            place = reader.xrefs.get_historical_ref(ref, index)
            if isinstance(place, ObjStreamRef) and place.obj_stream_id == container:
                inside.append(ref.idnum)
    return sorted(set(inside))


def _end(data: bytes, after: int) -> int:
    """Where a revision ends: after its end mark and the line break behind it."""
    place = data.find(END, max(after, 0))
    if place < 0:
        return len(data)
    place += len(END)
    for line in (b"\r\n", b"\n", b"\r"):
        if data.startswith(line, place):
            return place + len(line)
    return place
