"""What a new version changes, and who has to approve and sign it again."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from protocols.queries.varying import variation_of
from protocols.views.fetching import page, version_or_404


@require_safe
def variation(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The version beside the one before it."""
    version = version_or_404(request, reference, number)
    return page(request, version, "protocols/variation.html", tab="version", variation=variation_of(version))
