"""A consultation: who has read and what is open, all that was said as a file, and the closing date."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.pacing.limits import MADE, paced
from portal.table_files import handed_out
from protocols import permissions
from protocols.errors import Refused
from protocols.forms.consulting import ClosingDateForm
from protocols.forms.refusing import add_refusal
from protocols.models import ProtocolVersion
from protocols.queries.comments import comments_on
from protocols.queries.consultation import consultation_on
from protocols.queries.news import news_for
from protocols.queries.protocols import address_of
from protocols.queries.responses import responses_csv, responses_word, responses_workbook
from protocols.queries.suggestions import suggestions_on
from protocols.services.looking import look, say_read
from protocols.services.timing import set_closing_date
from protocols.states import Action
from protocols.views.fetching import capacity_of, page, version_or_404


@require_safe
def summary(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Of each party who has read, who has not, and what it said; what is open."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    return page(
        request,
        version,
        "protocols/consulting/summary.html",
        tab="comments",
        consultation=consultation_on(version),
        news=news_for(version, capacity, named=True),
        open_comments=[one for one in comments_on(version) if one.resolved_at is None],
        open_suggestions=[one for one in suggestions_on(version) if one.is_open],
        may_set_date=permissions.may(capacity, version, Action.SET_CLOSING_DATE),
    )


@require_safe
@paced(MADE)
def export(request: HttpRequest, reference: str, number: int) -> FileResponse:
    """Every comment and suggestion with its response, as CSV."""
    version = version_or_404(request, reference, number)
    return handed_out(responses_csv(version), _named(version, "csv"))


@require_safe
@paced(MADE)
def workbook(request: HttpRequest, reference: str, number: int) -> FileResponse:
    """The same as an Excel workbook."""
    version = version_or_404(request, reference, number)
    return handed_out(responses_workbook(version), _named(version, "xlsx"))


@require_safe
@paced(MADE)
def word(request: HttpRequest, reference: str, number: int) -> FileResponse:
    """The same as a Word file, clause by clause."""
    version = version_or_404(request, reference, number)
    return handed_out(responses_word(version, made_at=timezone.now()), _named(version, "docx"))


def _named(version: ProtocolVersion, ending: str) -> str:
    return f"{version.protocol.reference}-version-{version.number}-comments.{ending}"


@require_POST
def looked(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """A page says that it is looked at: `comments=yes` where the comments are on it. Nothing is answered."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    look(by=capacity, version=version, comments=request.POST.get("comments") == "yes")
    return HttpResponse(status=204)


@require_POST
def read(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Keep that the reader has read the version as it is."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    say_read(by=capacity, version=version)
    messages.success(request, f"It is on record that you have read {version} as it is now.")
    return redirect(address_of("consultation", version))


@require_http_methods(["GET", "HEAD", "POST"])
def closing_date(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Move the closing date of an open consultation."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    initial = {"closes_on": version.consultation_closes_on} if version.consultation_closes_on else None
    form = ClosingDateForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            set_closing_date(by=capacity, version=version, closes_on=form.cleaned_data["closes_on"])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "The closing date is saved.")
            return redirect(address_of("consultation", version))
    why_not = permissions.why_not(capacity, version, Action.SET_CLOSING_DATE)
    status = 422 if form.errors else 200
    return page(request, version, "protocols/consulting/closing_date.html", form=form, why_not=why_not, status=status)
