"""Holding partners and partnerships: who belongs to one, and what becomes of it, is for one act at a time."""

from collections.abc import Iterable

from partners.models import Partner, Partnership


def hold(*, partners: Iterable[int | None] = (), partnerships: Iterable[int | None] = ()) -> None:
    """Hold them until the transaction ends, before anything that belongs to them.

    Partners come first, and each kind in the order of its numbers: two acts that hold the same ones wait in turn.
    """
    bodies, regions = Partner.objects.order_by("pk"), Partnership.objects.order_by("pk")
    if keys := {key for key in partners if key is not None}:
        list(bodies.select_for_update(no_key=True).filter(pk__in=keys).values_list("pk"))
    if keys := {key for key in partnerships if key is not None}:
        list(regions.select_for_update(no_key=True).filter(pk__in=keys).values_list("pk"))
