"""Which partner a body's text means, where that is certain; looked up once for a whole file."""

from collections.abc import Iterable

from partners.loader.names import name_key
from partners.models import Partner
from partners.states import Standing
from protocols.loader.elsewhere.bodies import Mention
from protocols.models import NamedBody

MEANT = (Standing.LISTED.value, Standing.APPROVED.value)


def partners_meant() -> list[Partner]:
    """The partners that an agreement can name: those listed from a public register and those approved."""
    fields = ("legal_name", "short_name", "source", "source_code", "source_details", "name_key", "short_key", "status")
    return list(Partner.objects.filter(status__in=MEANT).only(*fields).order_by("pk"))


class KnownPartners:
    """The partners by their entries in registers and by their names."""

    def __init__(self, partners: Iterable[Partner]) -> None:
        self._by_entry: dict[tuple[str, str], Partner] = {}
        self._by_name: dict[str, dict[int, Partner]] = {}
        for partner in partners:
            also = partner.source_details.get("also", {})
            for register, code in {partner.source: partner.source_code, **also}.items():
                self._by_entry.setdefault((str(register).lower(), str(code).upper()), partner)
            for key in {name_key(partner.legal_name), name_key(partner.short_name)} - {""}:
                self._by_name.setdefault(key, {})[partner.pk] = partner

    def meant(self, mention: Mention) -> Partner | None:
        """The one partner that holds this entry, or the only one that goes by this name; None otherwise."""
        if entry := mention.entry:
            return self._by_entry.get((entry.register, entry.code))
        called = self._by_name.get(name_key(mention.text), {})
        return next(iter(called.values())) if len(called) == 1 else None

    def share_a_name(self, mention: Mention) -> int:
        """How many partners go by this name."""
        return 0 if mention.entry else len(self._by_name.get(name_key(mention.text), {}))


def named_bodies(partnership_id: int, keys: Iterable[str]) -> dict[str, NamedBody]:
    """The bodies that a partnership knows already, by key; one query."""
    found = NamedBody.objects.filter(partnership_id=partnership_id, key__in=set(keys)).select_related("partner")
    return {body.key: body for body in found}
