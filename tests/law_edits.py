"""The law as a maintainer edits it: a copy of the content files, changed and loaded in place of the release's."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest

from legal_basis import loader

WELL_BEING_IN_FORCE = (
    "gateways.yaml",
    "    status: historic\n    status_note: >-\n      Repealed for England by Localism Act 2011",
    "    status: in force\n    status_note: >-\n      Repealed for England by Localism Act 2011",
)
WELL_BEING_NOT_WITHDRAWN = ("gateways.yaml", "    withdrawn_on: 2012-04-04\n    replaced_by: localism-2011-s1\n", "")


class LawFiles:
    """A directory of content; each edit has to find the words that it replaces."""

    def __init__(self, directory: Path) -> None:
        self.directory = copytree(loader.CONTENT, directory)

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace words in a file, once."""
        path = self.directory / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} does not say {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def write_changes(self, text: str) -> None:
        """Other changes than the release's."""
        (self.directory / "changes.yaml").write_text(f"changes:\n{text}" if text else "changes: []\n", encoding="utf-8")

    def put_in_place(self) -> None:
        """Read the files again, as a new release would."""
        forget()


def forget() -> None:
    """Let what was read be read again."""
    for read in (loader.library, loader.changes, loader.guide, loader.examples, loader.traps):
        read.cache_clear()


@pytest.fixture
def law_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LawFiles]:
    """Content files to edit; afterwards the release's own are back."""
    files = LawFiles(tmp_path / "content")
    monkeypatch.setattr(loader, "CONTENT", files.directory)
    forget()
    yield files
    monkeypatch.undo()
    forget()
