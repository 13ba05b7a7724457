"""`manage.py document_settings`: docs/reference/settings.md."""

from portal.documenting.pages import PageCommand, table
from portal.documenting.variables import VARIABLES

OPENING = """# Settings

Concordat reads its settings from the environment. With nothing set, it runs on one machine with SQLite. One that is
empty is as one that is not set; one that is not understood stops the portal from starting, with what to say instead.

"""


class Command(PageCommand):
    """One row a variable."""

    path = "docs/reference/settings.md"
    command = "document_settings"
    help = "Write docs/reference/settings.md: each environment variable, its default and its meaning."

    def text(self) -> str:
        """The page."""
        rows = [(f"`{name}`", default, meaning) for name, (default, meaning) in VARIABLES.items()]
        return OPENING + table(["variable", "default", "meaning"], rows)
