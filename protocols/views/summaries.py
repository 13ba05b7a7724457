"""The plain summary of an agreement, who has read it, and the counts over all protocols."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.pacing.limits import MAIL, paced
from protocols import permissions
from protocols.errors import Refused
from protocols.forms.refusing import add_refusal
from protocols.forms.summaries import StaffForm
from protocols.models import StaffCount
from protocols.queries.protocols import address_of
from protocols.queries.summaries import briefed_everywhere, briefed_of, reading_of, summary_for
from protocols.services.summaries.asking import ask_to_read
from protocols.services.summaries.reading import confirm_summary, count_staff
from protocols.states import Action
from protocols.views.fetching import capacity_of, page, say_refused, version_or_404


@require_safe
def summary(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """A page for whoever handles the data, the button that confirms it as read, and the counts by partner."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    return page(
        request,
        version,
        "protocols/summaries/summary.html",
        tab="review",
        signed=summary_for(version),
        reading=reading_of(capacity, version),
        briefed=briefed_of(version),
        may_confirm=capacity.partner_id is not None and permissions.may(capacity, version, Action.READ_SUMMARY),
        may_ask=permissions.may(capacity, version, Action.ASK_TO_READ),
        may_count=permissions.may(capacity, version, Action.COUNT_STAFF),
        whom="every party" if permissions.is_officer_of(capacity, version) else capacity.partner,
    )


@require_POST
def confirm(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Confirm the summary as read."""
    version = version_or_404(request, reference, number)
    try:
        confirm_summary(by=capacity_of(request), version=version, sha256=request.POST.get("sha256", ""))
    except Refused as refused:
        say_refused(request, refused)
    else:
        messages.success(request, "You have confirmed that you read this summary.")
    return redirect(address_of("summary", version))


@require_POST
@paced(MAIL)
def ask(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Ask everybody of one's partner, or of every party, to read it."""
    version = version_or_404(request, reference, number)
    try:
        asked = ask_to_read(by=capacity_of(request), version=version)
    except Refused as refused:
        say_refused(request, refused)
    else:
        whom = "1 person is" if asked == 1 else f"{asked or 'No more'} people are"
        messages.success(request, f"{whom} asked by mail to read the summary.")
    return redirect(address_of("summary", version))


@require_http_methods(["GET", "HEAD", "POST"])
def staff(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Count staff without an account."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    now = StaffCount.objects.filter(version=version, partner=capacity.partner_id).first()
    form = StaffForm(request.POST or None, initial={"number": now.number, "how": now.how} if now else {})
    if form.is_bound and form.is_valid():
        try:
            count_staff(by=capacity, version=version, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "The number is saved.")
            return redirect(address_of("summary", version))
    why_not = permissions.why_not(capacity, version, Action.COUNT_STAFF)
    status = 422 if form.errors else 200
    return page(request, version, "protocols/summaries/staff.html", form=form, why_not=why_not, status=status)


@require_safe
def everywhere(request: HttpRequest) -> HttpResponse:
    """How many people were briefed, protocol by protocol."""
    found = briefed_everywhere(capacity_of(request))
    return render(request, "protocols/summaries/everywhere.html", {"protocols": found})
