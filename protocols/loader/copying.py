"""What a copy of a protocol does not take over, and which parts of it have to be looked at again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from legal_basis.loader.reading import Entry, read_file

FILE = Path(__file__).resolve().parent.parent / "content" / "copying.yaml"
PAGES = ("parties", "particulars", "details", "text", "risks", "case")
ROWS = ("", "risks", "case")


@dataclass(frozen=True)
class CopiedPart:
    """A part to look at again: what to do, the page that mends it, and what it hangs on.

    `variable` is a value that the text has to ask for, `of` a kind of row that the copy has to have; "" asks for none.
    """

    id: str
    title: str
    todo: str
    page: str
    variable: str = ""
    of: str = ""


@dataclass(frozen=True)
class CopyingRules:
    """The keys of values that a copy begins without, and the parts to look at again, in order."""

    cleared: frozenset[str]
    again: tuple[CopiedPart, ...]

    def part(self, part_id: str) -> CopiedPart | None:
        """The part of that id; None for one that a later release no longer asks about."""
        return next((part for part in self.again if part.id == part_id), None)


@cache
def copying_rules() -> CopyingRules:
    """The rules of this release; read once a process."""
    return load_rules(FILE)


def load_rules(path: Path) -> CopyingRules:
    """Read and check the file. Raises ContentError naming file and entry."""
    whole = Entry(read_file(path), "", read_file(path).data).only(required=("cleared", "again"))
    again = tuple(_part(entry) for entry in whole.each("again", "id"))
    if len({part.id for part in again}) < len(again):
        raise whole.error("a part is listed twice")
    return CopyingRules(frozenset(whole.words("cleared")), again)


def _part(entry: Entry) -> CopiedPart:
    entry.only(required=("id", "title", "todo", "page"), optional=("variable", "of"))
    for key in ("title", "todo"):
        if not entry.text(key):
            raise entry.error(f"{key} is empty")
    return CopiedPart(
        id=entry.text("id"),
        title=entry.text("title"),
        todo=entry.text("todo"),
        page=entry.among("page", PAGES),
        variable=entry.text("variable"),
        of=entry.among("of", ROWS),
    )
