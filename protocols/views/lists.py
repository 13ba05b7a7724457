"""The list of protocols, and the way from a reference to its newest version."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from legal_basis.loader import library
from portal.numbers import whole
from protocols.queries.lists import PAGE, Filters, Listing
from protocols.queries.parties import partners_seen
from protocols.queries.protocols import address_of, latest_of
from protocols.states import State
from protocols.views.fetching import capacity_of


@require_safe
def protocol_list(request: HttpRequest) -> HttpResponse:
    """The newest version of each protocol that the reader may see, narrowed as asked."""
    capacity = getattr(request, "capacity", None)
    asked = {name: request.GET.get(name, "").strip() for name in ("words", "state", "theme", "tier", "partner")}
    partner = whole(asked["partner"])
    found = Listing(capacity, Filters(asked["words"], asked["state"], asked["theme"], asked["tier"], partner))
    query = urlencode({name: value for name, value in asked.items() if value})
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    themes = library().themes
    context = {
        "page": page,
        "lines": page.object_list,
        "asked": asked,
        "narrowed": any(asked.values()),
        "query": f"{query}&" if query else "",
        "states": list(State),
        "themes": themes.values(),
        "partners": partners_seen(capacity),
        "may_create": capacity is not None and capacity.role.value == "officer",
    }
    return render(request, "protocols/list.html", context)


@require_safe
def latest(request: HttpRequest, reference: str) -> HttpResponse:
    """The newest version that the reader may see."""
    version = latest_of(capacity_of(request), reference)
    if version is None:
        raise Http404
    return redirect(address_of("version", version))
