"""Which public agreements in force rely on a power, from the legal record that was signed."""

from typing import NamedTuple

from django.urls import reverse

from protocols.models import Snapshot
from protocols.states import State


class Relying(NamedTuple):
    """An agreement as the library of law shows it."""

    title: str
    reference: str
    url: str


def public_reliance(gateway_id: str) -> list[Relying]:
    """The public agreements in force whose concluded legal record names a gateway, by reference; one query.

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
