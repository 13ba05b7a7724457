"""The variables of a template's draft."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from partners.models import Role
from protocols.errors import Conflict, Refused
from protocols.forms.refusing import add_refusal
from protocols.forms.studio import VariableForm
from protocols.models import TemplateDraft
from protocols.queries.studio import library_keys
from protocols.services.studio.drafts import fingerprint_of
from protocols.services.studio.variables import delete_variable, put_variable, variable_in
from protocols.views.fetching import say_refused
from protocols.views.studio.fetching import draft_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Declare a variable."""
    capacity, draft = draft_or_404(request, slug)
    form = VariableForm(request.POST) if request.method == "POST" else VariableForm(initial={"kind": "text"})
    return _put(request, capacity, draft, form, "Add a variable")


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Change one of the template's own variables; its key stays."""
    capacity, draft = draft_or_404(request, slug)
    held = variable_in(draft.content, key)
    if held is None or key in library_keys():
        raise Http404
    if request.method == "POST":
        form = VariableForm({**request.POST.dict(), "key": key})
    else:
        form = VariableForm.of(held, fingerprint_of(held))
    form.fields["key"].disabled = True
    form.fields["key"].initial = key
    return _put(request, capacity, draft, form, f"Change “{held['label']}”", held)


@require_POST
def delete(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Delete a variable that no wording uses."""
    capacity, draft = draft_or_404(request, slug)
    try:
        delete_variable(by=capacity, template=draft.template, key=key)
    except Refused as refused:
        say_refused(request, refused)
    else:
        messages.success(request, f"The variable {key} is deleted.")
    return redirect(_place(slug))


def _put(
    request: HttpRequest,
    capacity: Role,
    draft: TemplateDraft,
    form: VariableForm,
    heading: str,
    held: dict[str, Any] | None = None,
) -> HttpResponse:
    status = 200
    if form.is_bound and form.is_valid():
        given = form.content()
        try:
            mark = form.cleaned_data["fingerprint"]
            put_variable(by=capacity, template=draft.template, given=given, fingerprint=mark)
        except Conflict as conflict:
            form.data = {**form.data, "fingerprint": fingerprint_of(held or {})}
            form.add_error(None, conflict.sentence)
            status = 409
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, f"The variable is saved. Write [[{given.key}]] where its value is to stand.")
            return redirect(_place(draft.template.slug))
    context = {"form": form, "heading": heading, "caption": draft.template.title}
    context["cancel_url"] = _place(draft.template.slug)
    status = 422 if form.errors and status == 200 else status
    return render(request, "components/form_page.html", context, status=status)


def _place(slug: str) -> str:
    return f"{reverse('protocols:studio_draft', args=[slug])}#variables"
