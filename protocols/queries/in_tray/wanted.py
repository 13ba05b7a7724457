"""What other partners would like, for those who answer for the partner that holds it."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from datasets.kinds import WRITERS
from datasets.queries.wants import waiting_for
from partners.models import Role
from protocols.queries.in_tray.found import Found
from protocols.queries.in_tray.items import Item
from protocols.queries.in_tray.kinds import Kind
from protocols.queries.in_tray.lines import Line, narrow


def _wants(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """Wants that wait for an answer of a partner for which one of the roles writes."""
    if any(role.role in WRITERS for role in roles):
        yield narrow(waiting_for(roles), place="holder_id", name="asker__short_name", word="what", since="asked_at")


def _want(line: Line, found: Found) -> Item:
    role = found.at(line.place, *WRITERS)
    link = reverse("datasets:answer", args=[line.pk])
    return Item(f"{line.name} would like data from {role.partner}", line.word, role, line.since, "Answer", link)


WANTS = Kind(_wants, _want)
