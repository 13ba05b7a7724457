"""The list of agreements made elsewhere, one of them, and all of them as a file."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from legal_basis.loader import library
from partners.roles import RoleKind
from portal.pacing.limits import MADE, paced
from protocols.loader.elsewhere.columns import label_of
from protocols.models import Agreement
from protocols.queries.elsewhere.agreements import SHOWS, Wanted, listed, visible_to
from protocols.queries.elsewhere.bodies import unmatched, with_offers
from protocols.queries.elsewhere.exporting import export_lines
from protocols.views.elsewhere.fetching import agreement_or_404, serving
from protocols.views.fetching import capacity_of

ROWS = 25


@require_safe
def agreement_list(request: HttpRequest) -> HttpResponse:
    """The agreements made elsewhere that the reader may see, narrowed as asked."""
    capacity = capacity_of(request)
    officer = capacity.role is RoleKind.OFFICER
    asked = {name: request.GET.get(name, "").replace("\0", "").strip() for name in ("words", "show")}
    query = urlencode({name: value for name, value in asked.items() if value})
    to_match = unmatched(capacity.partnership).count() if officer and capacity.partnership else 0
    context = {
        "page": Paginator(listed(capacity, Wanted(**asked)), ROWS).get_page(request.GET.get("page")),
        "asked": asked,
        "shows": SHOWS,
        "narrowed": any(asked.values()),
        "query": f"{query}&" if query else "",
        "keeps": officer,
        "to_match": to_match,
    }
    return render(request, "protocols/elsewhere/list.html", context)


@require_safe
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """One agreement: what its register says, what was doubtful, its files."""
    found = agreement_or_404(request, pk)
    keeps = capacity_of(request).role is RoleKind.OFFICER
    named = [one.body for one in found.bodies.all()] if keeps else []
    unknown = [body for body in named if body.partner is None and not body.kept_as_text and not body.is_bare_entry]
    context = {
        "agreement": found,
        "keeps": keeps,
        "offers": with_offers(unknown) if unknown else [],
        "gateway": library().gateways.get(found.gateway),
        "files": found.files.all(),
        "doubts": [f"{label_of(column)}: {why}" if column else why for column, why in found.doubts],
    }
    return render(request, "protocols/elsewhere/agreement.html", context)


@require_safe
@paced(MADE)
def export(request: HttpRequest) -> StreamingHttpResponse:
    """All agreements of the officer's partnership, in the eighteen fields."""
    capacity, partnership = serving(request)
    rows: list[Agreement] = list(visible_to(capacity).order_by("register", "pk"))
    response = StreamingHttpResponse(export_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="agreements-{partnership.slug}.csv"'
    return response
