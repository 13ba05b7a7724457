"""Signature fields are tagged, spoken, printed, and where the boxes are."""

import io

import pikepdf
import pytest

from protocols.documents.fields import add_fields
from protocols.documents.rendering import Rendered


@pytest.fixture
def file(rendered: Rendered):
    with pikepdf.open(io.BytesIO(rendered.pdf)) as opened:
        yield opened


def test_each_field_is_found_from_the_structure_tree_and_back(file: pikepdf.Pdf) -> None:
    numbers = file.Root.StructTreeRoot.ParentTree.Nums
    by_key = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
    for field in file.Root.AcroForm.Fields:
        element = by_key[int(field.StructParent)]
        assert element.S == "/Form"
        assert element.K.Obj.objgen == field.objgen
        assert str(element.Alt) == str(field.TU)
        assert element.objgen in [kid.objgen for kid in file.Root.StructTreeRoot.K[0].K]


def test_no_two_things_share_a_place_in_the_parent_tree(file: pikepdf.Pdf) -> None:
    keys = [int(number) for number in file.Root.StructTreeRoot.ParentTree.Nums[::2]]
    assert len(keys) == len(set(keys))
    assert int(file.Root.StructTreeRoot.ParentTreeNextKey) == max(keys) + 1


def test_each_field_is_on_its_page_printed_and_looks_like_something(file: pikepdf.Pdf, rendered: Rendered) -> None:
    for field, box in zip(file.Root.AcroForm.Fields, rendered.boxes, strict=True):
        page = file.pages[box.page]
        assert field.objgen in [annotation.objgen for annotation in page.Annots]
        assert page.Tabs == "/S"
        assert int(field.F) == 132
        assert field.AP.N.Subtype == "/Form"
        assert str(field.T) == box.name


def test_only_the_seal_locks_the_file(file: pikepdf.Pdf) -> None:
    locking = [str(field.T) for field in file.Root.AcroForm.Fields if "/Lock" in field]
    assert locking == ["seal"]


def test_the_same_boxes_give_the_same_bytes(draft: Rendered, rendered: Rendered) -> None:
    assert add_fields(draft.pdf, rendered.boxes) == add_fields(draft.pdf, rendered.boxes)
