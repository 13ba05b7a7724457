"""The table of the OWASP standard: every requirement of levels 1 and 2 once, and nothing named that is not there."""

import ast
from functools import cache
from pathlib import Path

import pytest

from portal.documenting.requirements import Requirement, Stand, chapters

ROOT = Path(__file__).resolve().parents[2]
# Each section of version 5.0.0, and the level of each of its requirements in their order.
LEVELS = {
    "1.1": "22", "1.2": "1111122223", "1.3": "112222222223", "1.4": "222", "1.5": "123",
    "2.1": "122", "2.2": "112", "2.3": "12223", "2.4": "23",
    "3.1": "3", "3.2": "113", "3.3": "12223", "3.4": "11222233", "3.5": "11122333", "3.6": "3", "3.7": "22333",
    "4.1": "12233", "4.2": "23333", "4.3": "22", "4.4": "1222",
    "5.1": "2", "5.2": "112333", "5.3": "113", "5.4": "222",
    "6.1": "122", "6.2": "111111112222", "6.3": "11223333", "6.4": "112233", "6.5": "22222333", "6.6": "2223",
    "6.7": "33", "6.8": "2222",
    "7.1": "222", "7.2": "1111", "7.3": "22", "7.4": "11222", "7.5": "223", "7.6": "22",
    "8.1": "1233", "8.2": "1123", "8.3": "133", "8.4": "23",
    "9.1": "111", "9.2": "1222",
    "10.1": "22", "10.2": "223", "10.3": "22223", "10.4": "1111122222233333", "10.5": "22222", "10.6": "22",
    "10.7": "222",
    "11.1": "2233", "11.2": "22233", "11.3": "11233", "11.4": "1222", "11.5": "23", "11.6": "23", "11.7": "33",
    "12.1": "12233", "12.2": "11", "12.3": "22223",
    "13.1": "2333", "13.2": "222223", "13.3": "2233", "13.4": "1222233",
    "14.1": "22", "14.2": "12223333", "14.3": "122",
    "15.1": "12233", "15.2": "12233", "15.3": "1222222", "15.4": "3333",
    "16.1": "2", "16.2": "22222", "16.3": "2222", "16.4": "222", "16.5": "2223",
    "17.1": "23", "17.2": "22223333", "17.3": "22",
}  # fmt: skip
ALL = [one for chapter in chapters() for one in chapter.requirements]


@cache
def functions_in(path: str) -> set[str]:
    return {node.name for node in ast.walk(ast.parse((ROOT / path).read_text())) if isinstance(node, ast.FunctionDef)}


def is_there(test: str) -> bool:
    path, _, name = test.partition("::")
    return (ROOT / path).is_file() and (name in functions_in(path) if name else "def test" in (ROOT / path).read_text())


def test_the_levels_add_up_to_those_of_the_standard():
    levels = "".join(LEVELS.values())
    assert [levels.count(level) for level in "123"] == [70, 183, 92]


def test_every_requirement_of_levels_1_and_2_is_there_once_in_order():
    wanted = [
        f"{section}.{number}"
        for section, levels in LEVELS.items()
        for number, level in enumerate(levels, 1)
        if level < "3"
    ]
    assert [one.number for one in ALL] == wanted
    assert [one.number for chapter in chapters() for one in chapter.requirements if chapter.number != part(one)] == []


def part(one: Requirement) -> int:
    return int(one.number.partition(".")[0])


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.number)
def test_what_it_names_is_there(one: Requirement):
    assert [path for path in one.where if not (ROOT / path).exists()] == []
    assert [test for test in one.tests if not is_there(test)] == []


def test_what_is_met_says_where_and_how_it_is_tried_unless_it_is_met_by_writing_it_down():
    met = [one for one in ALL if one.stand is Stand.MET]
    assert [one.number for one in met if not one.where] == []
    untried = [one for one in met if not one.tests]
    assert [one.number for one in untried if not any(path.startswith("docs/") for path in one.where)] == []


def test_what_is_not_met_here_says_why_or_what_to_do():
    assert [one.number for one in ALL if one.stand is not Stand.MET and not one.how] == []
    assert [one.number for one in ALL if one.stand is Stand.NOT_MET and "issing" not in one.how] == []
