"""Worked examples: cases walked to their end, for anybody to read."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from legal_basis.loader import examples, library
from legal_basis.queries.examples import example_page, example_rows


@login_not_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All of them, with where each ends."""
    return render(request, "legal_basis/examples.html", {"examples": example_rows(library(), examples())})


@login_not_required
@require_safe
def detail(request: HttpRequest, example_id: str) -> HttpResponse:
    """One example: the case, what decides it, and every step that was taken."""
    if example_id not in examples():
        raise Http404("There is no such example.")
    return render(request, "legal_basis/example.html", example_page(library(), examples()[example_id]))
