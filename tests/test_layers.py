"""The import contract catches what it is there to catch: each kind of violation is planted once, in a copy."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("portal", "partners", "legal_basis", "datasets", "protocols", "register")

# Name -> (file to add to, line to add, contract that must break).
PLANTED = {
    "a lower room imports an upper one": ("partners/queries.py", "import protocols.states", "Rooms"),
    "the catalogue imports what is agreed from it": ("datasets/models.py", "import protocols.states", "Rooms"),
    "a room imports its neighbour": ("partners/queries.py", "import legal_basis.law", "Rooms"),
    "the floor imports a room": ("portal/richtext.py", "import partners.kinds", "Rooms"),
    "a floor imports one above it": ("partners/queries.py", "import partners.urls", "Floors inside each room"),
    "an import hidden in a function": (
        "partners/queries.py",
        "def hidden():\n    import partners.urls",
        "Floors inside each room",
    ),
    "a module on no floor": ("partners/utils.py", "", "Floors inside each room"),
    "law that knows Django": (
        "legal_basis/law.py",
        "import django.db",
        "Rules of law and of the workflow are plain Python",
    ),
    "a circle": ("portal/richtext.py", "import portal.health", "No circles anywhere"),
}
BESIDE = {"a circle": ("portal/health.py", "import portal.richtext")}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__", "content"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(directory: Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    return subprocess.run(command, cwd=directory, capture_output=True, text=True, timeout=120)


def add(directory: Path, name: str, line: str) -> None:
    with (directory / name).open("a") as file:
        file.write(f"\n{line}\n")


def test_the_code_as_it_stands_keeps_every_contract(copy):
    linted = lint(copy)
    assert linted.returncode == 0, linted.stdout


@pytest.mark.parametrize("what", PLANTED)
def test_a_planted_violation_is_caught(what, copy):
    name, line, contract = PLANTED[what]
    add(copy, name, line)
    if what in BESIDE:
        add(copy, *BESIDE[what])
    linted = lint(copy)
    assert linted.returncode == 1
    assert f"{contract} BROKEN" in linted.stdout
