"""A PDF opened for reading, in a time that does not grow with the square of its revisions.

pyHanko goes through the index of every revision each time it asks where an object stood, reads an object of an earlier
revision anew each time, and for each object the head of the stream that keeps many together. All of it is answered here
from memory, with the same answers: a file does not change while it is open. What is checked, and how strictly, is
pyHanko's own.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils import generic, misc
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.generic import PdfObject, Reference
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.pdf_utils.xref import ObjStreamRef, XRefCache

Place = int | ObjStreamRef | None
"""Where an object stands: a byte of the file, a place within another object, or none where it was freed."""
State = tuple[int, int, Place]
"""An object as it was at one time: its number, its generation, and where it stood."""


class Places(XRefCache):
    """pyHanko's index of all revisions, which looks each object up once."""

    def __init__(self, reader: "Reader", of: XRefCache) -> None:
        super().__init__(reader, of._xref_sections)
        self._told: dict[tuple[int, int], list[tuple[int, Place]]] = {}

    def get_last_change(self, ref: Reference) -> int:
        """The last revision that says anything of an object. Raises KeyError where none does."""
        places = self._places(ref)
        if not places:
            raise KeyError(ref)
        return places[-1][0]

    def get_introducing_revision(self, ref: Reference) -> int:
        """The first revision in which an object stands somewhere. Raises KeyError where there is none."""
        for revision, place in self._places(ref):
            if place is not None:
                return revision
        raise KeyError(ref)

    def get_historical_ref(self, ref: Reference, revision: int) -> Place:
        """Where an object stood in a revision; None where it did not."""
        for known, place in reversed(self._places(ref)):
            if known <= revision:
                return place
        return None

    def _places(self, ref: Reference) -> list[tuple[int, Place]]:
        """Each revision that says where an object stands, oldest first, and what it says."""
        key = (ref.idnum, ref.generation)
        if key not in self._told:
            found: list[tuple[int, Place]] = []
            for revision, section in enumerate(self._xref_sections):
                if key not in section.xref_data.explicit_refs_in_revision and section.xref_data.hybrid is None:
                    continue
                try:
                    found.append((revision, section.xref_data.try_resolve(ref)))
                except KeyError:  # the revision says nothing of the object
                    continue
            self._told[key] = found
        return self._told[key]


@dataclass(frozen=True)
class Kept:
    """The objects that one stream keeps together: its bytes, and of each number its position and its first byte."""

    data: io.BytesIO
    count: int
    places: dict[int, tuple[int, int]]


class Moment(HistoricalResolver):
    """pyHanko's view of one revision, which follows references without copying what they lead to."""

    reader: "Reader"

    def collect_dependencies(self, obj: PdfObject, since_revision: int | None = None) -> set[Reference]:
        """Every object that one leads to; with `since_revision`, through those that came in then or later alone."""
        found: set[Reference] = set()
        left = list(_references(obj))
        while left:
            number, generation = left.pop()
            ref = Reference(number, generation, pdf=self)
            if ref in found:
                continue
            if since_revision is not None and self.reader.xrefs.get_introducing_revision(ref) < since_revision:
                continue
            found.add(ref)
            left.extend(self.reader.led_to(ref, self.revision))
        return found


class Reader(PdfFileReader):
    """pyHanko's reader, which reads each state of an object once."""

    def __init__(self, data: bytes) -> None:
        self._states: dict[State, PdfObject] = {}
        self._led_to: dict[State, list[tuple[int, int]]] = {}
        self._kept: dict[int, Kept] = {}
        super().__init__(io.BytesIO(data))
        self.xrefs: XRefCache = Places(self, self.xrefs)

    def get_object(self, ref: Reference, revision: int | None = None, **options: Any) -> Any:  # type: ignore[override]
        """An object as it is, or as it was in a revision. What is encrypted is never remembered."""
        if revision is None or options.get("as_metadata_stream") or self.encrypted:
            return super().get_object(ref, revision, **options)  # type: ignore[no-untyped-call]
        state = self._state(ref, revision)
        if state == self._state(ref, self.total_revisions - 1):
            return super().get_object(ref, **options)  # type: ignore[no-untyped-call]
        if state not in self._states:
            self._states[state] = super().get_object(ref, revision, **options)  # type: ignore[no-untyped-call]
        return self._states[state]

    def get_historical_resolver(self, revision: int) -> HistoricalResolver:
        """The view of one revision, made once."""
        if revision not in self._historical_resolver_cache:
            self._historical_resolver_cache[revision] = Moment(self, revision)
        return self._historical_resolver_cache[revision]

    def led_to(self, ref: Reference, revision: int) -> list[tuple[int, int]]:
        """The numbers and generations of the objects that one referred to in a revision."""
        state = self._state(ref, revision)
        if state not in self._led_to:
            self._led_to[state] = list(_references(self.get_object(ref, revision)))
        return self._led_to[state]

    def _state(self, ref: Reference, revision: int) -> State:
        return ref.idnum, ref.generation, self.xrefs.get_historical_ref(ref, revision)

    def _get_object_from_stream(self, idnum: int, stmnum: int, idx: int) -> PdfObject:
        """One of the objects that a stream keeps together; as strict as pyHanko's own."""
        kept = self._kept_in(stmnum)
        position, start = kept.places.get(idnum, (None, 0))
        if not 0 <= idx < kept.count or position != idx:
            raise misc.PdfStrictReadError("An object is not where the index says that it is kept.")
        kept.data.seek(start)
        try:
            found = generic.read_object(kept.data, Reference(idnum, 0, self))
        except misc.PdfStreamError as problem:
            raise misc.PdfStrictReadError(f"An object that is kept with others cannot be read: {problem}") from problem
        if isinstance(found, (generic.StreamObject, generic.IndirectObject)):
            raise misc.PdfStrictReadError("An object is kept with others that may not be.")
        return found

    def _kept_in(self, number: int) -> Kept:
        if number not in self._kept:
            stream = Reference(number, 0, self).get_object()
            if not isinstance(stream, generic.StreamObject) or stream["/Type"] != "/ObjStm":
                raise misc.PdfStrictReadError("What should keep objects together does not.")
            data = io.BytesIO(stream.read_data(DecodePurpose.OBJECT_STREAM))
            self._kept[number] = Kept(data, stream["/N"], dict(_head(data, stream["/N"], stream["/First"])))
        return self._kept[number]


def _head(data: io.BytesIO, count: int, first: int) -> Iterator[tuple[int, tuple[int, int]]]:
    """The head of a stream of objects: of each number its position and its first byte, the first of twins."""
    seen = set()
    for position in range(count):
        try:
            number, offset = _number(data), _number(data)
        except (ValueError, misc.PdfReadError):  # it ends too soon: what it did not name is not found in it
            return
        if number not in seen:
            seen.add(number)
            yield number, (position, first + offset)


def _number(data: io.BytesIO) -> int:
    misc.read_non_whitespace(data, seek_back=True)  # type: ignore[no-untyped-call]
    return int(generic.NumberObject.read_from_stream(data))  # type: ignore[no-untyped-call]


def _references(obj: PdfObject) -> Iterator[tuple[int, int]]:
    """The references within one object, by number and generation; what they lead to is not looked at."""
    left = [obj]
    while left:
        one = left.pop()
        if isinstance(one, generic.IndirectObject):
            yield one.idnum, one.generation
        elif isinstance(one, generic.DictionaryObject):
            left.extend(one.values())
        elif isinstance(one, generic.ArrayObject):
            left.extend(one)
