"""The review of an agreement: where it stands, who owns it, recording one, and carrying out what it decided."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.calendar import months_after
from portal.govuk.days import day
from protocols import permissions
from protocols.errors import Refused
from protocols.forms.refusing import add_refusal
from protocols.forms.reviews import OwnerForm, ReviewForm
from protocols.models import ProtocolVersion, Review
from protocols.queries.approvals import open_conditions_of
from protocols.queries.protocols import address_of
from protocols.queries.review_changes import changes_since
from protocols.queries.reviews import owner_of, possible_owners, reviews_of, standing_of_review
from protocols.services.reviews.holding import carry_out_review, hold_review
from protocols.services.reviews.owning import set_review_owner
from protocols.states import Action
from protocols.views.fetching import capacity_of, page, say_refused, version_or_404


@require_safe
def review(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """When it is reviewed and by whom, earlier reviews, and the ways to incidents, adherence and the summary."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    return page(
        request,
        version,
        "protocols/reviews/tab.html",
        tab="review",
        review=standing_of_review(version, early=True),
        owner=owner_of(version),
        reviews=reviews_of(version),
        conditions=open_conditions_of(version),
        may_own=permissions.may(capacity, version, Action.SET_REVIEW_OWNER),
        may_review=permissions.may(capacity, version, Action.REVIEW),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def owner(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Choose who owns the review."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    initial = {"owner": str(version.protocol.review_owner_id or "")}
    form = OwnerForm(request.POST or None, roles=possible_owners(version), initial=initial)
    if form.is_bound and form.is_valid():
        try:
            set_review_owner(by=capacity, version=version, owner=form.owned_by())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "Who owns the review is saved.")
            return redirect(address_of("review", version))
    why_not = permissions.why_not(capacity, version, Action.SET_REVIEW_OWNER)
    status = 422 if form.errors else 200
    return page(request, version, "protocols/reviews/owner.html", form=form, why_not=why_not, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The form of a review, which begins with what changed."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    form = ReviewForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        nonce = form.cleaned_data["nonce"]
        try:
            held = hold_review(by=capacity, version=version, content=form.content(), nonce=nonce)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _recorded(held))
            return redirect(address_of("review_of", version, held.pk))
    changes = None
    if form is None:
        changes = changes_since(version)
        again = months_after(max(version.review_on, timezone.localdate()), 12)
        form = ReviewForm(initial={**changes.as_texts(), "next_review_on": again})
    why_not = permissions.why_not(capacity, version, Action.REVIEW)
    return page(
        request, version, "protocols/reviews/record.html", form=form, changes=changes, why_not=why_not,
        conditions=open_conditions_of(version),
        status=422 if form.errors else 200,
    )  # fmt: skip


@require_safe
def one(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """One review as it was recorded, and what follows from it."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    found = _review_or_404(version, pk)
    return page(
        request, version, "protocols/reviews/review.html", tab="review", one=found,
        is_officer=permissions.is_officer_of(capacity, version),
    )  # fmt: skip


@require_POST
def carry_out(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """Begin what a review decided."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    found = _review_or_404(version, pk)
    try:
        found = carry_out_review(by=capacity, review=found)
    except Refused as refused:
        say_refused(request, refused)
    else:
        messages.success(request, _recorded(found))
    return redirect(address_of("review_of", version, found.pk))


def _review_or_404(version: ProtocolVersion, pk: int) -> Review:
    found = reviews_of(version).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _recorded(held: Review) -> str:
    if not held.is_carried_out:
        return "The review is recorded. The partnership's officer begins what follows from it."
    if held.new_version:
        return f"The review is recorded, and {held.new_version} is begun."
    what = "renewal" if held.outcome == Review.Outcome.RENEW else f"termination on {day(held.ends_on)}"
    return f"The review is recorded, and a {what} is begun for every party to sign."
