"""The signed-in home."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from protocols.queries.in_tray import in_tray_of


@require_safe
def in_tray(request: HttpRequest) -> HttpResponse:
    """What waits for the person in every capacity, what waits for others, and what is coming up."""
    roles = getattr(request, "roles", [])
    context = {"tray": in_tray_of(roles, now_as=getattr(request, "capacity", None)), "today": timezone.localdate()}
    return render(request, "protocols/in_tray.html", context)
