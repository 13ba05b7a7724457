"""The data flows of a version: the list with its map, and the form of one flow."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from protocols import permissions
from protocols.errors import Conflict, Refused
from protocols.forms.comments import ReasonForm
from protocols.forms.flows import FlowForm, initial_from, initial_of
from protocols.forms.refusing import add_refusal
from protocols.models import DataFlow, ProtocolVersion
from protocols.queries.flows import flows_of, maps_of, shown_flows
from protocols.queries.parties import parties_of
from protocols.queries.personal_data import in_flow
from protocols.queries.protocols import address_of
from protocols.services.flows import delete_flow, refuse_flow, save_flow
from protocols.states import Action
from protocols.texts.wording import wording_of
from protocols.views.fetching import capacity_of, page, say_refused, version_or_404, warn_of_people
from protocols.views.flow_conflicts import compared


@require_safe
def flow_list(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Every flow, the map of them, those left out, and the template's starters."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    shown = shown_flows(version)
    taken = {one.flow.title for one in shown}
    return page(
        request,
        version,
        "protocols/flows.html",
        tab="flows",
        flows=[one for one in shown if not one.flow.is_refused],
        refused=[one for one in shown if one.flow.is_refused],
        maps=maps_of(version, shown),
        starters=[one for one in wording_of(version.template_version).flows if one.title not in taken],
        why_not=permissions.why_not(capacity, version, Action.EDIT_FLOWS),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """A new flow; `?starter=` begins from one of the template's."""
    version = version_or_404(request, reference, number)
    parties = list(parties_of(version))
    starter = wording_of(version.template_version).flow(request.GET.get("starter", ""))
    initial = initial_from(starter, parties) if starter else {}
    form = FlowForm(request.POST or None, parties=parties, initial=initial)
    return _saved(request, version, form, None) or _form_page(request, version, form, None, starter=starter)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """A flow as it stands, to be changed."""
    version = version_or_404(request, reference, number)
    flow, parties = _flow_or_404(version, pk), list(parties_of(version))
    form = FlowForm(request.POST or None, parties=parties, initial=initial_of(flow))
    return _saved(request, version, form, flow) or _form_page(request, version, form, flow)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """Ask once, then delete. Deleting what is already gone is no error."""
    version = version_or_404(request, reference, number)
    flow = flows_of(version).filter(pk=pk).first()
    if flow is None and request.method != "POST":
        raise Http404
    if request.method != "POST":
        return page(request, version, "protocols/flow_delete.html", flow=flow, cancel_url=address_of("flows", version))
    try:
        if flow is not None:
            delete_flow(by=capacity_of(request), flow=flow)
    except Refused as refused:
        say_refused(request, refused)
    else:
        messages.success(request, f"{flow} is deleted." if flow else "That flow was deleted already.")
    return redirect(address_of("flows", version))


@require_http_methods(["GET", "HEAD", "POST"])
def leave_out(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """Leave a flow out of the agreement, and keep the refusal on record."""
    version = version_or_404(request, reference, number)
    flow, form = _flow_or_404(version, pk), ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            refuse_flow(by=capacity_of(request), flow=flow, reason=form.cleaned_data["reason"])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, f"{flow} is left out. The refusal stays on record.")
            return redirect(address_of("flows", version))
    status = 422 if form.errors else 200
    return page(request, version, "protocols/flow_leave_out.html", flow=flow, form=form, status=status)


def _flow_or_404(version: ProtocolVersion, pk: int) -> DataFlow:
    flow = flows_of(version).filter(pk=pk).first()
    if flow is None:
        raise Http404
    return flow


def _saved(
    request: HttpRequest, version: ProtocolVersion, form: FlowForm, flow: DataFlow | None
) -> HttpResponse | None:
    """Save what was posted and go to the list; None where there is a form to show."""
    if not (form.is_bound and form.is_valid()):
        return None
    given = form.cleaned_data
    try:
        saved = save_flow(
            by=capacity_of(request),
            version=version,
            content=form.content(),
            flow=flow,
            revision=given["revision"],
            nonce=given["nonce"],
        )
    except Conflict as conflict:
        assert flow is not None
        fresh = _flow_or_404(version, flow.pk)
        again = _with_revision(form, fresh)
        again.add_error(None, conflict.sentence)
        return _form_page(request, version, again, fresh, differences=compared(fresh, form), status=409)
    except Refused as refused:
        add_refusal(form, refused)
        return None
    messages.success(request, f"{saved} is saved.")
    warn_of_people(request, in_flow(saved))
    return redirect(address_of("flows", version))


def _with_revision(form: FlowForm, flow: DataFlow) -> FlowForm:
    """The same form made from the flow as it is now: saving it again is a choice made knowingly."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["revision"] = str(flow.revision)
    again = FlowForm(data, parties=list(form.parties.values()))
    again.is_valid()
    return again


def _form_page(
    request: HttpRequest, version: ProtocolVersion, form: FlowForm, flow: DataFlow | None, **context: Any
) -> HttpResponse:
    status = context.pop("status", 422 if form.errors else 200)
    why_not = permissions.why_not(capacity_of(request), version, Action.EDIT_FLOWS)
    context["people_data"] = in_flow(flow) if flow else []
    return page(
        request, version, "protocols/flow.html", form=form, flow=flow, why_not=why_not, status=status, **context
    )
