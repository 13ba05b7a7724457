"""`manage.py document_traps`: docs/reference/traps.md."""

from collections.abc import Iterator

from legal_basis.law.traps import Place, Trap
from legal_basis.loader import library, traps
from portal.documenting.pages import PageCommand

OPENING = """# Known mistakes

Thirty-two ways in which sharing of data goes wrong, each held by a rule. The test that bears a mistake's id fails where
the rule no longer holds. The portal shows this list at `/law/traps/`. “Counsel” marks what has to be confirmed.
"""


class Command(PageCommand):
    """Every known mistake, why it is one, and where the portal holds it."""

    path = "docs/reference/traps.md"
    command = "document_traps"
    help = "Write docs/reference/traps.md: the known mistakes, and where the portal holds each."

    def text(self) -> str:
        """The page."""
        return OPENING + "".join(part for trap in traps() for part in _trap(trap))


def _trap(trap: Trap) -> Iterator[str]:
    yield f"\n## {trap.id} {trap.title}\n\n{trap.why}\n\n{trap.held}\n\n"
    yield "".join(f"* {_place(place)}\n" for place in trap.places)
    notes = [f"Sources: {', '.join(f'`{key}`' for key in trap.sources)}."] if trap.sources else []
    notes += [f"Counsel: {trap.gk}."] if trap.gk else []
    yield f"\n{' '.join(notes)}\n"


def _place(place: Place) -> str:
    if place.kind == "step":
        return f"{place.said} (step {place.name})"
    if place.kind == "gateway":
        return f"{place.said} ({library().gateways[place.name].cite})"
    return f"{place.said} (`{place.name}`)" if place.kind == "page" else place.said
