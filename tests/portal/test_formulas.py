"""What a spreadsheet would take for a formula goes out as words, and comes back as it was."""

from pathlib import Path

import pytest

from portal.formulas import guarded, without_guard

ROOMS = ("portal", "partners", "legal_basis", "datasets", "protocols", "register")
OF_FORMULAS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]


@pytest.mark.parametrize("first", OF_FORMULAS, ids=ascii)
def test_a_cell_that_begins_as_a_formula_is_guarded_and_comes_back_itself(first):
    cell = f'{first}HYPERLINK("http://evil.example")'
    assert guarded(cell) == f"'{cell}"
    for sent in (cell, f"'{cell}", f"''{cell}"):
        assert guarded(sent).startswith("'")
        assert without_guard(guarded(sent)) == sent


@pytest.mark.parametrize("cell", ["", "Noise", "'90s cases", "a=b", "1-2", " =1"])
def test_any_other_cell_goes_out_and_comes_back_as_it_is(cell):
    assert guarded(cell) == without_guard(cell) == cell


def test_whatever_writes_a_table_guards_its_cells():
    root = Path(__file__).resolve().parents[2]
    files = {path: path.read_text() for room in ROOMS for path in (root / room).rglob("*.py")}
    writing = [path for path, code in files.items() if "csv.writer(" in code or "Workbook(" in code]
    assert len(writing) >= 3
    assert [path.name for path in writing if "guarded(" not in files[path] and "guarded," not in files[path]] == []
