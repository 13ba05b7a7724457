"""The whole text of a version, as it reads now."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from protocols import permissions
from protocols.queries.texts import composed
from protocols.states import Action
from protocols.views.fetching import capacity_of, page, version_or_404


@require_safe
def whole(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Every clause with its number; inherited ones on their tinted ground; gaps marked."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    sections = composed(version)
    return page(
        request,
        version,
        "protocols/text.html",
        tab="text",
        sections=sections,
        gaps=sum(len(section.gaps) for section in sections),
        may_edit=permissions.may(capacity, version, Action.EDIT_TEXT),
    )
