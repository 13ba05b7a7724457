"""The audit trail of a partner, for those who answer for it."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from partners.permissions import can_read_trail
from partners.queries import trail_of, visible_partners
from partners.views.acting import acting
from portal.audit.showing import trail_context, trail_file


@require_safe
def trail(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Everything that its people did, and that was done about it, in plain words; or the same as a file."""
    capacity = acting(request)
    partner = get_object_or_404(visible_partners(capacity), slug=slug)
    if capacity is None or not can_read_trail(partner, by=capacity):
        raise Http404
    events = trail_of(partner)
    handed_out = trail_file(request, events, about=str(partner), name=partner.slug)
    if handed_out is not None:
        return handed_out
    return render(request, "partners/trail.html", {"partner": partner, **trail_context(request, events)})
