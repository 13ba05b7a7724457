"""Matching the bodies that agreements name with partners, one by one; nothing is matched unless somebody says so."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from protocols.errors import Refused
from protocols.forms.elsewhere import AS_TEXT, MatchForm
from protocols.forms.refusing import add_refusal
from protocols.models import NamedBody
from protocols.queries.elsewhere.agreements import naming
from protocols.queries.elsewhere.bodies import unmatched, with_offers
from protocols.services.elsewhere.keeping import match_body
from protocols.views.elsewhere.fetching import serving

ROWS = 20
MOST_NAMED = 10


@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    """The bodies that no partner is known for, with what is offered."""
    _, partnership = serving(request)
    kept = "kept" in request.GET
    page = Paginator(unmatched(partnership, kept_as_text=kept), ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": with_offers(page),
        "kept": kept,
        "query": "kept=1&" if kept else "",
        "partnership": partnership,
    }
    return render(request, "protocols/elsewhere/bodies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def body(request: HttpRequest, pk: int) -> HttpResponse:
    """One body: which partner it means, for every agreement that names it."""
    capacity, partnership = serving(request)
    found = get_object_or_404(
        NamedBody.objects.select_related("partner", "partnership"), pk=pk, partnership=partnership
    )
    offers = with_offers([found])[0].offers
    now = str(found.partner_id or "") or (AS_TEXT if found.kept_as_text else "")
    data = request.POST if request.method == "POST" else None
    form = MatchForm(data, body=found, offers=offers, initial={"meaning": now})
    if form.is_bound and form.is_valid():
        try:
            matched = match_body(by=capacity, body=found, partner=form.chosen())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _said(matched))
            return redirect("protocols:elsewhere_bodies")
    agreements = naming(found)
    context = {"form": form, "body": found, "agreements": agreements[:MOST_NAMED], "count": agreements.count()}
    return render(request, "protocols/elsewhere/body.html", context, status=422 if form.errors else 200)


def _said(body: NamedBody) -> str:
    if body.partner is None:
        return f"“{body}” stays as text, and is not offered again."
    return f"“{body}” means {body.partner} in every agreement that names it."
