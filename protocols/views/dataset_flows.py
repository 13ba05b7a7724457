"""Data flows and the catalogue: flows from data sets, what differs since, and a flow kept as a data set."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from datasets.forms.datasets import DatasetForm
from datasets.permissions import why_not_write
from protocols import permissions
from protocols.errors import Conflict, Refused
from protocols.forms.dataset_flows import FromDatasetsForm, TakeOverForm, initial_dataset
from protocols.forms.refusing import add_refusal
from protocols.models import DataFlow, ProtocolVersion
from protocols.queries.dataset_flows import differences, offered_to, seen_among
from protocols.queries.flows import flows_of
from protocols.queries.parties import parties_of
from protocols.queries.protocols import address_of
from protocols.services.dataset_flows import add_from, keep_as_dataset, take_over
from protocols.states import Action
from protocols.views.fetching import capacity_of, page, say_refused, version_or_404

SHOWN = 100
"""How many data sets can be chosen from at once; the words narrow them."""


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Choose data sets of the parties, to whom they go and what for; each becomes a flow."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    words = request.GET.get("words", "").strip()[:200]
    found = list(offered_to(capacity, version, words)[: SHOWN + 1])
    chosen = {key for key in request.GET.getlist("dataset") if key.isdecimal()}
    form = FromDatasetsForm(
        request.POST or None, datasets=found[:SHOWN], parties=list(parties_of(version)), capacity=capacity,
        initial={"datasets": sorted(chosen)},
    )  # fmt: skip
    if form.is_valid():
        try:
            flows = add_from(
                by=capacity, version=version, datasets=form.chosen(), sharing=form.sharing(),
                nonce=form.cleaned_data["nonce"],
            )  # fmt: skip
        except Refused as refused:
            add_refusal(form, refused)
        else:
            noun = "1 flow is" if len(flows) == 1 else f"{len(flows)} flows are"
            messages.success(request, f"{noun} added. Look through each: it says what the catalogue says.")
            return redirect(address_of("flows", version))
    context = {
        "form": form, "found": found[:SHOWN], "more": len(found) > SHOWN, "words": words,
        "why_not": permissions.why_not(capacity, version, Action.EDIT_FLOWS),
    }  # fmt: skip
    return page(request, version, "protocols/dataset_flows/add.html", status=422 if form.errors else 200, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """What the data set of a flow says otherwise than when the flow was built or last compared; and taking it over."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    flow = flow_or_404(version, pk)
    if flow.dataset is None or not seen_among(capacity, [flow]):
        raise Http404
    found = differences(flow)
    initial = {"revision": flow.revision, "dataset_revision": flow.dataset.revision}
    form = TakeOverForm(request.POST or None, found=found, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        try:
            saved = take_over(
                by=capacity, flow=flow, names=given.get("names", ()), revision=given["revision"],
                dataset_revision=given["dataset_revision"],
            )  # fmt: skip
        except Conflict as conflict:
            say_refused(request, conflict)
            return redirect(request.path)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, f"{saved} is compared with its data set.")
            return redirect(address_of("flows", version))
    why_not = permissions.why_not(capacity, version, Action.EDIT_FLOWS)
    context = {"flow": flow, "form": form, "found": found, "why_not": why_not}
    return page(request, version, "protocols/dataset_flows/compare.html", status=422 if form.errors else 200, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """Save what a flow shares as a data set of its sender, for those who write the sender's catalogue."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    flow = flow_or_404(version, pk)
    if why_not_write(capacity, flow.sender.partner):
        raise Http404
    form = DatasetForm(request.POST or None, initial=initial_dataset(flow))
    if form.is_valid():
        try:
            dataset = keep_as_dataset(by=capacity, flow=flow, content=form.content(), nonce=form.cleaned_data["nonce"])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, f"{dataset} is in the catalogue of {dataset.partner}.")
            return redirect("datasets:detail", pk=dataset.pk)
    context = {"flow": flow, "form": form}
    return page(request, version, "protocols/dataset_flows/keep.html", status=422 if form.errors else 200, **context)


def flow_or_404(version: ProtocolVersion, pk: int) -> DataFlow:
    """One flow of the version. Raises Http404 where there is none."""
    flow = flows_of(version).filter(pk=pk).first()
    if flow is None:
        raise Http404
    return flow
