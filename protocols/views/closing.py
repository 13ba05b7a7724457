"""Closing the signing of an agreement that is in force between those who have signed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from protocols import permissions
from protocols.errors import Refused
from protocols.forms.refusing import add_refusal
from protocols.forms.signing import CloseSigningForm
from protocols.queries.between import between
from protocols.services.closing import close_signing
from protocols.states import Action
from protocols.views.fetching import address, capacity_of, page, version_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Who has not signed and so will not be bound; then the reason, and the signing is closed."""
    version, capacity = version_or_404(request, reference, number), capacity_of(request)
    form = CloseSigningForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            close_signing(by=capacity, version=version, reason=form.cleaned_data["reason"])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, f"Signing of {version} is closed. The portal puts its seal on the file.")
            return redirect(address("sign", version))
    return page(
        request, version, "protocols/signing/close.html", form=form, between=between(version),
        why_not=permissions.why_not(capacity, version, Action.CLOSE_SIGNING), status=422 if form.errors else 200,
    )  # fmt: skip
