"""Checking a signed document, and what is on record for the code printed on one: for anyone."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from portal.pacing.counting import too_often
from portal.uploads import receives_files
from protocols.documents.verdicts import Finding, Verification
from protocols.documents.verifying import LIMIT, TOO_LARGE
from protocols.services.checking import check
from register.forms import VerifyForm
from register.queries.published import code_on_record, published_of, standing_of_file

TONES = {Finding.OURS: "done", Finding.ALTERED: "stopped", Finding.NOT_OURS: "stopped"}
AROUND = 64 * 1024  # bytes of a posted form beside the file
CHECKS, MINUTES = 30, 10  # from one address
OFTEN = f"You have checked {CHECKS} files in {MINUTES} minutes. Wait {MINUTES} minutes, then check the next."

View = Callable[..., HttpResponse]


def refuses_at_once(view: View) -> View:
    """What says that it is too large is refused before anything of it is read."""

    @wraps(view)
    def refusing(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if _said_size(request) <= LIMIT + AROUND:
            return view(request, *args, **kwargs)
        return _page(request, _refused(TOO_LARGE), status=413)

    return refusing


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@refuses_at_once
@receives_files(limit=LIMIT)
def verify(request: HttpRequest) -> HttpResponse:
    """The page."""
    if request.method != "POST":
        return _page(request, VerifyForm())
    form = VerifyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    if too_often(request, "verify", most=CHECKS, seconds=60 * MINUTES):
        return _page(request, _refused(OFTEN), status=429)
    result = check(form.cleaned_data["document"].read())
    found = (published_of(result), standing_of_file(result))
    return _page(request, VerifyForm(), result=result, tone=_tone(result), entry=found[0], file=found[1])


@login_not_required
@require_safe
def on_record(request: HttpRequest, code: str, fingerprint: str) -> HttpResponse:
    """What is on record for the code printed on a document. Of what is not public it says the same as of nothing."""
    context = {"record": code_on_record(code, fingerprint), "code": code, "form": VerifyForm()}
    return render(request, "register/on_record.html", context)


def _page(request: HttpRequest, form: VerifyForm, status: int = 200, **found: Any) -> HttpResponse:
    return render(request, "register/verify.html", {"form": form, **found}, status=status)


def _tone(result: Verification) -> str:
    return "busy" if result.finding is Finding.OURS and not result.whole else TONES[result.finding]


def _refused(sentence: str) -> VerifyForm:
    """The form with one sentence beside its file, which was not looked at."""
    form = VerifyForm({}, {})
    form.errors.clear()
    form.add_error("document", sentence)
    return form


def _said_size(request: HttpRequest) -> int:
    """How many bytes a request says that it brings."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
