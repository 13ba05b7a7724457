"""The templates there are, one of them, and a preview of it as a page and as PDF."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from partners.models import Partnership
from portal.numbers import whole
from protocols.models import Template
from protocols.queries.made_files import Wanted, file_of, wanted_preview
from protocols.queries.previewing import previewed
from protocols.queries.studio import listed_templates, shown_content
from protocols.services.made_files import ask_for_file
from protocols.views.elsewhere.fetching import serving
from protocols.views.made_files import hand_out
from protocols.views.studio.fetching import DRAFT, content_or_404, template_or_404


@require_safe
def template_list(request: HttpRequest) -> HttpResponse:
    """Every template that exists for the partnership: its own, then those built in."""
    _, partnership = serving(request)
    context = {"rows": listed_templates(partnership), "partnership": partnership}
    return render(request, "protocols/studio/list.html", context)


@require_safe
def template(request: HttpRequest, slug: str, which: str = "") -> HttpResponse:
    """One template: its sections in order, its variables with where they are used, its versions."""
    _, partnership, found = template_or_404(request, slug)
    versions = list(found.versions.order_by("-number").defer("content"))
    which = which or (str(versions[0].number) if versions else DRAFT)
    named, content = content_or_404(found, which)
    context = {
        "template": found,
        "which": which,
        "named": named,
        "content": shown_content(content),
        "versions": versions,
        "partnership": partnership,
    }
    return render(request, "protocols/studio/template.html", context)


@require_safe
def preview(request: HttpRequest, slug: str, which: str) -> HttpResponse:
    """How an agreement from it would read, with sample values."""
    _, partnership, found = template_or_404(request, slug)
    named, content = content_or_404(found, which)
    sections = previewed(found, content, partnership)
    file = file_of(_wanted(found, which, content, partnership))
    context = {"template": found, "which": which, "named": named, "sections": sections, "file": file}
    return render(request, "protocols/studio/preview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def preview_pdf(request: HttpRequest, slug: str, which: str) -> HttpResponseBase:
    """The same as PDF, marked on every page as a preview; by POST, having it made."""
    capacity, partnership, found = template_or_404(request, slug)
    _, content = content_or_404(found, which)
    wanted = _wanted(found, which, content, partnership)
    back = f"{reverse('protocols:studio_preview', args=[slug, which])}#as-a-pdf"
    if request.method == "POST":
        ask_for_file(by=capacity, wanted=wanted)
        return redirect(back)
    return hand_out(request, file_of(wanted), name=f"{found.slug}-{which}-preview.pdf", back=back)


def _wanted(template: Template, which: str, content: dict[str, Any], partnership: Partnership) -> Wanted:
    """The preview as it would be made now; a draft has the number that it will be published under."""
    number = whole(which) or template.versions.count() + 1
    return wanted_preview(template, content, partnership, number)
