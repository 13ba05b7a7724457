"""Handing out files, to those whose they are."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from portal.headers import shown_in_our_pages
from protocols.queries.documents import documents_for, file_name, media_type
from protocols.views.fetching import capacity_of
from protocols.views.openings import note_opened


@require_safe
@shown_in_our_pages
def document(request: HttpRequest, reference: str, number: int, pk: UUID) -> FileResponse:
    """One file, shown in the browser, or downloaded with `?download=1`; named for what it is."""
    found = documents_for(capacity_of(request)).filter(
        pk=pk, snapshot__version__protocol__reference=reference, snapshot__version__number=number
    )
    file = found.first()
    if file is None:
        raise Http404
    note_opened(request, file)
    response = FileResponse(
        file.open(), as_attachment="download" in request.GET, filename=file_name(file), content_type=media_type(file)
    )
    response["Cache-Control"] = "private, no-store"
    return response
