"""Suggesting how a clause should read, and what the officer makes of it."""

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST
from js_asset import Media

from portal.personal_data import find_personal_data
from portal.richtext import plain
from protocols import permissions
from protocols.errors import Conflict, Refused
from protocols.forms.consulting import AcceptForm, DecideForm, RejectForm, SuggestForm
from protocols.forms.refusing import add_refusal
from protocols.models import ProtocolVersion, Section, Suggestion
from protocols.queries.protocols import address_of
from protocols.queries.suggestions import suggestions_on, weighed
from protocols.queries.texts import sections_of
from protocols.services.looking import look
from protocols.services.suggesting import accept, reject, suggest, withdraw_suggestion
from protocols.states import Action
from protocols.views.conflicts import conflict_context
from protocols.views.fetching import (
    capacity_of,
    page,
    say_refused,
    section_or_404,
    version_or_404,
    warn_of_people,
)


@require_http_methods(["GET", "HEAD", "POST"])
def suggest_wording(request: HttpRequest, reference: str, number: int, section_id: str) -> HttpResponse:
    """The clause in an editor: what is sent is a suggestion, and the clause stays as it is."""
    capacity, section = capacity_of(request), section_or_404(request, reference, number, section_id)
    form = SuggestForm(request.POST) if request.method == "POST" else SuggestForm.of(section)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            made = suggest(
                by=capacity, section=section, body=said["body"], base_revision=said["revision"], why=said["why"],
                nonce=said["nonce"],
            )  # fmt: skip
        except Refused as refused:
            add_refusal(form, refused)
        else:
            look(by=capacity, version=section.version)
            messages.success(request, "Your wording is suggested. The partnership's officer accepts or rejects it.")
            warn_of_people(request, find_personal_data(plain(made.proposed)))
            return redirect(address_of("suggestion", section.version, made.pk))
    return page(
        request,
        section.version,
        "protocols/consulting/suggest.html",
        form=form,
        media=_media(request, form),
        section=section,
        clause=_number(section),
        why_not=permissions.why_not(capacity, section.version, Action.SUGGEST),
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD"])
def suggestion(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """What is suggested as a redline; for the officer, the two answers."""
    version = version_or_404(request, reference, number)
    return _page(request, version, _found(version, pk), AcceptForm(), RejectForm())


@require_POST
def take_up(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """Accept: the clause then reads as suggested, or as decided where it was changed in the same place."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    found = _found(version, pk)
    decided = "body" in request.POST
    form = DecideForm(request.POST) if decided else AcceptForm(request.POST)
    if not form.is_valid():
        return _page(request, version, found, form, RejectForm())
    said = form.cleaned_data
    try:
        accept(
            by=capacity, suggestion=found, reason=said["reason"], body=said.get("body"), revision=said.get("revision")
        )
    except Conflict as conflict:
        return _decide(request, found, conflict)
    except Refused as refused:
        add_refusal(form, refused)
        return _page(request, version, found, form, RejectForm())
    messages.success(request, f"“{found.section.title}” reads as suggested." if not decided else "The clause is saved.")
    return redirect(address_of("suggestion", version, pk))


@require_POST
def turn_down(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """Reject, with the reason."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    found, form = _found(version, pk), RejectForm(request.POST)
    if form.is_valid():
        try:
            reject(by=capacity, suggestion=found, reason=form.cleaned_data["reason"])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "The suggestion is rejected. Its author is told why by mail.")
            return redirect(address_of("suggestion", version, pk))
    return _page(request, version, found, AcceptForm(), form)


@require_POST
def withdraw(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """Take one's own suggestion back."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    try:
        withdraw_suggestion(by=capacity, suggestion=_found(version, pk))
    except Refused as refused:
        say_refused(request, refused)
    else:
        messages.success(request, "Your suggestion is withdrawn.")
    return redirect(address_of("suggestion", version, pk))


def _found(version: ProtocolVersion, pk: int) -> Suggestion:
    found = suggestions_on(version).filter(pk=pk).first()
    if found is None:
        raise Http404
    found.section.version = version
    return found


def _number(section: Section) -> int:
    """The number of a clause as it is read now; 0 for one that is left out."""
    return next(one.number for one in sections_of(section.version) if one.section.pk == section.pk)


def _page(
    request: HttpRequest, version: ProtocolVersion, found: Suggestion, accept_form: Form, reject_form: Form
) -> HttpResponse:
    capacity = capacity_of(request)
    return page(
        request,
        version,
        "protocols/consulting/suggestion.html",
        tab="comments",
        suggestion=found,
        weighed=weighed(found),
        clause=_number(found.section),
        accept_form=accept_form,
        reject_form=reject_form,
        is_author=found.author_id == capacity.pk,
        may_answer=permissions.may(capacity, version, Action.ANSWER_SUGGESTION),
        may_withdraw=permissions.may(capacity, version, Action.SUGGEST),
        status=422 if accept_form.errors or reject_form.errors else 200,
    )


def _decide(request: HttpRequest, found: Suggestion, conflict: Conflict) -> HttpResponse:
    """Both texts, and an editor for how the clause should read."""
    form = DecideForm(initial={"body": conflict.yours, "revision": conflict.revision})
    context = conflict_context(found.section, conflict)
    return page(
        request,
        found.section.version,
        "protocols/consulting/decide.html",
        suggestion=found,
        section=found.section,
        clause=_number(found.section),
        form=form,
        media=_media(request, form),
        status=409,
        **context,
    )


def _media(request: HttpRequest, form: Form) -> Media:
    return Media.from_media(form.media, nonce=request.csp_nonce)  # type: ignore[attr-defined]
