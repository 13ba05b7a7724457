"""Each checklist as one page to read: a stable address for every step."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from legal_basis.loader import library
from legal_basis.queries.checklists import checklist_page


@login_not_required
@require_safe
def detail(request: HttpRequest, checklist_id: str) -> HttpResponse:
    """All steps of a checklist in order."""
    law = library()
    if checklist_id not in law.checklists:
        raise Http404("There is no such checklist.")
    return render(request, "legal_basis/checklist.html", checklist_page(law, checklist_id))
