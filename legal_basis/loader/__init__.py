"""Load the reviewed law from ``content/``, strictly: a file that breaks a rule stops the start.

``library()`` is what the rest of the product uses; ``load(directory)`` reads any directory, for
the check command and for tests of broken files.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from legal_basis.law import STATUSES, Checklist, Example, Guide, LawLibrary
from legal_basis.law.changes import LawChange
from legal_basis.law.traps import Trap
from legal_basis.loader.changes import read_changes
from legal_basis.loader.checking import check_library
from legal_basis.loader.checklists import read_checklist
from legal_basis.loader.entries import read_data_kinds, read_gateways, read_sources, read_themes
from legal_basis.loader.examples import read_example
from legal_basis.loader.guides import read_guide
from legal_basis.loader.histories import read_earlier
from legal_basis.loader.reading import ContentFile, read_file
from legal_basis.loader.traps import read_traps

CONTENT = Path(__file__).resolve().parent.parent / "content"
CHECKLIST_FILES = "checklist_*.yaml"


@cache
def library() -> LawLibrary:
    """The law that this release was reviewed with; read once a process."""
    return load(CONTENT)


@cache
def guide() -> Guide:
    """The words and questions of the public guide; read once a process."""
    return load_guide(CONTENT, library())


@cache
def examples() -> dict[str, Example]:
    """The worked examples by id, in the order of their titles; read once a process."""
    return load_examples(CONTENT, library())


@cache
def changes() -> tuple[LawChange, ...]:
    """The dated changes of the law, by their day; read once a process."""
    return load_changes(CONTENT, library())


@cache
def traps() -> tuple[Trap, ...]:
    """The known mistakes and where the portal holds each; read once a process."""
    return load_traps(CONTENT, library())


def load_changes(directory: Path, law: LawLibrary) -> tuple[LawChange, ...]:
    """Read and check the dated changes of a directory. Raises ContentError naming the entry."""
    return read_changes(read_file(directory / "changes.yaml"), law)


def load_traps(directory: Path, law: LawLibrary) -> tuple[Trap, ...]:
    """Read and check the traps of a directory. Raises ContentError naming the entry."""
    return read_traps(read_file(directory / "traps.yaml"), law)


def load_guide(directory: Path, law: LawLibrary) -> Guide:
    """Read and check the guide of a directory. Raises ContentError naming the entry."""
    return read_guide(read_file(directory / "guide.yaml"), law)


def load_examples(directory: Path, law: LawLibrary) -> dict[str, Example]:
    """Read and check the examples of a directory. Raises ContentError naming file and entry."""
    found = [read_example(read_file(path), law) for path in sorted((directory / "examples").glob("*.yaml"))]
    return {example.id: example for example in sorted(found, key=lambda example: example.title)}


def load(directory: Path) -> LawLibrary:
    """Read and check every content file in a directory. Raises ContentError naming file and entry."""
    sources = read_sources(read_file(directory / "sources.yaml"))
    data_kinds = read_data_kinds(read_file(directory / "data_kinds.yaml"))
    themes = read_themes(read_file(directory / "themes.yaml"))
    gateway_file = read_file(directory / "gateways.yaml")
    gateways = read_gateways(gateway_file)
    head: dict[str, Any] = gateway_file.data
    checklists: dict[str, Checklist] = {}
    for path in sorted(directory.glob(CHECKLIST_FILES)):
        file = read_file(path)
        checklist = read_checklist(file, gateways=gateways, data_kinds=data_kinds, themes=themes)
        if checklist.id in checklists:
            raise file.error(checklist.id, "another file already has this checklist id")
        checklists[checklist.id] = checklist
    found = LawLibrary(
        checklists=checklists,
        gateways=gateways,
        themes=themes,
        sources=sources,
        data_kinds=data_kinds,
        theme_labels=head.get("theme_labels", {}),
        review_months=_review_months(gateway_file),
        earlier=read_earlier(read_file(directory / "earlier_steps.yaml"), checklists),
        as_of=head["as_of"],
        version=str(head["version"]),
    )
    check_library(found)
    return found


def _review_months(file: ContentFile) -> dict[str, int]:
    months = file.data["review_months"]
    if not isinstance(months, dict) or set(months) != set(STATUSES):
        raise file.error("", f"review_months has to give a number for each of {', '.join(STATUSES)}")
    return {str(status): int(number) for status, number in months.items()}
