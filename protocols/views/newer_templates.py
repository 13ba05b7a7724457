"""The template that a version began from: which it was, what a newer one would change; taking a section over or not."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from partners.models import Role
from protocols import permissions
from protocols.errors import Refused
from protocols.models import ProtocolVersion
from protocols.queries.newer_templates import newer_template
from protocols.queries.protocols import address_of
from protocols.services.taking_over import keep_own, take_over
from protocols.states import Action
from protocols.views.fetching import capacity_of, page, say_refused, version_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """What a newer template would change; by POST, taking over one section of it, as a save, or keeping it as it is."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    if request.method == "POST" and request.POST.get("keep"):
        return _keep(request, capacity, version)
    if request.method == "POST":
        section_id = request.POST.get("section", "")
        try:
            saved = take_over(
                by=capacity,
                version=version,
                section_id=section_id,
                number=_number(request, "template"),
                revision=_number(request, "revision"),
            )
        except Refused as refused:
            say_refused(request, refused)
        else:
            messages.success(request, f"“{saved.title}” has the template’s wording now. Read it through.")
            if request.POST.get("next") == "section":
                return redirect(address_of("section", version, section_id))
        return redirect(address_of("template", version))
    return page(
        request,
        version,
        "protocols/template.html",
        tab="version",
        newer=newer_template(version),
        began=version.template_version,
        is_officer=permissions.is_officer_of(capacity, version),
        why_not=permissions.why_not(capacity, version, Action.EDIT_TEXT),
    )


def _keep(request: HttpRequest, capacity: Role, version: ProtocolVersion) -> HttpResponse:
    section_id, number = request.POST.get("section", ""), _number(request, "template")
    try:
        kept = keep_own(by=capacity, version=version, section_id=section_id, number=number)
    except Refused as refused:
        say_refused(request, refused)
    else:
        messages.success(request, f"“{kept.title}” stays as it is here.")
    return redirect(address_of("template", version))


def _number(request: HttpRequest, name: str) -> int:
    """A number that was posted; 0 for anything else, which no template has."""
    value = request.POST.get(name, "")
    return int(value[:9]) if value.isascii() and value.isdecimal() else 0
