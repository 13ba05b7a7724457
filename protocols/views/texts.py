"""The whole text of a version, as it reads now."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from protocols import permissions
from protocols.queries.comments import on_clauses, with_quotes_marked
from protocols.queries.news import news_for
from protocols.queries.texts import composed, led
from protocols.queries.word_texts import waiting_texts
from protocols.states import Action
from protocols.views.fetching import capacity_of, page, version_or_404


@require_safe
def whole(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Every clause with its number; inherited ones on their tinted ground; gaps and quoted words marked."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    sections = led(version, composed(version))
    return page(
        request,
        version,
        "protocols/text.html",
        tab="text",
        sections=sections,
        clauses=with_quotes_marked(sections, on_clauses(version)),
        gaps=sum(len(section.gaps) for section in sections),
        news=news_for(version, capacity, named=True),
        may_edit=permissions.may(capacity, version, Action.EDIT_TEXT),
        unplaced=len(waiting_texts(version)) if permissions.writes(capacity, version) else 0,
        may_comment=permissions.may(capacity, version, Action.COMMENT),
        may_suggest=permissions.may(capacity, version, Action.SUGGEST),
    )
