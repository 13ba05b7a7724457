"""Drafting a template: its sections, in order; adding, writing, moving and taking out one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from js_asset import Media

from portal.numbers import whole
from portal.richtext import sanitise
from protocols.errors import Conflict, Refused
from protocols.forms.refusing import add_refusal
from protocols.forms.studio import SectionForm
from protocols.models import TemplateDraft
from protocols.queries.studio import faults_of_draft, sections_to_add, shown_content
from protocols.services.studio.drafts import fingerprint_of, section_in
from protocols.services.studio.sections import (
    add_from_library,
    add_own,
    change_section,
    move_section,
    take_out_section,
)
from protocols.views.fetching import say_refused
from protocols.views.studio.fetching import draft_or_404


@require_safe
def draft(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft: its sections with what can be done to each, its variables, what stands in the way of publishing."""
    _, found = draft_or_404(request, slug)
    context = {
        "template": found.template,
        "draft": found,
        "content": shown_content(found.content),
        "faults": faults_of_draft(found),
    }
    return render(request, "protocols/studio/draft.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_section(request: HttpRequest, slug: str) -> HttpResponse:
    """The sections of the library that the draft has not; by POST, adding one."""
    capacity, found = draft_or_404(request, slug)
    if request.method == "POST":
        section_id = request.POST.get("section", "")
        try:
            add_from_library(by=capacity, template=found.template, section_id=section_id)
        except Refused as refused:
            say_refused(request, refused)
            return redirect("protocols:studio_section_add", slug)
        return redirect(_place(slug, section_id))
    offered = sections_to_add(found.template, found.content)
    context = {"template": found.template, "offered": offered}
    return render(request, "protocols/studio/add_section.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def own_section(request: HttpRequest, slug: str) -> HttpResponse:
    """Writing a section of one's own."""
    capacity, found = draft_or_404(request, slug)
    form = SectionForm(request.POST) if request.method == "POST" else SectionForm(initial={"kind": "optional"})
    if form.is_bound and form.is_valid():
        try:
            key = add_own(by=capacity, template=found.template, given=form.content(), nonce=form.cleaned_data["nonce"])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "The section is added at the end.")
            return redirect(_place(slug, key))
    return _form(request, found, form, heading="Write a section of your own")


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, slug: str, section_id: str) -> HttpResponse:
    """Writing a section of the draft: title, wording, guidance, and when a protocol has it."""
    capacity, found = draft_or_404(request, slug)
    held = section_in(found.content, section_id)
    if held is None:
        raise Http404
    posted = request.method == "POST"
    form = SectionForm(request.POST, section=held) if posted else SectionForm.of(held, fingerprint_of(held))
    more: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        mark = form.cleaned_data["fingerprint"]
        try:
            change_section(
                by=capacity, template=found.template, section_id=section_id, given=form.content(), fingerprint=mark
            )
        except Conflict as conflict:
            form.data = request.POST.copy()
            form.data["fingerprint"] = fingerprint_of(held)
            form.add_error(None, conflict.sentence)
            more = {"theirs": mark_safe(sanitise(conflict.theirs)), "status": 409}  # noqa: S308 - by the sanitiser
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, f"“{form.cleaned_data['title']}” is saved.")
            return redirect(_place(slug, section_id))
    return _form(request, found, form, heading=held["title"], held=held, **more)


@require_POST
def move(request: HttpRequest, slug: str, section_id: str) -> HttpResponse:
    """Put a section in another place."""
    capacity, found = draft_or_404(request, slug)
    place = whole(request.POST.get("place", ""))
    if place:
        try:
            move_section(by=capacity, template=found.template, section_id=section_id, place=place)
        except Refused as refused:
            say_refused(request, refused)
    return redirect(_place(slug, section_id))


@require_http_methods(["GET", "HEAD", "POST"])
def take_out(request: HttpRequest, slug: str, section_id: str) -> HttpResponse:
    """Ask once, then take a section out of the draft."""
    capacity, found = draft_or_404(request, slug)
    held = section_in(found.content, section_id)
    if request.method == "POST":
        try:
            take_out_section(by=capacity, template=found.template, section_id=section_id)
        except Refused as refused:
            say_refused(request, refused)
        else:
            messages.success(request, f"“{held['title']}” is taken out." if held else "The section is taken out.")
        return redirect("protocols:studio_draft", slug)
    if held is None:
        raise Http404
    context = {
        "heading": f"Take out “{held['title']}”?",
        "consequence": "Its wording goes from the draft. Versions that were published keep it.",
        "submit_label": "Take it out",
        "kind": "warning",
        "cancel_url": _place(slug, section_id),
    }
    return render(request, "components/confirm_page.html", context)


def _place(slug: str, section_id: str) -> str:
    """Where a section stands on the draft's page."""
    return f"{reverse('protocols:studio_draft', args=[slug])}#section-{section_id}"


def _form(request: HttpRequest, draft: TemplateDraft, form: SectionForm, *, heading: str, **more: Any) -> HttpResponse:
    status = more.pop("status", 422 if form.errors else 200)
    context = {
        "template": draft.template,
        "form": form,
        "heading": heading,
        "content": shown_content(draft.content),
        "media": Media.from_media(form.media, nonce=request.csp_nonce),  # type: ignore[attr-defined]
        "cancel_url": reverse("protocols:studio_draft", args=[draft.template.slug]),
        **more,
    }
    return render(request, "protocols/studio/section.html", context, status=status)
