"""The catalogue: its list, and the page of one data set."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from datasets.kinds import OPEN_TO_OTHERS
from datasets.permissions import writes_for
from datasets.queries.catalogue import Narrowed, holders, kinds_of, listed, partnerships_of, uses_of
from datasets.views.fetching import capacity_of, dataset_or_404
from partners.roles import RoleKind

A_PAGE = 25
SHOWS = (("yes", "Offered"), ("on_request", "On request"), ("retired", "Retired"))


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The data sets that the reader may see: one's own first, searched and filtered."""
    capacity = capacity_of(request)
    asked = {name: request.GET.get(name, "").strip()[:200] for name in ("words", "partner", "show")}
    kept = {name: value for name, value in asked.items() if value}
    context = {
        "page": Paginator(listed(capacity, Narrowed(**asked)), A_PAGE).get_page(request.GET.get("page")),
        "asked": asked,
        "narrowed": bool(kept),
        "query": f"{urlencode(kept)}&" if kept else "",
        "holders": holders(capacity),
        "shows": SHOWS,
        "writes": writes_for(capacity) is not None,
        "own": capacity.partner,
        "partnerships": list(partnerships_of(capacity)),
    }
    return render(request, "datasets/list.html", context)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What a data set is, what counts in it, how far it is offered, and where it flows already."""
    capacity, dataset = capacity_of(request), dataset_or_404(request, pk)
    own = capacity.partner_id == dataset.partner_id
    asks = not own and writes_for(capacity) is not None and dataset.offered in OPEN_TO_OTHERS
    context = {
        "dataset": dataset,
        "kinds": kinds_of(dataset),
        "uses": uses_of(capacity, dataset),
        "own": own,
        "writes": own and writes_for(capacity) is not None,
        "asks_in": partnerships_of(capacity).filter(memberships__partner=dataset.partner).first() if asks else None,
        "begins": capacity.role is RoleKind.OFFICER,
    }
    return render(request, "datasets/detail.html", context)
