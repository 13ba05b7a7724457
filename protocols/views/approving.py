"""Submitting for approval, and where the decisions stand."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from protocols import permissions
from protocols.checks import problems
from protocols.errors import Refused
from protocols.queries.approvals import conditions_of
from protocols.queries.decisions import decision_of, decisions_on, live_snapshot
from protocols.queries.documents import approval_copy
from protocols.queries.parties import not_signed
from protocols.services.submitting import submit
from protocols.states import Action
from protocols.views.fetching import address, capacity_of, page, say_refused, version_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def submit_version(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """What is missing before submission, as links; and once nothing is, the one button."""
    version = version_or_404(request, reference, number)
    capacity = capacity_of(request)
    if request.method == "POST":
        try:
            submit(by=capacity, version=version)
        except Refused as refused:
            say_refused(request, refused)
            return redirect(address("submit", version))
        messages.success(request, f"{version} is submitted. Each party's approvers have been asked to decide.")
        return redirect(address("approvals", version))
    context = {"problems": problems(version), "refusal": permissions.why_not(capacity, version, Action.SUBMIT)}
    return page(request, version, "protocols/approving/submit.html", **context)


@require_safe
def approvals(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Where each party's decision stands, with conditions and reasons."""
    version = version_or_404(request, reference, number)
    snapshot = live_snapshot(version) or version.snapshots.filter(instrument=None).first()
    context = {
        "snapshot": snapshot,
        "decisions": decisions_on(snapshot) if snapshot else [],
        "conditions": conditions_of(snapshot) if snapshot else [],
        "copy": approval_copy(version),
        "mine": decision_of(capacity_of(request), version),
        "not_signed": not_signed(version),
        "is_officer": permissions.is_officer_of(capacity_of(request), version),
    }
    return page(request, version, "protocols/approving/approvals.html", tab="version", **context)
