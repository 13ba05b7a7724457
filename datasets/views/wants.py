"""Offers and wants in a partnership: what to expect, what to offer; asking, answering, withdrawing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from datasets.errors import Refused
from datasets.forms.wants import AnswerForm, WantForm
from datasets.models import Dataset, Want
from datasets.permissions import writes_for
from datasets.queries.catalogue import partnerships_of, visible_to
from datasets.queries.wants import law_of, offering, own_offers, want_in, wants_in
from datasets.services import wants as services
from datasets.views.fetching import add_refusal, capacity_of, partner_of, partnership_or_404, writer_or_404
from partners.models import Role
from partners.queries import partners_in
from partners.roles import RoleKind
from portal.numbers import whole
from portal.pacing.limits import MAIL, paced

A_PAGE = 20


@require_safe
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """What members offer, what one's own partner could offer, and what was asked for, with the answers."""
    capacity, partnership = capacity_of(request), partnership_or_404(request, slug)
    page = Paginator(wants_in(capacity, partnership), A_PAGE).get_page(request.GET.get("page"))
    writes = writes_for(capacity)
    context = {
        "partnership": partnership,
        "others": [one for one in partnerships_of(capacity) if one.pk != partnership.pk],
        "offering": offering(partnership),
        "own": capacity.partner,
        "own_offers": own_offers(capacity.partner_id) if capacity.partner_id else {},
        "page": page,
        "wants": [(want, law_of(want)) for want in page],
        "seen": set(visible_to(capacity).filter(wants__in=list(page)).values_list("pk", flat=True)),
        "writes": writes,
        "begins": capacity.role is RoleKind.OFFICER,
    }
    return render(request, "datasets/board.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@paced(MAIL)
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask a member of the partnership for data; `?dataset=` asks for one of the catalogue."""
    partnership, capacity = partnership_or_404(request, slug), writer_or_404(request)
    dataset = _dataset(request, capacity)
    others = partners_in(partnership).exclude(pk=partner_of(capacity).pk)
    initial = {"what": dataset.name} if dataset else {}
    form = WantForm(request.POST or None, others=others, dataset=dataset, initial=initial)
    if form.is_valid():
        try:
            want = services.ask(
                by=capacity, partnership=partnership, content=form.content(), nonce=form.cleaned_data["nonce"]
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, f"{want.holder} is asked. The answer will stand on this page.")
            return redirect("datasets:board", slug=slug)
    context = {"form": form, "partnership": partnership, "dataset": dataset}
    return render(request, "datasets/ask.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer for one's own partner."""
    want = _want(request, pk)
    capacity = writer_or_404(request)
    if capacity.partner_id != want.holder_id:
        raise Http404
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            services.answer(
                by=capacity, want=want, agreed=given["answer"] == "yes", reason=given["reason"], law=given["law"]
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, f"{want.asker} can read your answer here, and so can the partnership officer.")
            return redirect("datasets:board", slug=want.partnership.slug)
    context = {"form": form, "want": want}
    return render(request, "datasets/answer.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask no more."""
    want = _want(request, pk)
    capacity = writer_or_404(request)
    if capacity.partner_id != want.asker_id:
        raise Http404
    try:
        services.withdraw(by=capacity, want=want)
        messages.success(request, f"{want.holder} is no longer asked for this.")
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("datasets:board", slug=want.partnership.slug)


def _want(request: HttpRequest, pk: int) -> Want:
    want = want_in(partnerships_of(capacity_of(request)), pk)
    if want is None:
        raise Http404
    return want


def _dataset(request: HttpRequest, capacity: Role) -> Dataset | None:
    """The data set that is asked for, where one is named; it has to be another partner's."""
    named = whole(request.GET.get("dataset", ""))
    if named is None:
        return None
    return get_object_or_404(visible_to(capacity).exclude(partner_id=capacity.partner_id or 0), pk=named)
