"""A row that is held keeps nobody from naming it: two acts on one version would otherwise wait for each other.

A foreign key takes FOR KEY SHARE on the row that it names, which a bare `select_for_update` conflicts with: one act has
named the version and waits to hold it, the other holds it and waits until nobody names it. PostgreSQL breaks one off.
"""

import ast
from collections.abc import Iterator

from tests.test_totality import ROOT, ours

# Functions that hold a row outright, each with its reason: to delete it, or to change its key, takes that lock anyway,
# and to take it later is worse.
OUTRIGHT = {
    ("legal_basis/services/practising.py", "delete_kept_walk"): "the walk is deleted",
    ("protocols/services/elsewhere/removing.py", "take_out_agreement"): "the agreement is deleted",
    ("protocols/services/named_texts.py", "_put_back"): "clauses change places, and a place is a key",
    ("protocols/services/rows.py", "held"): "the row may be deleted",
    ("protocols/services/taking_over.py", "_add"): "clauses change places, and a place is a key",
}
ROOMS = ("datasets/", "legal_basis/", "partners/", "portal/", "protocols/", "register/")


def held_outright(name: str) -> Iterator[tuple[str, str]]:
    """The file and function of each row that is held without `no_key=True`."""
    everything = list(ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8"))))
    for function in (one for one in everything if isinstance(one, ast.FunctionDef)):
        for call in (one for one in ast.walk(function) if isinstance(one, ast.Call)):
            holds = getattr(call.func, "attr", "") == "select_for_update"
            if holds and not any(each.arg == "no_key" for each in call.keywords):
                yield name, function.name


def test_rows_are_held_without_their_keys_or_it_is_said_why():
    files = [name for name in ours(".py") if name.startswith(ROOMS)]
    assert {found for name in files for found in held_outright(name)} == set(OUTRIGHT)
