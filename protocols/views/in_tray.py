"""The signed-in home."""

from collections.abc import Sequence

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.backends.utils import csrf_input
from django.utils import timezone
from django.views.decorators.http import require_safe

from protocols.permissions import DECIDERS
from protocols.queries.in_tray import Cut, in_tray_of

A_PAGE = {"page": 20, "others": 10, "coming": 10}  # lines of each list: what waits for the person comes first


@require_safe
def in_tray(request: HttpRequest) -> HttpResponse:
    """What waits for the person in every capacity, what waits for others, and what is coming up."""
    cuts = {name: Cut.asked(request.GET.get(name), size) for name, size in A_PAGE.items()}
    roles = getattr(request, "roles", [])
    tray = in_tray_of(
        roles, now_as=getattr(request, "capacity", None), yours=cuts["page"],
        others=cuts["others"], coming=cuts["coming"],
    )  # fmt: skip
    context = {
        "tray": tray,
        "decides": any(role.role in DECIDERS for role in roles),
        "yours": _page(tray.waiting_for_you, tray.counts.waiting_for_you, cuts["page"]),
        "others": _page(tray.waiting_for_others, tray.counts.waiting_for_others, cuts["others"]),
        "coming": _page(tray.coming_up, tray.counts.coming_up, cuts["coming"]),
        "today": timezone.localdate(),
        "csrf_field": csrf_input(request),  # one for the thirty forms of a page
    }
    return render(request, "protocols/in_tray.html", context)


def _page(lines: Sequence[object], total: int, cut: Cut) -> Page[object]:
    """The page that was asked for, whose lines the database has cut out already."""
    pages: Paginator[object] = Paginator(range(total), cut.size)
    return Page(lines, min(cut.number, pages.num_pages), pages)
