"""Handing out the text of a version as a Word file, to whoever may read the version."""

import io

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from portal.file_kinds import FileKind
from portal.pacing.limits import MADE, paced
from protocols.documents.word import write_copy
from protocols.queries.redlines import side_of, sides_for
from protocols.queries.word_copies import Copied, copy_of, copy_of_text
from protocols.views.fetching import capacity_of, version_or_404


@require_safe
@paced(MADE)
def word_copy(request: HttpRequest, reference: str, number: int) -> FileResponse:
    """The copy, made afresh from what the version says; it is not kept."""
    version = version_or_404(request, reference, number)
    return _file(copy_of(version), f"{reference}-version-{number}-text.docx")


@require_safe
@paced(MADE)
def word_copy_of_text(request: HttpRequest, reference: str, number: int, kept: str) -> FileResponse:
    """A copy of a text of the version that somebody named, or that was submitted, as it was then."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    side = side_of(sides_for(capacity, version), kept)
    if side is None or side.version.pk != version.pk or side.at is None:
        raise Http404
    return _file(copy_of_text(side), f"{reference}-version-{number}-{kept}.docx")


def _file(copied: Copied, name: str) -> FileResponse:
    content = write_copy(
        copied.content,
        marks=copied.marks,
        state=copied.state,
        signed=copied.signed,
        made_at=copied.at,
        kept_whole=copied.kept_whole,
    )
    kind = FileKind.DOCX.media_type
    response = FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type=kind)
    response["Cache-Control"] = "private, no-store"
    return response
