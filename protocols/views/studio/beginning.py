"""Beginning a template: from the section library, as a copy, or as the next version of one's own."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from protocols.errors import Refused
from protocols.forms.refusing import add_refusal
from protocols.forms.studio import BeginForm, CopyForm
from protocols.models import Template
from protocols.queries.templates import newest_published
from protocols.services.studio.beginning import begin_template, begin_version, copy_template, summary_of
from protocols.views.elsewhere.fetching import serving
from protocols.views.fetching import say_refused
from protocols.views.studio.fetching import template_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A template from the section library, with the sections that every agreement has."""
    capacity, _ = serving(request)
    form = BeginForm(request.POST or None)
    context = {"form": form, "heading": "Make a template", "cancel_url": reverse("protocols:studio")}
    return _begin(
        request,
        context,
        form,
        lambda: begin_template(by=capacity, beginning=form.beginning(), nonce=form.cleaned_data["nonce"]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, slug: str) -> HttpResponse:
    """A template of one's own that begins as another."""
    capacity, _, found = template_or_404(request, slug)
    source = newest_published(found)
    if source is None:
        messages.error(request, f"“{found}” was never published. Publish it before you copy it.")
        return redirect("protocols:studio_template", slug)
    usual = {"title": f"{found.title}, our version", "summary": summary_of(source)}
    form = CopyForm(request.POST) if request.method == "POST" else CopyForm(initial=usual)
    context = {
        "form": form,
        "heading": f"Copy “{found}”",
        "lead": f"Your copy begins as version {source.number}. You can then change every section of it.",
        "cancel_url": reverse("protocols:studio_template", args=[slug]),
    }
    return _begin(
        request,
        context,
        form,
        lambda: copy_template(by=capacity, source=source, beginning=form.beginning(), nonce=form.cleaned_data["nonce"]),
    )


@require_POST
def next_version(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin the next version of one's own template."""
    capacity, _, found = template_or_404(request, slug)
    try:
        begin_version(by=capacity, template=found)
    except Refused as refused:
        say_refused(request, refused)
        return redirect("protocols:studio_template", slug)
    return redirect("protocols:studio_draft", slug)


def _begin(
    request: HttpRequest, context: dict[str, object], form: CopyForm, make: Callable[[], Template]
) -> HttpResponse:
    """Make the template that a valid form asks for; else show the form, again if need be."""
    if form.is_bound and form.is_valid():
        try:
            made = make()
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, f"“{made}” is begun, as a draft.")
            return redirect("protocols:studio_draft", made.slug)
    return render(request, "components/form_page.html", context, status=422 if form.errors else 200)
