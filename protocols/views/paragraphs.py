"""The numbered paragraphs of a clause that a link can lead to, for the chooser of the editor."""

import json
from dataclasses import asdict

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_http_methods

from protocols.errors import Refused
from protocols.models import Section
from protocols.queries.texts import choices_in, sections_of
from protocols.services.paragraphs import key_paragraph
from protocols.views.fetching import capacity_of, section_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def paragraphs(request: HttpRequest, reference: str, number: int, section_id: str) -> JsonResponse:
    """What a link to the clause can lead to; a post of `{place, words}` gives one its key, and answers with it."""
    capacity, found = capacity_of(request), section_or_404(request, reference, number, section_id)
    if request.method != "POST":
        return JsonResponse({"paragraphs": _choices(found)})
    try:
        sent = json.loads(request.body)
        place, words = int(sent["place"]), str(sent["words"])
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return JsonResponse({"sentence": "This page is out of date. Open it again."}, status=400)
    try:
        return JsonResponse({"key": key_paragraph(by=capacity, section=found, place=place, words=words)})
    except Refused as refused:
        return JsonResponse({"sentence": refused.sentence}, status=422)


def _choices(found: Section) -> list[dict[str, object]]:
    one = next(one for one in sections_of(found.version) if one.section.pk == found.pk)
    return [asdict(choice) for choice in choices_in(one)]
