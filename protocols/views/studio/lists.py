"""The templates there are, one of them, and a preview of it as a page and as PDF."""

from io import BytesIO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.audit.chain import canonical
from protocols.documents.kinds import DocumentKind
from protocols.documents.rendering import render as render_pdf
from protocols.queries.previewing import preview_snapshot, previewed
from protocols.queries.studio import listed_templates, shown_content
from protocols.snapshot import fingerprint
from protocols.views.elsewhere.fetching import serving
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
    context = {"template": found, "which": which, "named": named, "sections": sections}
    return render(request, "protocols/studio/preview.html", context)


@require_safe
def preview_pdf(request: HttpRequest, slug: str, which: str) -> FileResponse:
    """The same as PDF, marked on every page as a preview."""
    _, partnership, found = template_or_404(request, slug)
    _, content = content_or_404(found, which)
    number = int(which) if which.isdecimal() else found.versions.count() + 1
    snapshot = preview_snapshot(found, content, partnership, number=number)
    made = render_pdf(snapshot, DocumentKind.DRAFT, sha256=fingerprint(canonical(snapshot)), label="Preview")
    name = f"{found.slug}-{which}-preview.pdf"
    response = FileResponse(BytesIO(made.pdf), as_attachment=True, filename=name, content_type="application/pdf")
    response["Cache-Control"] = "private, no-cache"
    return response
