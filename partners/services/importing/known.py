"""What the portal holds already, looked up once for a whole register."""

from collections.abc import Iterable

from partners.loader.entries import Entry
from partners.loader.names import name_key
from partners.models import Partner


class Known:
    """The partners by their place in a register and by their names; grows as rows are taken."""

    def __init__(self) -> None:
        self._by_place: dict[str, Partner] = {}
        self._by_name: dict[str, list[Partner]] = {}
        for partner in Partner.objects.order_by("pk"):
            self.add(partner)

    def add(self, partner: Partner) -> None:
        """Know a partner by its own place, by the others it is known to hold, and by its names."""
        also = partner.source_details.get("also", {})
        places = [f"{partner.source}:{partner.source_code}", *(f"{source}:{code}" for source, code in also.items())]
        places.append(partner.source_details.get("same_as", ""))
        for place in places:
            if place.strip(":"):
                self._by_place.setdefault(place, partner)
        for key in {name_key(partner.legal_name), name_key(partner.short_name)}:
            self._by_name.setdefault(key, []).append(partner)

    def at(self, entry: Entry) -> Partner | None:
        """The partner that holds the entry's own place in its register."""
        return self._by_place.get(f"{entry.source}:{entry.code}")

    def same_as(self, entry: Entry) -> Partner | None:
        """The partner that the entry says it is in another register."""
        return self._by_place.get(entry.same_as) if entry.same_as else None

    def called(self, names: Iterable[str]) -> list[Partner]:
        """The partners that go by the first of these names that anybody goes by."""
        for name in names:
            found = self._by_name.get(name_key(name), [])
            if found:
                return found
        return []
