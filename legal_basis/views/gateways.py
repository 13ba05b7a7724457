"""The library of powers, duties, conditions and bars, for anybody to read."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from legal_basis.forms.gateways import GatewayFilterForm
from legal_basis.loader import library
from legal_basis.queries.gateways import gateway_page, gateways_like


@login_not_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All of it, by words, bodies, theme, kind and status."""
    law = library()
    form = GatewayFilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    found = gateways_like(law, **{name: value for name, value in chosen.items() if value})
    context = {"form": form, "gateways": found, "all": len(law.gateways), "as_of": law.as_of}
    context["narrowed"] = any(chosen.values())
    return render(request, "legal_basis/gateways.html", context)


@login_not_required
@require_safe
def detail(request: HttpRequest, gateway_id: str) -> HttpResponse:
    """One entry, with its source and how sure it is."""
    law = library()
    if gateway_id not in law.gateways:
        raise Http404("There is no such entry in the library.")
    return render(request, "legal_basis/gateway.html", gateway_page(law, gateway_id))
