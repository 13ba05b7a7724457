"""Describing a data set: adding, changing, retiring, bringing back."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from datasets.errors import Conflict, Refused
from datasets.forms.datasets import DatasetForm, RetireForm, initial_of
from datasets.models import Dataset
from datasets.queries.tables import in_words
from datasets.services.writing import add_dataset, bring_back, change_dataset, retire_dataset
from datasets.views.fetching import add_refusal, own_or_404, partner_of, writer_or_404


@dataclass(frozen=True)
class Difference:
    """One field: what somebody else saved, and what was typed."""

    label: str
    theirs: str
    yours: str


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new data set of one's own partner."""
    capacity = writer_or_404(request)
    form = DatasetForm(request.POST or None)
    if form.is_valid():
        try:
            made = add_dataset(
                by=capacity, partner=partner_of(capacity), content=form.content(), nonce=form.cleaned_data["nonce"]
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, f"{made} is in the catalogue.")
            return redirect("datasets:detail", pk=made.pk)
    context = {"form": form, "partner": capacity.partner, "heading": "Describe a data set"}
    return render(request, "datasets/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """A data set as it stands, to be changed; where somebody saved it since, both are shown."""
    dataset = own_or_404(request, pk)
    form, differences, status = DatasetForm(request.POST or None, initial=initial_of(dataset)), [], 200
    if form.is_valid():
        content = form.content()
        try:
            saved = change_dataset(
                by=writer_or_404(request), dataset=dataset, content=content, revision=form.cleaned_data["revision"]
            )
        except Conflict as conflict:
            dataset, status = own_or_404(request, pk), 409
            differences = _compared(dataset, form)
            form = form.at(conflict.revision)
            form.add_error(None, conflict.sentence)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, f"{saved} is saved.")
            return redirect("datasets:detail", pk=saved.pk)
    context = {
        "form": form, "dataset": dataset, "partner": dataset.partner, "heading": f"Change {dataset}",
        "differences": differences,
    }  # fmt: skip
    return render(request, "datasets/form.html", context, status=422 if form.errors and status == 200 else status)


@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, then take it out of the catalogue."""
    dataset, form = own_or_404(request, pk), RetireForm(request.POST or None)
    if form.is_valid():
        try:
            retire_dataset(by=writer_or_404(request), dataset=dataset, reason=form.cleaned_data["reason"])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, f"{dataset} is retired. Data flows that were built from it stay as they are.")
            return redirect("datasets:detail", pk=pk)
    context = {"form": form, "dataset": dataset}
    return render(request, "datasets/retire.html", context, status=422 if form.errors else 200)


@require_POST
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a retired data set into the catalogue again."""
    dataset = own_or_404(request, pk)
    bring_back(by=writer_or_404(request), dataset=dataset)
    messages.success(request, f"{dataset} is in the catalogue again.")
    return redirect("datasets:detail", pk=pk)


def _compared(dataset: Dataset, form: DatasetForm) -> list[Difference]:
    """The fields in which the data set as it stands differs from a valid form, side by side."""
    content = form.content()
    return [
        Difference(
            str(form.fields[name].label), in_words(name, getattr(dataset, name)), in_words(name, getattr(content, name))
        )
        for name in content.differences(dataset)
    ]
