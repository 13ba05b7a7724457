"""Deciding: everything an approver has to see at a glance, and the one decision; then the next in the same queue."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from partners.middleware import SESSION_KEY
from partners.models import Role
from portal.reading import reading_once
from protocols.errors import Invalid, Refused
from protocols.forms.deciding import DecideForm
from protocols.forms.refusing import add_refusal
from protocols.models import Decision
from protocols.queries.approvals import (
    Narrowing,
    address_of_decision,
    decision_for,
    following,
    place_in,
    role_for,
)  # fmt: skip
from protocols.queries.decisions import decision_of, next_waiting
from protocols.services.deciding import ADVISERS, decide, decide_again, has_drafted
from protocols.services.matters import seen
from protocols.views.desks import Desk
from protocols.views.fetching import address, address_of_queue, capacity_of, page, say_refused, version_or_404

Outcome = Decision.Outcome
SAID = {
    Outcome.APPROVED: "You approved {what} for {party}.",
    Outcome.CONDITIONS: "You approved {what} for {party}, with conditions. The officer reads them next.",
    Outcome.CHANGES: "You asked for changes for {party}. {what} is a draft again, and the officer has your reasons.",
    Outcome.AGAINST: "You advised against {what}. Whoever answers for {party} is asked what it does.",
}


@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The page on which one party's approver decides on a version's text."""
    version, capacity = version_or_404(request, reference, number), capacity_of(request)
    decision = decision_of(capacity, version)
    if decision is None:
        return redirect(address("approvals", version))
    return _decide(request, capacity, decision_for([capacity], decision.pk) or decision)


@require_http_methods(["GET", "HEAD", "POST"])
def decide_on(request: HttpRequest, pk: int) -> HttpResponse:
    """The same page by the decision itself, whatever it is on; in another capacity, the way to take that one up."""
    capacity, decision = capacity_of(request), _decision_or_404(request, pk)
    if role_for(decision, [capacity]) is None:
        return _take_up(request, decision)
    return _decide(request, capacity, decision)


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a decision that was carried over, to decide anew."""
    decision = _decision_or_404(request, pk)
    try:
        decide_again(by=capacity_of(request), decision=decision)
        messages.success(request, "The earlier approval does not stand any more. Decide again below.")
    except Refused as refused:
        say_refused(request, refused)
    return redirect(address_of_decision(decision))


def _decision_or_404(request: HttpRequest, pk: int) -> Decision:
    decision = decision_for(getattr(request, "roles", []), pk)
    if decision is None:
        raise Http404
    return decision


def _take_up(request: HttpRequest, decision: Decision) -> HttpResponse:
    role = role_for(decision, getattr(request, "roles", []))
    context = {"decision": decision, "role": role, "link": request.get_full_path()}
    return render(request, "protocols/approving/take_up.html", context)


def _decide(request: HttpRequest, capacity: Role, decision: Decision) -> HttpResponse:
    if request.method != "POST":
        return _page(request, Desk(decision))
    content, party = decision.snapshot.content, decision.party.partner.slug
    form = DecideForm(request.POST, content=content, party=party)
    if form.is_valid():
        try:
            return _decided(request, capacity, decision, form)
        except (Invalid, Refused) as refused:
            add_refusal(form, refused)
    form.renew(decision.snapshot.sha256)
    return _page(request, Desk(decision, form), status=422)


def _decided(request: HttpRequest, capacity: Role, decision: Decision, form: DecideForm) -> HttpResponseRedirect:
    data, from_queue = form.cleaned_data, "queue" in request.GET
    outcome, narrowing = Outcome(data["outcome"]), Narrowing.of(request.GET.dict())
    after = following(getattr(request, "roles", []), narrowing, decision) if from_queue else None
    decide(
        by=capacity, decision=decision, sha256=data["sha256"], outcome=outcome, text=data["text"], pins=form.pins,
        conditions=form.conditions,
    )  # fmt: skip
    said = SAID[outcome].format(what=seen(decision.snapshot).subject, party=decision.party)
    if not from_queue:
        return _to_next_of(request, capacity, decision, said)
    if after is None:
        messages.success(request, f"{said} Nothing else waits in this list.")
        return redirect(f"{address_of_queue()}?{narrowing.query}" if narrowing.query else address_of_queue())
    return _to_next_in_queue(request, after, narrowing, said)


def _to_next_of(request: HttpRequest, capacity: Role, decision: Decision, said: str) -> HttpResponseRedirect:
    """What waits next for the same post."""
    nothing = next_waiting(capacity)
    if nothing is None:
        messages.success(request, said)
        return redirect(address("approvals", decision.snapshot.version))
    messages.success(request, f"{said} This one waits for you next.")
    return redirect(address_of_decision(nothing))


def _to_next_in_queue(request: HttpRequest, after: Decision, narrowing: Narrowing, said: str) -> HttpResponseRedirect:
    """The next of the queue, in the capacity that it is decided in; the message says which."""
    role = role_for(after, getattr(request, "roles", []))
    if role is None:
        raise LookupError("Whoever has it in the queue holds a role that decides it.")
    request.session[SESSION_KEY] = role.pk
    messages.success(request, f"{said} This one waits for you next, as {role.label}.")
    asked = {"queue": "1"}
    query = f"{urlencode(asked)}&{narrowing.query}" if narrowing.query else urlencode(asked)
    return redirect(f"{address_of_decision(after)}?{query}")


def _queue(request: HttpRequest, decision: Decision) -> dict[str, object]:
    """The queue that the page was opened from, as narrowed and sorted there, and the decision's place in it."""
    if "queue" not in request.GET:
        return {"in_queue": False}
    narrowing = Narrowing.of(request.GET.dict())
    place = place_in(getattr(request, "roles", []), narrowing, decision)
    return {"in_queue": True, "queue_query": narrowing.query, "place": place}


@reading_once()
def _page(request: HttpRequest, desk: Desk, status: int = 200) -> HttpResponse:
    decision, snapshot, capacity = desk.decision, desk.decision.snapshot, capacity_of(request)
    matter = seen(snapshot)
    live = snapshot.withdrawn_at is None
    desk.settle(lambda: has_drafted(capacity.person_id, matter))
    context = {
        "decision": decision,
        "desk": desk,
        "form": desk.sent,
        "glance": desk.glance,
        "closed": not desk.is_waiting,
        "open_now": desk.is_open,
        "drafted": desk.is_waiting and not desk.is_open,
        "may_advise": capacity.role in ADVISERS,
        "may_open_again": decision.carried_from_id is not None and live and matter.may(capacity, decision.party),
        **_queue(request, decision),
        "what": matter.subject,
    }
    return page(request, snapshot.version, "protocols/approving/approve.html", status=status, **context)
