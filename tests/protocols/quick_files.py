"""A file for signing without its text: one blank page with the boxes of everybody who signs, for lives by the dozen.

It is certified, signed and sealed like any other. Only what is printed on it is left out, for that takes longest.
"""

import io
from collections.abc import Mapping
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf

from protocols.documents.fields import FieldBox, add_fields
from protocols.documents.kinds import DocumentKind
from protocols.documents.rendering import CERTIFICATION, SEAL, Rendered, field_for

BOX = (50.0, 50.0, 350.0, 130.0)


def blank(content: Mapping[str, Any], kind: DocumentKind, *, sha256: str) -> Rendered:
    """What `protocols.documents.rendering.render` gives, blank."""
    names = [CERTIFICATION, *(field_for(party["key"]) for party in content["parties"]), SEAL]
    boxes = tuple(FieldBox(name, 0, BOX, name, locks_everything=name == SEAL) for name in names)
    with Pdf.new() as file:
        file.add_blank_page()
        tree = Dictionary(Type=Name.StructTreeRoot, ParentTree=Dictionary(Nums=Array()))
        file.Root.StructTreeRoot = file.make_indirect(tree)
        document = Dictionary(Type=Name.StructElem, S=Name.Document, P=file.Root.StructTreeRoot, K=Array())
        file.Root.StructTreeRoot.K = file.make_indirect(document)
        out = io.BytesIO()
        file.save(out)
    return Rendered(add_fields(out.getvalue(), boxes), 1, boxes, ())
