"""`manage.py document_retention`: docs/reference/retention.md."""

from portal.documenting.pages import PageCommand, table
from portal.retention.table import KEPT

OPENING = """# What is kept, and for how long

The privacy page of each portal shows the same table. What the portal lets go of by itself goes while it runs, or by
`manage.py dispose`; each time leaves an event in the audit trail that says what kind and how many.

"""


class Command(PageCommand):
    """One row a kind of data."""

    path = "docs/reference/retention.md"
    command = "document_retention"
    help = "Write docs/reference/retention.md: what the portal keeps of whom, why, for how long, and what happens then."

    def text(self) -> str:
        """The page."""
        rows = [(one.what, one.why, one.how_long, one.then, "yes" if one.dispose else "") for one in KEPT]
        return OPENING + table(["what", "why", "how long", "then", "by `dispose`"], rows)
