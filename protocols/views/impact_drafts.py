"""Handing out a draft impact assessment, to whoever may read the version."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from protocols.documents.impact import write_impact_draft
from protocols.queries.impact_drafts import impact_content
from protocols.views.fetching import version_or_404

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def impact_draft(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The draft as a Word file, made afresh from what the version says now; it is not kept."""
    version = version_or_404(request, reference, number)
    content = write_impact_draft(impact_content(version), made_at=timezone.now())
    name = f"{reference}-version-{number}-impact-assessment-draft.docx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=WORD, headers=headers)
