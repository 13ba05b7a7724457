"""What other partners would like, for those who answer for the partner that holds it."""

from collections.abc import Iterator, Sequence

from django.urls import reverse

from datasets.queries.wants import waiting_for
from partners.models import Role
from protocols.queries.in_tray.items import Item


def wants(roles: Sequence[Role]) -> Iterator[Item]:
    """Wants that wait for an answer of a partner for which one of the roles writes; one query."""
    for want, role in waiting_for(roles):
        link = reverse("datasets:answer", args=[want.pk])
        yield Item(f"{want.asker} would like data from {want.holder}", want.what, role, want.asked_at, "Answer", link)
