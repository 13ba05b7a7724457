"""What a copied protocol still has to look at again."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from protocols.loader.copying import copying_rules
from protocols.models import ProtocolVersion, Recheck
from protocols.queries.protocols import address_of

FLOW = "Check who sends and who receives, what is in it, on what power, and whether it is still needed."


@dataclass(frozen=True)
class ShownRecheck:
    """One part to look at again: what, what to do, where; and who looked, once somebody has."""

    recheck: Recheck
    title: str
    todo: str
    href: str

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return f"copied-{self.recheck.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it waits."""
        return self.recheck.is_open


def rechecks_of(version: ProtocolVersion) -> list[ShownRecheck]:
    """Every part of a copied version that was to be looked at again, in order; one query, none for what is no copy."""
    if version.copied_from_id is None:
        return []
    order = {part.id: place for place, part in enumerate(copying_rules().again)}
    found = Recheck.objects.filter(version=version).select_related("flow")
    shown = [one for recheck in found if (one := _shown(version, recheck))]
    return sorted(shown, key=lambda one: (order.get(one.recheck.part, len(order)), one.recheck.pk))


def open_rechecks(version: ProtocolVersion) -> Sequence[ShownRecheck]:
    """Those that still wait; a part that no page asks about any more waits for nobody."""
    return [one for one in rechecks_of(version) if one.is_open]


def recheck_of(version: ProtocolVersion, pk: int) -> Recheck | None:
    """One part of the version, whether it waits or not."""
    found: QuerySet[Recheck] = Recheck.objects.filter(Q(version=version, pk=pk)).select_related("flow")
    return found.first()


def _shown(version: ProtocolVersion, recheck: Recheck) -> ShownRecheck | None:
    if recheck.flow is not None:
        return ShownRecheck(recheck, str(recheck.flow), FLOW, address_of("flow_change", version, recheck.flow.pk))
    part = copying_rules().part(recheck.part)
    return ShownRecheck(recheck, part.title, part.todo, address_of(part.page, version)) if part else None
