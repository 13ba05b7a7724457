"""The audit trail of a protocol, for those who answer for it; and of a whole partnership, for its officers."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partners.queries import partners_in
from portal.audit.showing import trail_context, trail_file
from protocols.queries.trails import reads_trail, trail_of, trail_of_partnership
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


@require_safe
def partnership_trail(request: HttpRequest) -> HttpResponseBase:
    """Every event of the partnership that one serves, narrowed and paged; or the same as a file."""
    partnership = capacity_of(request).partnership
    if partnership is None:
        raise Http404
    events = trail_of_partnership(partnership)
    bodies = list(partners_in(partnership).order_by("short_name").values_list("pk", "short_name"))
    handed_out = trail_file(request, events, about=str(partnership), name=partnership.slug, organisations=bodies)
    if handed_out is not None:
        return handed_out
    context = {"partnership": partnership, **trail_context(request, events, bodies)}
    return render(request, "protocols/partnership_trail.html", context)
