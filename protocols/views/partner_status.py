"""Where each partner stands, narrowed and counted; and one button that writes to all that are late."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from portal.pacing.limits import MAIL, paced
from protocols.errors import Refused
from protocols.queries.between import between
from protocols.queries.partner_status import FILTERS, narrowed, statuses_of
from protocols.queries.protocols import address_of
from protocols.services.chasing import chase_late, why_not_chase
from protocols.views.fetching import capacity_of, page, say_refused, version_or_404


@require_safe
def partner_status(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Every partner, or those of one state or name."""
    version, capacity = version_or_404(request, reference, number), capacity_of(request)
    everyone = statuses_of(version)
    wanted, words = request.GET.get("show", ""), request.GET.get("q", "").strip()
    counted = [(key, label, len(narrowed(everyone, key, ""))) for key, label in FILTERS.items()]
    return page(
        request, version, "protocols/partner_status.html", tab="version", rows=narrowed(everyone, wanted, words),
        counted=counted, wanted=wanted, words=words, late=sum(one.is_late for one in everyone),
        done=sum(one.state == "done" for one in everyone), total=len(everyone),
        why_not=why_not_chase(capacity, version), between=between(version),
    )  # fmt: skip


@require_POST
@paced(MAIL)
def chase(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Write to all that are late."""
    version = version_or_404(request, reference, number)
    try:
        told = chase_late(by=capacity_of(request), version=version)
    except Refused as refused:
        say_refused(request, refused)
    else:
        count = "1 partner" if len(told) == 1 else f"{len(told)} partners"
        none = "Nobody was written to: no partner is late that was not written to today."
        messages.success(request, f"You wrote to {count}." if told else none)
    return redirect(address_of("partner_status", version))
