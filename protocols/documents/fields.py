"""Empty signature fields, tagged so that a screen reader finds them, put where the signature boxes fell.

Added before certifying: the certification then fixes which fields there are, and signing only fills them.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

PRINTED_AND_LOCKED = 132  # annotation flags: bit 3, printed; bit 8, not to be moved


@dataclass(frozen=True, slots=True)
class FieldBox:
    """A signature field: its name, page (from 0), rectangle (points from the bottom left) and spoken label.

    One that `locks_everything` forbids any change to the file once it is signed: the closing seal.
    """

    name: str
    page: int
    rectangle: tuple[float, float, float, float]
    label: str
    locks_everything: bool = False


def add_fields(pdf: bytes, boxes: Iterable[FieldBox]) -> bytes:
    """Return the PDF with an empty, tagged signature field in each box; the same input gives the same bytes."""
    with Pdf.open(io.BytesIO(pdf)) as file:
        form = file.make_indirect(Dictionary(Fields=Array()))
        file.Root.AcroForm = form
        for box in boxes:
            form.Fields.append(_field(file, box))
        out = io.BytesIO()
        file.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _field(file: Pdf, box: FieldBox) -> pikepdf.Object:
    page = file.pages[box.page]
    left, low, right, high = box.rectangle
    blank = file.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, right - left, high - low])
    field = file.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(box.name),
            TU=String(box.label),
            F=PRINTED_AND_LOCKED,
            Rect=[left, low, right, high],
            P=page.obj,
            AP=Dictionary(N=blank),
        )
    )
    if box.locks_everything:
        field.Lock = file.make_indirect(Dictionary(Type=Name.SigFieldLock, Action=Name.All, P=1))
    if Name.Annots not in page:
        page.Annots = Array()
    page.Annots.append(field)
    page.Tabs = Name.S
    _tag(file, page.obj, field, box.label)
    return field


def _tag(file: Pdf, page: pikepdf.Object, field: pikepdf.Object, label: str) -> None:
    """Hang the field in the structure tree: a Form element under the document, found both ways."""
    tree = file.Root.StructTreeRoot
    document = tree.K[0] if isinstance(tree.K, Array) else tree.K
    element = file.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Form, P=document, Pg=page, Alt=String(label)))
    # One kid, not a list of one: pyHanko explains a change of the field by exactly this path.
    element.K = Dictionary(Type=Name.OBJR, Obj=field, Pg=page)
    document.K.append(element)
    numbers = tree.ParentTree.Nums
    key = max((int(number) for number in numbers[::2]), default=-1) + 1
    numbers.append(key)
    numbers.append(element)
    tree.ParentTreeNextKey = key + 1
    field.StructParent = key
