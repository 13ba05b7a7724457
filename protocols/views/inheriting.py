"""How one clause takes the overarching one: adding to it, replacing it with a reason, taking it again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from partners.models import Role
from protocols import permissions
from protocols.errors import Refused
from protocols.forms.inheriting import ReplaceForm
from protocols.forms.refusing import add_refusal
from protocols.models import Section
from protocols.queries.inheriting import changed
from protocols.queries.protocols import address_of
from protocols.queries.texts import sections_of
from protocols.services.inheriting import extend_clause, replace_clause, take_clause_again
from protocols.states import Action
from protocols.texts.inheriting import overarching_in
from protocols.texts.linking import lead
from protocols.views.fetching import capacity_of, page, say_refused, section_or_404

ACTS = {
    "extend": (extend_clause, "You can add to “{title}” now, below the overarching words."),
    "again": (
        take_clause_again,
        "“{title}” takes the overarching clause again. What you wrote is kept in its history.",
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def overarching(request: HttpRequest, reference: str, number: int, section_id: str) -> HttpResponse:
    """The overarching clause beside what stands here. A post with `how` extends or takes it again; else it replaces."""
    capacity, found = capacity_of(request), section_or_404(request, reference, number, section_id)
    if request.method == "POST" and request.POST.get("how") in ACTS:
        return _act(request, capacity, found, request.POST["how"])
    form = ReplaceForm(request.POST if request.method == "POST" else None, initial={"reason": found.replaces_reason})
    if form.is_valid():
        try:
            replace_clause(by=capacity, section=found, reason=form.cleaned_data["reason"])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, f"“{found.title}” is this protocol’s own now. Change the words below.")
            return redirect(address_of("section", found.version, section_id))
    version = found.version
    composed = next(one for one in sections_of(version) if one.section.pk == found.pk)
    return page(
        request,
        version,
        "protocols/overarching_clause.html",
        form=form,
        section=composed,
        overarching=overarching_in(composed),
        redline=lead(changed(composed.replaced.html, composed.html), ()) if composed.replaced else "",
        why_not=permissions.why_not(capacity, version, Action.EDIT_TEXT),
        status=422 if form.errors else 200,
    )


def _act(request: HttpRequest, capacity: Role, found: Section, how: str) -> HttpResponse:
    service, said = ACTS[how]
    try:
        service(by=capacity, section=found)
    except Refused as refused:
        say_refused(request, refused)
        return redirect(address_of("section_overarching", found.version, found.section_id))
    messages.success(request, said.format(title=found.title))
    return redirect(address_of("section", found.version, found.section_id))
