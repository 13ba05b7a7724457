"""The known mistakes as the public page and the reference page show them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from legal_basis.law import LawLibrary, Source
from legal_basis.law.traps import Place, Trap


@dataclass(frozen=True)
class ShownPlace:
    """A place where a mistake is held; `href` is empty where it lies inside a protocol."""

    said: str
    name: str
    href: str


@dataclass(frozen=True)
class ShownTrap:
    """A mistake with its places and sources resolved."""

    trap: Trap
    places: tuple[ShownPlace, ...]
    sources: tuple[Source, ...]


def traps_page(law: LawLibrary, traps: Iterable[Trap]) -> list[ShownTrap]:
    """Every mistake, in order."""
    return [
        ShownTrap(
            trap, tuple(_shown(law, place) for place in trap.places), tuple(law.sources[key] for key in trap.sources)
        )
        for trap in traps
    ]


def _shown(law: LawLibrary, place: Place) -> ShownPlace:
    if place.kind == "step":
        href = f"{reverse('legal_basis:checklist', args=[law.current.id])}#{place.name}"
        return ShownPlace(place.said, f"step {place.name}", href)
    if place.kind == "gateway":
        return ShownPlace(place.said, law.gateways[place.name].cite, reverse("legal_basis:gateway", args=[place.name]))
    return ShownPlace(place.said, "", reverse(place.name) if place.kind == "page" else "")
