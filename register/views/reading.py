"""The front page, the register and one agreement in it."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from legal_basis.loader import library
from protocols.models import Agreement
from protocols.queries.between import between
from protocols.queries.bound_now import bound_now
from protocols.queries.elsewhere import agreements
from protocols.queries.joining import joinable
from protocols.queries.since_signing import changes_of, stopped_by_key
from protocols.texts.known import listing
from register.forms import SearchForm
from register.queries import lists, published

FRONT = 12  # agreements on the front page; the register has them all


@login_not_required
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What this is, three ways in, and the agreements in force by theme."""
    found = lists.made(where=lists.HERE)
    context = {"groups": lists.by_theme(found[:FRONT]), "count": len(found)}
    return render(request, "register/front.html", context)


@login_not_required
@require_safe
def register_list(request: HttpRequest) -> HttpResponse:
    """The agreements in force, searched and by theme."""
    form = SearchForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {"q": "", "theme": "", "made": ""}
    found = lists.made(wanted["q"], wanted["theme"], wanted["made"])
    page = Paginator(found, lists.PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "groups": lists.by_theme(one for one in page if isinstance(one, lists.Line)),
        "elsewhere": [one for one in page if isinstance(one, Agreement)],
        "counts": found.counts,
        "has_more": found.has_more,
        "query": f"{query.urlencode()}&" if query else "",
        "narrowed": any(wanted.values()),
    }
    return render(request, "register/list.html", context)


@login_not_required
@require_safe
def agreement(request: HttpRequest, reference: str) -> HttpResponse:
    """One agreement as the public may read it: from what was signed."""
    version = published.entry(reference)
    signed = published.frozen(version) if version else None
    if version is None or signed is None:
        raise Http404
    content, sha256 = signed
    names = {party["key"]: party["short_name"] for party in content["parties"]}
    stopped = stopped_by_key(version)
    flows = [
        {
            **flow,
            "pauses": [stopped[key] for key in (flow["sender"], *flow["recipients"]) if key in stopped],
            "from": names[flow["sender"]],
            "to": listing([names[key] for key in flow["recipients"]]),
        }
        for flow in content["flows"]
    ]
    powers = {gateway["cite"] for record in content["legal_record"] for gateway in record["gateways"]}
    context = {
        "version": version,
        "content": content,
        "parties": bound_now(version, content),
        "joinable": joinable(getattr(request, "capacity", None), reference),
        "between": between(version),
        "sha256": sha256,
        "flows": flows,
        "powers": sorted(powers),
        "changes": changes_of(version),
        "under": published.entry(content["parent"]["reference"]) if content["parent"] else None,
    }
    return render(request, "register/agreement.html", context)


@login_not_required
@require_safe
def elsewhere(request: HttpRequest, pk: int) -> HttpResponse:
    """One agreement made elsewhere, as its own register tells it."""
    found = get_object_or_404(agreements.published(), pk=pk)
    context = {"agreement": found, "gateway": library().gateways.get(found.gateway)}
    return render(request, "register/elsewhere.html", context)
