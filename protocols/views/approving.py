"""Submitting for approval, and deciding."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from partners.models import Role
from protocols import permissions
from protocols.checks import problems
from protocols.errors import Invalid, Refused
from protocols.forms.deciding import DecideForm
from protocols.models import Decision, ProtocolVersion, Snapshot
from protocols.queries.decisions import (
    decision_of,
    decisions_on,
    drafted_by,
    last_approved,
    live_snapshot,
    new_since_approved,
    next_waiting,
)  # fmt: skip
from protocols.queries.documents import approval_copy
from protocols.queries.inheriting import replacements
from protocols.queries.parties import not_signed
from protocols.queries.records import read_snapshot
from protocols.services.deciding import decide
from protocols.services.submitting import submit
from protocols.states import Action
from protocols.views.fetching import address, capacity_of, page, say_refused, version_or_404

Outcome = Decision.Outcome
SAID = {
    Outcome.APPROVED: "You approved {version} for {party}.",
    Outcome.CONDITIONS: "You approved {version} for {party}, with conditions. The officer reads them next.",
    Outcome.CHANGES: "You asked for changes for {party}. {version} is a draft again, and the officer has your reasons.",
}


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
        "copy": approval_copy(version),
        "mine": decision_of(capacity_of(request), version),
        "not_signed": not_signed(version),
        "is_officer": permissions.is_officer_of(capacity_of(request), version),
    }
    return page(request, version, "protocols/approving/approvals.html", **context)


@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The page on which one party's approver decides."""
    version, capacity = version_or_404(request, reference, number), capacity_of(request)
    decision = decision_of(capacity, version)
    if decision is None:
        return redirect(address("approvals", version))
    sections = decision.snapshot.content["sections"]
    if request.method != "POST":
        form = DecideForm(sections=sections, initial={"sha256": decision.snapshot.sha256})
        return _approve_page(request, version, decision, form)
    form = DecideForm(request.POST, sections=sections)
    if form.is_valid():
        try:
            return _decided(request, capacity, decision, form)
        except Invalid as invalid:
            form.add_error(invalid.field if invalid.field in form.fields else None, invalid.sentence)
        except Refused as refused:
            form.add_error(None, refused.sentence)
    form.renew(decision.snapshot.sha256)
    return _approve_page(request, version, decision, form, status=422)


def _decided(request: HttpRequest, capacity: Role, decision: Decision, form: DecideForm) -> HttpResponseRedirect:
    data = form.cleaned_data
    outcome = Outcome(data["outcome"])
    decide(by=capacity, decision=decision, sha256=data["sha256"], outcome=outcome, text=data["text"], pins=form.pins)
    said = SAID[outcome].format(version=decision.snapshot.version, party=decision.party)
    following = next_waiting(capacity)
    if following is not None:
        messages.success(request, f"{said} This one waits for you next.")
        return redirect(address("approve", following.snapshot.version))
    messages.success(request, said)
    return redirect(address("approvals", decision.snapshot.version))


def _approve_page(
    request: HttpRequest, version: ProtocolVersion, decision: Decision, form: DecideForm, status: int = 200
) -> HttpResponse:
    snapshot: Snapshot = decision.snapshot
    capacity = capacity_of(request)
    changed = version.status.value != "approval" or decision.outcome != Outcome.WAITING
    context = {
        "decision": decision,
        "form": form,
        "record": read_snapshot(snapshot.content),
        "replacements": replacements(snapshot.content["sections"]),
        "new": new_since_approved(snapshot, decision),
        "approved_before": last_approved(snapshot, decision),
        "copy": approval_copy(version),
        "closed": changed,
        "drafted": not changed and drafted_by(capacity.person_id, version),
    }
    return page(request, version, "protocols/approving/approve.html", status=status, **context)
