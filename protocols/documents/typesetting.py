"""WeasyPrint, kept to what we want of it: archival, tagged, the same bytes each time, and reaching nothing outside."""

import gc
import logging
import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import pydyf  # type: ignore[import-untyped]
from weasyprint import CSS, Attachment, Document
from weasyprint.text.fonts import FontConfiguration

from protocols.documents.accessible import describe_links, identify_accessible
from protocols.documents.errors import RenderingError
from protocols.documents.fetching import StaticFilesFetcher, static_root
from protocols.documents.settling import settle
from protocols.documents.sources import Source

VARIANT = "pdf/a-3a"
POINTS_PER_PIXEL = 0.75  # CSS pixels are 1/96 inch, PDF points 1/72
PRINT_SHEETS = ("fonts", "page", "text", "numbering", "tables", "parts", "risks", "signatures")


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file to attach: the source that the document was made from."""

    name: str
    content: bytes
    description: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where an element with an id fell: page from 0, and its rectangle in PDF points from the bottom left."""

    name: str
    page: int
    rectangle: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Typeset:
    """A finished PDF: its bytes, page count, anchors, and whatever WeasyPrint complained of."""

    pdf: bytes
    page_count: int
    anchors: tuple[Anchor, ...]
    complaints: tuple[str, ...]


class _Read(threading.local):
    """The style sheets that this thread has read, with the fonts that they name."""

    def __init__(self) -> None:
        self.styles: dict[tuple[str, ...], tuple[FontConfiguration, list[CSS]]] = {}


_READ = _Read()


def typeset(
    html: str,
    *,
    sheets: Sequence[str] = PRINT_SHEETS,
    identifier: bytes | None = None,
    enclosure: Enclosure | None = None,
    variant: str | None = VARIANT,
    loose: bool = False,
) -> Typeset:
    """Set HTML as a PDF; `loose` where something else writes it again, and packs its objects then.

    `sheets` are names of style sheets in static/documents. `identifier` fixes the file's id, so that the same input
    gives the same bytes. Raises RenderingError where WeasyPrint gives up.
    """
    fetcher, base = StaticFilesFetcher(), f"{static_root().as_uri()}/documents/"
    with _complaints() as complaints, _untidied():
        try:
            fonts, styles = _styles(tuple(sheets), base)
            source = Source(string=html, base_url=base, url_fetcher=fetcher)
            document = source.render(font_config=fonts, stylesheets=styles, pdf_variant=variant)
            pdf = _write(document, variant, identifier, enclosure, fetcher, loose=loose)
        except Exception as problem:
            raise RenderingError(f"The document could not be set: {problem}") from problem
    return Typeset(pdf, len(document.pages), tuple(_anchors(document)), tuple(complaints))


def _styles(sheets: tuple[str, ...], base: str) -> tuple[FontConfiguration, list[CSS]]:
    """The style sheets and their fonts, read once in a thread: fonts are not for two threads at once."""
    if sheets not in _READ.styles:
        fetcher, fonts = StaticFilesFetcher(), FontConfiguration()
        styles = [CSS(url=f"{base}{name}.css", font_config=fonts, url_fetcher=fetcher) for name in sheets]
        _READ.styles[sheets] = fonts, styles
    return _READ.styles[sheets]


def _write(
    document: Document,
    variant: str | None,
    identifier: bytes | None,
    enclosure: Enclosure | None,
    fetcher: StaticFilesFetcher,
    *,
    loose: bool,
) -> bytes:
    attachments = [_attachment(enclosure, fetcher)] if enclosure else []
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", ResourceWarning
        )  # WeasyPrint leaves its own colour profile's file to be collected
        result: bytes = document.write_pdf(
            pdf_variant=variant,  # asked for at render too; without it here the file would be plain PDF
            pdf_identifier=identifier,
            attachments=attachments,
            finisher=partial(_finish, loose=loose),
            uncompressed_pdf=loose,
        )
    return result


def _attachment(enclosure: Enclosure, fetcher: StaticFilesFetcher) -> Attachment:
    return Attachment(
        string=enclosure.content,
        url_fetcher=fetcher,
        name=enclosure.name,
        description=enclosure.description,
        created=enclosure.made_at,
        modified=enclosure.made_at,
        relationship="Source",
    )


def _finish(_document: Document, pdf: pydyf.PDF, *, loose: bool) -> None:
    """What WeasyPrint leaves to be done: attachments named once; beside PDF/A, what PDF/UA asks for."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    if "OutputIntents" in pdf.catalog:
        describe_links(pdf)
        identify_accessible(pdf)
    settle(pdf, loose=loose)


def _anchors(document: Document) -> Iterator[Anchor]:
    for number, page in enumerate(document.pages):
        for name, (left, top, right, bottom) in page.anchors.items():
            low, high = page.height - bottom, page.height - top
            yield Anchor(name, number, tuple(round(v * POINTS_PER_PIXEL, 2) for v in (left, low, right, high)))


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """Gather what WeasyPrint warns of, so that a caller or a test can refuse it."""
    kept: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: kept.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    try:
        yield kept
    finally:
        logger.removeHandler(handler)


@contextmanager
def _untidied() -> Iterator[None]:
    """Put off looking for memory that can be freed: a sixth of the time of a long document, with nothing to find."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
