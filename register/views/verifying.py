"""Checking a signed document, for anyone."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from portal.uploads import receives_files
from protocols.documents.verifying import LIMIT, Finding
from protocols.documents.verifying import verify as verify_document
from protocols.services.keys import authority
from register.forms import VerifyForm
from register.queries import published

TONES = {Finding.OURS: "done", Finding.ALTERED: "stopped", Finding.NOT_OURS: "stopped"}


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@receives_files(limit=LIMIT)
def verify(request: HttpRequest) -> HttpResponse:
    """The page."""
    form = VerifyForm(request.POST, request.FILES) if request.method == "POST" else VerifyForm()
    result = entry = None
    tone = ""
    if request.method == "POST" and form.is_valid():
        result = verify_document(form.cleaned_data["document"].read(), authority())
        tone = "busy" if result.finding is Finding.OURS and not result.whole else TONES[result.finding]
        entry = published().filter(protocol__reference=result.reference, number=result.version or 0).first()
    context = {"form": form, "result": result, "entry": entry, "tone": tone}
    return render(request, "register/verify.html", context, status=200 if result or not form.errors else 422)
