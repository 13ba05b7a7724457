"""The audit trail of a protocol, for those who answer for it."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from portal.audit.showing import trail_context, trail_file
from protocols.queries.trails import reads_trail, trail_of
from protocols.views.fetching import capacity_of, page, version_or_404


@require_safe
def trail(request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
    """Every event of the protocol in plain words, narrowed and paged; or the same as a file."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    if not reads_trail(capacity, version.protocol):
        raise Http404
    events = trail_of(version.protocol, capacity)
    handed_out = trail_file(request, events, about=reference, name=reference)
    if handed_out is not None:
        return handed_out
    return page(request, version, "protocols/trail.html", tab="history", **trail_context(request, events))
