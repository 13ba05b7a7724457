"""The signed-in home."""

from collections.abc import Sequence

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from protocols.queries.in_tray import in_tray_of

A_PAGE = 30  # lines of each list


@require_safe
def in_tray(request: HttpRequest) -> HttpResponse:
    """What waits for the person in every capacity, what waits for others, and what is coming up."""
    roles = getattr(request, "roles", [])
    tray = in_tray_of(roles, now_as=getattr(request, "capacity", None))
    context = {
        "tray": tray,
        "yours": _page(request, tray.waiting_for_you, "page"),
        "others": _page(request, tray.waiting_for_others, "others"),
        "coming": _page(request, tray.coming_up, "coming"),
        "today": timezone.localdate(),
    }
    return render(request, "protocols/in_tray.html", context)


def _page(request: HttpRequest, lines: Sequence[object], name: str) -> Page[object]:
    return Paginator(lines, A_PAGE).get_page(request.GET.get(name))
