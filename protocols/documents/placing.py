"""A drawn appearance laid into a signature's box, edge to edge."""

import io

from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.stamp import StaticStampStyle


class DrawnPage(PdfContent):
    """The first page of a PDF held in memory, as content of another."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__()
        self.pdf = pdf

    def render(self) -> bytes:
        """Bring the page in as a form of the file being written, and paint it."""
        page = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self.pdf)))
        self.resources.xobject["/Drawn"] = page
        left, low, right, high = page.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(high - low))
        return b"/Drawn Do"


def stamp(pdf: bytes) -> StaticStampStyle:
    """A signature's look: the drawn page, opaque, without a border of its own."""
    rule = SimpleBoxLayoutRule(
        x_align=AxisAlignment.ALIGN_MIN,
        y_align=AxisAlignment.ALIGN_MIN,
        margins=Margins(0, 0, 0, 0),
        inner_content_scaling=InnerScaling.STRETCH_FILL,
    )
    return StaticStampStyle(background=DrawnPage(pdf), background_layout=rule, background_opacity=1.0, border_width=0)


def box_size(reader: PdfFileReader, field: str) -> tuple[float, float]:
    """The width and height of a signature field, in points."""
    _name, _value, reference = next(enumerate_sig_fields(reader, with_name=field))
    left, low, right, high = (float(number) for number in reference.get_object()["/Rect"])
    return right - left, high - low
