"""Handing out a draft impact assessment, to whoever may read the version."""

import io

from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.pacing.limits import MADE, paced
from protocols.documents.impact import write_impact_draft
from protocols.queries.impact_drafts import impact_content
from protocols.views.fetching import version_or_404

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@paced(MADE)
def impact_draft(request: HttpRequest, reference: str, number: int) -> FileResponse:
    """The draft as a Word file, made afresh from what the version says now; it is not kept."""
    version = version_or_404(request, reference, number)
    content = write_impact_draft(impact_content(version), made_at=timezone.now())
    name = f"{reference}-version-{number}-impact-assessment-draft.docx"
    response = FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type=WORD)
    response["Cache-Control"] = "private, no-store"
    return response
