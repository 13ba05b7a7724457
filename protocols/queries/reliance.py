"""Which public agreements rely on a power: those made here, by the signed legal record; those made elsewhere."""

from typing import NamedTuple

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from protocols.models import Agreement, Snapshot
from protocols.states import State


class Relying(NamedTuple):
    """An agreement as the library of law shows it; `register` is the one that it was read from, if made elsewhere."""

    title: str
    reference: str
    url: str
    register: str = ""


def public_reliance(gateway_id: str) -> list[Relying]:
    """The public agreements that name a gateway and have not ended: made here first, by reference; two queries."""
    return [*_made_here(gateway_id), *_made_elsewhere(gateway_id)]


def _made_here(gateway_id: str) -> list[Relying]:
    """Those in force whose concluded legal record names it.

    Canonical JSON writes a gateway's id one way only, and quotation marks inside text are escaped, so the frozen text
    can be searched without being parsed.
    """
    signed = Snapshot.objects.filter(
        withdrawn_at=None,
        instrument=None,
        version__state=State.IN_FORCE.value,
        version__is_public=True,
        text__contains=f'"id":"{gateway_id}"',
    )
    rows = signed.order_by("version__protocol__reference").values_list("version__title", "version__protocol__reference")
    return [Relying(title, reference, reverse("register:agreement", args=[reference])) for title, reference in rows]


def _made_elsewhere(gateway_id: str) -> list[Relying]:
    """Those whose register cites it, or for which an officer chose it."""
    lasting = Q(ends_on=None) | Q(ends_on__gte=timezone.localdate())
    found = Agreement.objects.filter(lasting, gateway=gateway_id, is_public=True).order_by("title", "pk")
    return [
        Relying(title, reference, reverse("register:elsewhere", args=[pk]), register)
        for pk, title, reference, register in found.values_list("pk", "title", "reference", "register")
    ]
