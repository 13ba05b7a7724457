"""Every regular expression of ours: those kept in modules, and those written where they are used."""

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("portal", "partners", "legal_basis", "datasets", "protocols", "register")
SEARCHING = {"search", "split", "findall", "finditer", "sub", "subn"}


@dataclass(frozen=True)
class Ours:
    """A pattern of ours, and whether it looks for a beginning all through a text, or only at its start."""

    where: str
    pattern: re.Pattern
    searches: bool


def every_pattern() -> list[Ours]:
    """All of them: those that modules keep, then those written in place."""
    calls = [(path, node) for path in _files() for node in ast.walk(ast.parse(path.read_text())) if _is_call(node)]
    used: dict[str, set[str]] = {}
    for _, node in calls:
        if isinstance(node.func.value, ast.Name | ast.Attribute):
            name = node.func.value.id if isinstance(node.func.value, ast.Name) else node.func.value.attr
            used.setdefault(name, set()).add(node.func.attr)
    return list(_kept(used)) + [one for path, node in calls if (one := _in_place(path, node))]


def _files() -> list[Path]:
    return [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")) if "migrations" not in path.parts]


def _is_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)


def _kept(used: dict[str, set[str]]) -> Iterator[Ours]:
    """Patterns that a module has under a name, alone or inside something; a name says how it is used."""
    for path in _files():
        module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for name, value in list(vars(module).items()):
            methods = used.get(name, set())
            searches = bool(methods & SEARCHING) or not methods & {"match", "fullmatch"}
            for one in _inside(value):
                yield Ours(f"{module.__name__}.{name}", one, searches)


def _inside(value: object) -> Iterator[re.Pattern]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple | list | set | frozenset):
        for one in value:
            yield from _inside(one)
    elif isinstance(value, dict):
        yield from _inside([*value, *value.values()])


def _in_place(path: Path, node: ast.Call) -> Ours | None:
    """A pattern written as it is used, with `re.sub` and the like."""
    assert isinstance(node.func, ast.Attribute)
    if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "re" and node.args):
        return None
    first = node.args[0]
    if not isinstance(first, ast.Constant) or not isinstance(first.value, str | bytes):
        return None
    where = f"{path.relative_to(ROOT)}:{node.lineno}"
    return Ours(where, re.compile(first.value), node.func.attr in SEARCHING)
