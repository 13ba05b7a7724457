"""The public guide: a few questions, asked and answered at one address that can be passed on; it keeps nothing."""

from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from legal_basis.engine.practice import Practice
from legal_basis.errors import NotAllowed
from legal_basis.forms.guide import GuideForm, nonce_of
from legal_basis.loader import guide, library
from legal_basis.queries.guide import guide_page
from legal_basis.views.practice import begin


@login_not_required
@require_safe
def can_i_share(request: HttpRequest) -> HttpResponse:
    """The questions; once they are answered, what applies. `change` in the address shows the questions again."""
    asked = any(name in request.GET for name in GuideForm.base_fields)
    form = GuideForm(request.GET if asked else None)
    words = guide().wording
    if not asked or "change" in request.GET or not form.is_valid():
        return render(request, "legal_basis/guide.html", {"form": form, "words": words})
    situation = form.situation()
    context = {
        **guide_page(library(), situation),
        "words": words,
        "posted": [(name, value) for name, values in request.GET.lists() for value in values],
        "change_url": f"{request.path}?{urlencode({**dict(request.GET.lists()), 'change': 'yes'}, doseq=True)}",
        "as_of": library().as_of,
        "nonce": uuid4(),
    }
    return render(request, "legal_basis/guide_answer.html", context)


@login_not_required
@require_POST
def walk(request: HttpRequest) -> HttpResponse:
    """Begin a practice walk of the law in force with what the guide was told; what is amiss leads back to it."""
    form = GuideForm(request.POST)
    if not form.is_valid():
        told = {name: values for name, values in request.POST.lists() if name in form.fields}
        return redirect(f"{reverse('legal_basis:guide')}?{urlencode({**told, 'change': 'yes'}, doseq=True)}")
    practice = Practice(library().current, form.situation().facts())
    try:
        return begin(request, practice, nonce_of(request.POST.get("nonce", "")))
    except NotAllowed as refused:
        messages.error(request, str(refused))
        return redirect("legal_basis:kept")
