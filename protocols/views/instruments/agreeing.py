"""To the decision on an instrument; signing it, and declining to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from protocols.queries.approvals import address_of_decision
from protocols.queries.instruments import decision_asked
from protocols.views.fetching import capacity_of
from protocols.views.instruments.fetching import address_of, instrument_or_404
from protocols.views.signing import decline_here, sign_here
from protocols.views.signings import of_instrument


@require_safe
def approve(request: HttpRequest, reference: str, number: int, act: int) -> HttpResponse:
    """The page of the decision that the reader is asked for on it; without one, the instrument's own page."""
    found = instrument_or_404(request, reference, number, act)
    decision = decision_asked(capacity_of(request), found)
    return redirect(address_of_decision(decision) if decision else address_of("instrument", found))


@require_http_methods(["GET", "HEAD", "POST"])
def sign_instrument(request: HttpRequest, reference: str, number: int, act: int) -> HttpResponse:
    """The file of an instrument, who has signed it, and the form of whoever is to sign it next."""
    found = instrument_or_404(request, reference, number, act)
    return sign_here(of_instrument(request, found, found.version))


@require_http_methods(["GET", "HEAD", "POST"])
def decline_instrument(request: HttpRequest, reference: str, number: int, act: int) -> HttpResponse:
    """Declining to sign an instrument, with the reason."""
    found = instrument_or_404(request, reference, number, act)
    return decline_here(of_instrument(request, found, found.version))
