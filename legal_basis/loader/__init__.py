"""Load the reviewed law from ``content/``, strictly: a file that breaks a rule stops the start.

``library()`` is what the rest of the product uses; ``load(directory)`` reads any directory, for
the check command and for tests of broken files.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from legal_basis.law import Checklist, LawLibrary
from legal_basis.loader.checking import check_library
from legal_basis.loader.checklists import read_checklist
from legal_basis.loader.entries import read_data_kinds, read_gateways, read_sources, read_themes
from legal_basis.loader.reading import read_file

CONTENT = Path(__file__).resolve().parent.parent / "content"
CHECKLIST_FILES = "checklist_*.yaml"


@cache
def library() -> LawLibrary:
    """The law that this release was reviewed with; read once a process."""
    return load(CONTENT)


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
        as_of=head["as_of"],
        version=str(head["version"]),
    )
    check_library(found)
    return found
