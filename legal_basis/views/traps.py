"""The known mistakes in sharing data, and where the portal holds each."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from legal_basis.loader import library, traps
from legal_basis.queries.traps import traps_page


@login_not_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All of them, by number."""
    return render(request, "legal_basis/traps.html", {"traps": traps_page(library(), traps())})
