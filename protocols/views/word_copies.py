"""Handing out the text of a version as a Word file, to whoever may read the version."""

import io

from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.file_kinds import FileKind
from protocols.documents.word import write_copy
from protocols.queries.word_copies import copy_content, marks_of
from protocols.states import SETTLED
from protocols.views.fetching import version_or_404


@require_safe
def word_copy(request: HttpRequest, reference: str, number: int) -> FileResponse:
    """The copy, made afresh from what the version says; it is not kept."""
    version = version_or_404(request, reference, number)
    content = copy_content(version)
    file = write_copy(
        content,
        marks=marks_of(version, content),
        state=version.status.label,
        signed=version.status in SETTLED,
        made_at=timezone.now(),
    )
    name = f"{reference}-version-{number}-text.docx"
    kind = FileKind.DOCX.media_type
    response = FileResponse(io.BytesIO(file), as_attachment=True, filename=name, content_type=kind)
    response["Cache-Control"] = "private, no-store"
    return response
