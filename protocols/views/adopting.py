"""What a newer overarching version changes in a thematic protocol, and adopting it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from protocols import permissions
from protocols.errors import Refused
from protocols.models import ProtocolVersion
from protocols.queries.overarching import adoption_of
from protocols.queries.protocols import address_of
from protocols.services.adopting import adopt
from protocols.states import Action
from protocols.views.fetching import capacity_of, page, say_refused, version_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def overarching(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The redline of each inherited clause, the parties that have not signed, and the one button."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    if request.method == "POST":
        try:
            now = adopt(by=capacity, version=version, number=_number(request))
        except Refused as refused:
            say_refused(request, refused)
            return redirect(address_of("overarching", version))
        messages.success(request, _said(version, now))
        return redirect(address_of("tasks", now))
    return page(
        request,
        version,
        "protocols/overarching.html",
        adoption=adoption_of(version),
        why_not=permissions.why_not(capacity, version, Action.ADOPT),
    )


def _number(request: HttpRequest) -> int:
    sent = request.POST.get("number", "")
    return int(sent) if sent.isdecimal() and len(sent) < 9 else 0


def _said(version: ProtocolVersion, now: ProtocolVersion) -> str:
    if now.pk == version.pk:
        return f"{now} stands under {now.parent} now. Read again the clauses that it changed."
    return f"{now} stands under {now.parent}. {version} stays in force until the new version is signed and sealed."
