"""What a spreadsheet would take for a formula goes out as words, and comes back as it was."""

import pytest

from portal.formulas import guarded, without_guard

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
