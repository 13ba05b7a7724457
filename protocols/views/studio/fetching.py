"""What the studio's pages begin with: the officer's partnership, a template that exists for it, and its content."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from partners.models import Partnership, Role
from portal.numbers import whole
from protocols.models import Template, TemplateDraft
from protocols.queries.studio import templates_for
from protocols.views.elsewhere.fetching import serving

DRAFT = "draft"


def template_or_404(request: HttpRequest, slug: str) -> tuple[Role, Partnership, Template]:
    """A template that exists for the officer's partnership; another partnership's does not."""
    capacity, partnership = serving(request)
    return capacity, partnership, get_object_or_404(templates_for(partnership), slug=slug)


def draft_or_404(request: HttpRequest, slug: str) -> tuple[Role, TemplateDraft]:
    """The draft of one of the partnership's own templates."""
    capacity, _, template = template_or_404(request, slug)
    draft = getattr(template, "draft", None)
    if draft is None:
        raise Http404
    return capacity, draft


def content_or_404(template: Template, which: str) -> tuple[str, dict[str, Any]]:
    """The content of a version by its number, or of the draft; and what it is called."""
    if which == DRAFT and hasattr(template, "draft"):
        return "draft", template.draft.content
    number = whole(which)
    found = template.versions.filter(number=number).first() if number is not None else None
    if found is None:
        raise Http404
    return f"version {found.number}", found.content
