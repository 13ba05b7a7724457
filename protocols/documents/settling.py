"""What pydyf works out again and again, worked out once: the bytes of each object of a PDF, and how pages are named.

pydyf works the bytes out twice where a file has an identifier, as every archival file has: once to write them, and once
for the second half of the identifier; and it compresses every page each time.
"""

import zlib

import pydyf  # type: ignore[import-untyped]


class Settled(pydyf.Object):  # type: ignore[misc]
    """A finished object in its place in the file: its bytes, whatever it was before."""

    def __init__(self, finished: pydyf.Object, *, loose: bool) -> None:
        super().__init__()
        self.number, self.generation, self.free = finished.number, finished.generation, finished.free
        self._compressible: bool = finished.compressible
        self._data: bytes = b"" if finished.free == "f" else _data(finished, loose=loose)

    @property
    def data(self) -> bytes:
        """The bytes that are written."""
        return self._data

    @property
    def compressible(self) -> bool:
        """Whether it may be written in a stream with others."""
        return self._compressible


def _data(finished: pydyf.Object, *, loose: bool) -> bytes:
    """An object's bytes, those of a stream compressed at zlib's own level.

    At pydyf's, the highest, it takes three times as long for a fortieth less. In a file whose objects are left loose,
    pydyf compresses no stream; metadata never are: archives read them as they lie.
    """
    if not isinstance(finished, pydyf.Stream) or not (finished.compress or (loose and _may_be_packed(finished))):
        return bytes(finished.data)
    plain = b"\n".join(one if isinstance(one, bytes) else _bytes(one) for one in finished.stream)
    return bytes(pydyf.Stream([zlib.compress(plain)], {**finished.extra, "Filter": "/FlateDecode"}).data)


def _may_be_packed(stream: pydyf.Stream) -> bool:
    return "Filter" not in stream.extra and stream.extra.get("Type") != "/Metadata"


def _bytes(one: object) -> bytes:
    """An item of a stream as pydyf writes it."""
    return bytes(pydyf.Array([one]).data[1:-1])


def settle(pdf: pydyf.PDF, *, loose: bool = False) -> None:
    """Put its finished bytes in the place of every object: whatever else is to be changed is changed before.

    `loose` where the file is written without object streams, since something else packs it afterwards.
    """
    pdf.objects[:] = [Settled(one, loose=loose) for one in pdf.objects]


def page_references(pdf: pydyf.PDF) -> tuple[bytes, ...]:
    """How each page is referred to, as pydyf says it; worked out once for so many pages."""
    kids = pdf.pages["Kids"]  # three entries a page
    known: tuple[bytes, ...] = pdf.__dict__.get("known_references", ())
    if 3 * len(known) != len(kids):
        known = pdf.known_references = tuple(f"{number} 0 R".encode("ascii") for number in kids[::3])
    return known


# WeasyPrint asks for them at every tagged element, and pydyf names every page each time: that grows with pages squared.
pydyf.PDF.page_references = property(page_references)
