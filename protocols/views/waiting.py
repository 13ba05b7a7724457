"""The queue: every decision that waits for a person in any of their posts, and the conditions that concern them."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partners.models import Role
from protocols.models import Decision
from protocols.queries.advice import not_followed_for
from protocols.queries.approvals import (
    Narrowing,
    address_of_decision,
    choices_in,
    conditions_for,
    role_for,
    waiting_for,
)  # fmt: skip
from protocols.views.fetching import Tab, address_of_queue

ROWS = 25


@dataclass(frozen=True)
class Row:
    """One decision of the queue, the role in which it is given, and where."""

    decision: Decision
    role: Role
    link: str


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, narrowed and sorted as asked; the same few queries for one row and for forty."""
    roles: list[Role] = getattr(request, "roles", [])
    narrowing = Narrowing.of(request.GET.dict())
    page = Paginator(waiting_for(roles, narrowing), ROWS).get_page(request.GET.get("page"))
    query = narrowing.query
    rows = [
        Row(one, role, f"{address_of_decision(one)}?queue=1{f'&{query}' if query else ''}")
        for one in page.object_list
        if (role := role_for(one, roles)) is not None
    ]
    context = {
        "page": page,
        "rows": rows,
        "asked": narrowing,
        "choices": choices_in(roles),
        "query": f"{query}&" if query else "",
        "tabs": tabs(waiting=True),
    }
    return render(request, "protocols/approving/queue.html", context)


@require_safe
def condition_list(request: HttpRequest) -> HttpResponse:
    """The conditions set by the person's organisations, or on protocols of their partnership; and advice set aside."""
    roles: list[Role] = getattr(request, "roles", [])
    every = request.GET.get("which") == "all"
    page = Paginator(conditions_for(roles, only_open=not every), ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "every": every,
        "query": "which=all&" if every else "",
        "advice": not_followed_for(roles)[:ROWS],
        "tabs": tabs(waiting=False),
    }
    return render(request, "protocols/approving/conditions.html", context)


def tabs(*, waiting: bool) -> list[Tab]:
    """The queue and the conditions beside it."""
    return [
        Tab(address_of_queue(), "Waiting for your decision", waiting),
        Tab(address_of_queue("conditions"), "Conditions", not waiting),
    ]
