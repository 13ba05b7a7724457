"""`manage.py document_agreements`: docs/reference/agreements.md."""

from portal.documenting.pages import PageCommand, table
from protocols.loader.elsewhere.columns import COLUMNS, REFERENCE

OPENING = """# Agreements made elsewhere: the eighteen fields

A register of agreements is read in the columns of the public register under Part 5 of the Digital Economy Act 2017.
Case, spaces and an edition's number in a heading are set aside; the register itself heads its first column
`information-sharing-agreement-0001`. Columns may stand in any order, titles may stand above the headings (within ten
lines), and columns that are none of these are kept with each row as they are. Every cell is kept as it was given,
whatever could be read from it. [How to import agreements](../how-to/import-agreements.md) tells the steps.

"""
CLOSING = """
Semicolons, vertical bars, bullets and line breaks set names apart. A slash or a comma in a name does not; it makes the
name doubtful. An apostrophe before `=`, `+`, `-` or `@` is what spreadsheets write to keep a cell from being reckoned:
exports here write it, and reading takes it off again.
"""


class Command(PageCommand):
    """The eighteen fields, what else files call them, and how each is read."""

    path = "docs/reference/agreements.md"
    command = "document_agreements"
    help = "Write docs/reference/agreements.md: the fields of an agreement made elsewhere, and how each is read."

    def text(self) -> str:
        """The page."""
        rows = ([f"`{one.key}`", one.label, _also(one.aliases), one.read] for one in COLUMNS)
        needed = f"\nNeeded are `{REFERENCE}` or `name`, and four known columns in all.\n"
        return OPENING + table(["column", "on a page", "also headed", "how it is read"], rows) + needed + CLOSING


def _also(aliases: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in aliases)
