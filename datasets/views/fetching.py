"""What the pages begin with: the capacity acted in, and what exists for it."""

from django import forms
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from datasets.errors import Invalid, Refused
from datasets.models import Dataset
from datasets.permissions import writes_for
from datasets.queries.catalogue import partnerships_of, visible_to
from partners.models import Partner, Partnership, Role


def capacity_of(request: HttpRequest) -> Role:
    """The role acted in. Raises Http404 for somebody without any: nothing here exists for them."""
    capacity: Role | None = getattr(request, "capacity", None)
    if capacity is None:
        raise Http404
    return capacity


def dataset_or_404(request: HttpRequest, pk: int) -> Dataset:
    """A data set, if the reader may see it in this capacity."""
    return get_object_or_404(visible_to(capacity_of(request)), pk=pk)


def own_or_404(request: HttpRequest, pk: int) -> Dataset:
    """A data set of one's own partner, for those who write its catalogue."""
    return get_object_or_404(visible_to(capacity_of(request)), pk=pk, partner_id=writer_or_404(request).partner_id)


def writer_or_404(request: HttpRequest) -> Role:
    """The capacity, where it writes a catalogue. Raises Http404 for anybody else: these pages are not theirs."""
    capacity = capacity_of(request)
    if writes_for(capacity) is None:
        raise Http404
    return capacity


def partner_of(capacity: Role) -> Partner:
    """The partner for which somebody writes. Raises Http404 for an officer, who acts for none."""
    if capacity.partner is None:
        raise Http404
    return capacity.partner


def partnership_or_404(request: HttpRequest, slug: str) -> Partnership:
    """A partnership that the reader belongs to."""
    return get_object_or_404(partnerships_of(capacity_of(request)), slug=slug)


def add_refusal(form: forms.BaseForm, refused: Refused) -> None:
    """Put the sentence beside the field that it is about, or at the top of the form."""
    field = refused.field if isinstance(refused, Invalid) and refused.field in form.fields else None
    form.add_error(field, refused.sentence)
