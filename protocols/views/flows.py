"""The data flows of a version: the list with its map, and the form of one flow."""

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import Manager
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from datasets.permissions import writes_for
from legal_basis.loader import library
from portal.numbers import whole
from portal.reading import reading_once
from protocols import permissions
from protocols.errors import Refused
from protocols.forms.comments import ReasonForm
from protocols.forms.flows import FlowForm, initial_from, initial_like, initial_of
from protocols.forms.refusing import add_refusal
from protocols.queries.dataset_flows import seen_among
from protocols.queries.flows import MAPPED, flows_of, maps_of, page_of_flows
from protocols.queries.news import news_for
from protocols.queries.parties import parties_of
from protocols.queries.personal_data import in_flow
from protocols.queries.pinned import pinned_to_flows
from protocols.queries.protocols import address_of
from protocols.services.flows import FLOWS, refuse_flow
from protocols.states import Action
from protocols.texts.wording import wording_of
from protocols.views.fetching import capacity_of, page, version_or_404
from protocols.views.rows import RowPages


def said(name: str, value: object) -> str:
    """One field of a flow in words."""
    if isinstance(value, Manager):
        value = list(value.all())
    if name == "kinds" and isinstance(value, Sequence):
        kinds = library().data_kinds
        value = [kinds[kind].label if kind in kinds else kind for kind in value]
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


PAGES = RowPages(
    rows=FLOWS,
    form=FlowForm,
    found_in=flows_of,
    initial_of=initial_of,
    said=said,
    tab="flows",
    template="protocols/flow.html",
    asks="protocols/flow_delete.html",
    people=in_flow,
)


@require_safe
def flow_list(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The flows, page by page, the map of them all, those left out, and the template's starters."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    with reading_once():
        part = page_of_flows(version, request.GET.get("page", ""), request.GET.get("flow", ""))
        maps = maps_of(version)
    said_of = pinned_to_flows(version)
    return page(
        request,
        version,
        "protocols/flows.html",
        tab="flows",
        flows=[(one, said_of.get(one.flow.number, ())) for one in part.rows if not one.flow.is_refused],
        refused=[(one, said_of.get(one.flow.number, ())) for one in part.rows if one.flow.is_refused],
        part=part.page,
        maps=maps,
        said=[comment for comments in said_of.values() for comment in comments],
        news=news_for(version, capacity),
        together=len(part.titles) > MAPPED,
        starters=[one for one in wording_of(version.template_version).flows if one.title not in part.titles],
        why_not=permissions.why_not(capacity, version, Action.EDIT_FLOWS),
        datasets_seen=seen_among(capacity, [one.flow for one in part.rows]),
        keeps_for=writes_for(capacity),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """A new flow; `?starter=` begins from one of the template's, `?like=` from the same data of another flow."""
    version = version_or_404(request, reference, number)
    starter = wording_of(version.template_version).flow(request.GET.get("starter", ""))
    initial = initial_from(starter, list(parties_of(version))) if starter else {}
    number_of_like = whole(request.GET.get("like", ""))
    like = flows_of(version).filter(number=number_of_like).first() if number_of_like is not None else None
    return PAGES.add(request, version, initial_like(like) if like else initial, starter=starter, like=like)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """A flow as it stands, to be changed, with what was asked of it."""
    version = version_or_404(request, reference, number)
    asked = pinned_to_flows(version).get(PAGES.row_or_404(version, pk).number, ())
    return PAGES.change(request, version, pk, comments=asked)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """Ask once, then delete."""
    version = version_or_404(request, reference, number)
    return PAGES.delete(request, version, pk, cancel_url=address_of("flows", version))


@require_http_methods(["GET", "HEAD", "POST"])
def leave_out(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """Leave a flow out of the agreement, and keep the refusal on record."""
    version = version_or_404(request, reference, number)
    flow, form = PAGES.row_or_404(version, pk), ReasonForm(request.POST or None)
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
