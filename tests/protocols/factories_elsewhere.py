"""Agreements made elsewhere, for tests: read from the small file beside these, through the services."""

from io import BytesIO
from pathlib import Path

import pikepdf

from partners.models import Partner, Role
from protocols.loader.elsewhere.columns import COLUMNS
from protocols.loader.elsewhere.reading import Sheet, read_sheet
from protocols.models import Agreement
from protocols.services.elsewhere.entering import ENTERED, Entry, enter_agreement
from protocols.services.elsewhere.importing import import_agreements
from protocols.services.elsewhere.judging import Verdict

FILE = Path(__file__).parent / "data" / "agreements.csv"
REGISTER = "Northmoor register"


def sheet(content: bytes | None = None) -> Sheet:
    """The small file, or another content, as a sheet."""
    return read_sheet(FILE.name, FILE.read_bytes() if content is None else content)


def content_of(*rows: dict[str, str]) -> bytes:
    """A file in the eighteen columns that holds these rows."""
    lines = [",".join(column.key for column in COLUMNS)]
    lines += [",".join('"' + row.get(column.key, "").replace('"', '""') + '"' for column in COLUMNS) for row in rows]
    return "\n".join(lines).encode()


def take(by: Role, content: bytes | None = None, *, apply: bool = True, register: str = REGISTER) -> list[Verdict]:
    """Read the small file, or another content, into the officer's partnership."""
    return import_agreements(
        by=by, partnership=by.partnership, register=register, sheet=sheet(content), apply=apply
    )  # fmt: skip


def one(by: Role, **cells: str) -> Agreement:
    """One agreement; columns with underscores for hyphens."""
    named = {name.replace("_", "-"): cell for name, cell in cells.items()}
    given = {"information-sharing-agreement": "9", "name": "Flood warnings", "review-date": "2030-01-01", **named}
    take(by, content_of(given))
    return Agreement.objects.get(partnership=by.partnership, register=REGISTER, title=given["name"])


def entered(by: Role, *, name: str = "Snow and ice", controllers: str = "Vale Council") -> Agreement:
    """One agreement that the officer entered by hand."""
    cells = {"name": name, "controller-names": controllers, "review-date": "2030-01-01"}
    return enter_agreement(by=by, partnership=by.partnership, entry=Entry(ENTERED, cells))


def names(agreement: Agreement) -> dict[str, Partner | None]:
    """The bodies of an agreement, by text, with their partners."""
    return {one.body.text: one.body.partner for one in agreement.bodies.select_related("body__partner")}


def pdf(words: str = "scan") -> bytes:
    """A PDF of one blank page."""
    made = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.docinfo["/Title"] = words
        document.save(made, deterministic_id=True)
    return made.getvalue()
