"""Recording who agreed to an indemnity."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from protocols import permissions
from protocols.checks.indemnities import indemnity_standing
from protocols.errors import Refused
from protocols.forms.indemnities import IndemnityForm
from protocols.forms.refusing import add_refusal
from protocols.queries.protocols import address_of
from protocols.services.indemnities import record_agreement
from protocols.states import Action
from protocols.texts.indemnities import fingerprint
from protocols.views.fetching import capacity_of, page, version_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The words that give the indemnity, and for each council who agreed to them."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    standing = indemnity_standing(version)
    posted = request.POST if request.method == "POST" else None
    form = IndemnityForm(posted, parties=standing.councils, current=fingerprint(standing.words))
    if form.is_bound and form.is_valid():
        try:
            record_agreement(by=capacity, version=version, given=form.agreed(), words=form.cleaned_data["words"])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "Who agreed to the indemnity is on record.")
            return redirect(address_of("tasks", version))
    why_not = permissions.why_not(capacity, version, Action.SET_PARTIES)
    return page(
        request, version, "protocols/indemnity.html", form=form, standing=standing, why_not=why_not,
        status=422 if form.errors else 200,
    )  # fmt: skip
