"""Choosing the parties."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from protocols import permissions
from protocols.errors import Refused
from protocols.forms.parties import PartiesForm
from protocols.forms.refusing import add_refusal
from protocols.queries.parties import candidates, not_signed, signed_parent
from protocols.queries.protocols import address_of
from protocols.services.parties import set_parties
from protocols.states import Action
from protocols.views.fetching import capacity_of, page, version_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The approved members as checkboxes; those that have not signed the overarching protocol may accede to it."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    partners = list(candidates(version))
    form = PartiesForm(
        request.POST if request.method == "POST" else None,
        version=version,
        partners=partners,
        signed=signed_parent(version),
        proposed=request.GET.getlist("propose"),
    )
    if form.is_bound and form.is_valid():
        try:
            parties = set_parties(by=capacity, version=version, choices=form.choices())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            noun = "1 party is" if len(parties) == 1 else f"{len(parties)} parties are"
            messages.success(request, f"{noun} chosen.")
            return redirect(address_of("tasks", version))
    return page(
        request,
        version,
        "protocols/parties.html",
        form=form,
        not_signed=not_signed(version),
        is_officer=permissions.is_officer_of(capacity, version),
        why_not=permissions.why_not(capacity, version, Action.SET_PARTIES),
        status=422 if form.errors else 200,
    )
