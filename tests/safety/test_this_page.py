"""The page about security names files and tests that are there."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reference" / "security.md").read_text()
NAMED = re.findall(r"`([\w./]+/[\w.]+)(?:::(\w+))?`", PAGE)


def functions_in(path: Path) -> set[str]:
    return {node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)}


def test_every_file_it_names_is_there():
    assert len(NAMED) > 40
    assert [path for path, _ in NAMED if not (ROOT / path).exists()] == []


def test_every_test_it_names_is_there():
    assert [(path, name) for path, name in NAMED if name and name not in functions_in(ROOT / path)] == []


def test_every_danger_has_a_place_and_a_test():
    rows = [line.strip("| \n").split(" | ") for line in PAGE.splitlines() if line.startswith("| ")]
    assert [row[0] for row in rows if len(row) != 3 or ("`" not in row[2] and row[0] not in ("danger", "---"))] == []
