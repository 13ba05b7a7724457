"""What pydyf works out again and again, worked out once: the bytes of each object of a PDF, and how pages are named.

pydyf works the bytes out twice where a file has an identifier, as every archival file has: once to write them, and once
for the second half of the identifier; and it compresses every page each time.
"""

import pydyf  # type: ignore[import-untyped]


class Settled(pydyf.Object):  # type: ignore[misc]
    """A finished object in its place in the file: its bytes, whatever it was before."""

    def __init__(self, finished: pydyf.Object) -> None:
        super().__init__()
        self.number, self.generation, self.free = finished.number, finished.generation, finished.free
        self._compressible: bool = finished.compressible
        self._data: bytes = b"" if finished.free == "f" else finished.data

    @property
    def data(self) -> bytes:
        """The bytes that are written."""
        return self._data

    @property
    def compressible(self) -> bool:
        """Whether it may be written in a stream with others."""
        return self._compressible


def settle(pdf: pydyf.PDF) -> None:
    """Put its finished bytes in the place of every object: whatever else is to be changed is changed before."""
    pdf.objects[:] = [Settled(one) for one in pdf.objects]


def page_references(pdf: pydyf.PDF) -> tuple[bytes, ...]:
    """How each page is referred to, as pydyf says it; worked out once for so many pages."""
    kids = pdf.pages["Kids"]  # three entries a page
    known: tuple[bytes, ...] = pdf.__dict__.get("known_references", ())
    if 3 * len(known) != len(kids):
        known = pdf.known_references = tuple(f"{number} 0 R".encode("ascii") for number in kids[::3])
    return known


# WeasyPrint asks for them at every tagged element, and pydyf names every page each time: that grows with pages squared.
pydyf.PDF.page_references = property(page_references)
