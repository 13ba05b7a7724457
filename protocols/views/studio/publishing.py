"""Publishing a draft, giving it up, retiring a template and taking it up again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from protocols.documents.redlining import shown_clauses
from protocols.errors import Refused
from protocols.queries.studio import changes_of, faults_of_draft
from protocols.queries.templates import newest_published
from protocols.services.studio.publishing import delete_draft, publish_template, retire_template
from protocols.views.fetching import say_refused
from protocols.views.studio.fetching import template_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """What the new version changes and what stands in its way; by POST, publishing it."""
    capacity, _, found = template_or_404(request, slug)
    if request.method == "POST":
        try:
            version = publish_template(by=capacity, template=found)
        except Refused as refused:
            say_refused(request, refused)
            return redirect(
                "protocols:studio_publish" if hasattr(found, "draft") else "protocols:studio_template", slug
            )
        messages.success(request, f"Version {version.number} is published. New protocols begin from it.")
        return redirect("protocols:studio_template", slug)
    if not hasattr(found, "draft"):
        raise Http404
    newest = newest_published(found)
    changes = changes_of(newest, found.draft.content)
    clauses = shown_clauses(changes.text) if changes else []
    context = {
        "template": found,
        "faults": faults_of_draft(found.draft),
        "newest": newest,
        "number": newest.number + 1 if newest else 1,
        "counts": changes.text.counts if changes else None,
        "touched": [one for one in clauses if one.redline.is_touched],
    }
    return render(request, "protocols/studio/publish.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def give_up(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask once, then delete the draft; with it a template that was never published."""
    capacity, _, found = template_or_404(request, slug)
    published = newest_published(found)
    if request.method == "POST":
        try:
            delete_draft(by=capacity, template=found)
        except Refused as refused:
            say_refused(request, refused)
            return redirect("protocols:studio_template", slug)
        messages.success(request, f"The draft of “{found}” is deleted.")
        return redirect("protocols:studio_template", slug) if published else redirect("protocols:studio")
    if not hasattr(found, "draft"):
        raise Http404
    stays = f"Version {published.number} stays as it is." if published else "It was never published, so it goes whole."
    context = {
        "heading": f"Delete the draft of “{found}”?",
        "consequence": f"What was written in the draft is lost. {stays}",
        "submit_label": "Delete the draft",
        "kind": "warning",
        "cancel_url": reverse("protocols:studio_draft", args=[slug]),
    }
    return render(request, "components/confirm_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask once, then retire a template, or take a retired one up again."""
    capacity, _, found = template_or_404(request, slug)
    if not found.is_own:
        raise Http404
    if request.method == "POST":
        retired = request.POST.get("retired") != "no"
        try:
            retire_template(by=capacity, template=found, retired=retired)
        except Refused as refused:
            say_refused(request, refused)
        else:
            messages.success(request, f"“{found}” is {'retired' if retired else 'in use again'}.")
        return redirect("protocols:studio_template", slug)
    context = {
        "heading": f"Retire “{found}”?",
        "consequence": "No new protocol begins from it. Protocols that began from it stay as they are.",
        "submit_label": "Retire it",
        "kind": "warning",
        "cancel_url": reverse("protocols:studio_template", args=[slug]),
    }
    return render(request, "components/confirm_page.html", context)
