"""What is said of a version, and the officer's answers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from partners.models import Role
from portal.personal_data import find_personal_data
from protocols import permissions
from protocols.errors import Refused
from protocols.forms.comments import CommentForm, ReopenForm, ResponseForm, SaidForm
from protocols.forms.refusing import add_refusal
from protocols.models import Comment, ProtocolVersion, Section
from protocols.queries.comments import comments_on, pages_of
from protocols.queries.news import news_for
from protocols.queries.people import people_in
from protocols.queries.protocols import address_of
from protocols.queries.suggestions import suggestions_on, worded
from protocols.services.comments import add_comment, reopen_comment, resolve_comment
from protocols.services.looking import look
from protocols.states import Action
from protocols.views.fetching import capacity_of, page, version_or_404, warn_of_people

FROM_THE_TEXT = {"clause": "section", "words": "words", "before": "before", "after": "after"}


@require_http_methods(["GET", "HEAD", "POST"])
def comment_list(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Open comments, then resolved ones, and suggested wording; a form to add another.

    A link from the text names the clause and the words to begin with: `?clause=S05&words=...`.
    """
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    sections, people = list(version.sections.all()), people_in(version)
    begun = {field: request.GET[name][:2000] for name, field in FROM_THE_TEXT.items() if name in request.GET}
    form = CommentForm(request.POST or None, sections=sections, people=people, initial=begun)
    if form.is_valid():
        refused = say(capacity, version, form, form.chosen())
        if refused is None:
            messages.success(request, "Your comment is added. The partnership's officer will respond to it.")
            warn_of_people(request, find_personal_data(form.cleaned_data["body"]))
            return redirect(address_of("comments", version))
        add_refusal(form, refused)
    return _list_page(request, version, form=form)


def say(capacity: Role, version: ProtocolVersion, form: SaidForm, section: Section | None) -> Refused | None:
    """Add the comment of a valid form; what refused it, if anything did. To comment is to have looked."""
    said = form.cleaned_data
    try:
        add_comment(
            by=capacity,
            version=version,
            section=section,
            body=said["body"],
            nonce=said["nonce"],
            selected=form.selected(),
            tell=form.told(),
        )
    except Refused as refused:
        return refused
    look(by=capacity, version=version, comments=True)
    return None


@require_http_methods(["GET", "HEAD", "POST"])
def resolve(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """Respond to a comment, which closes it."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    comment = _comment_or_404(version, pk)
    form = ResponseForm(request.POST or None)
    if form.is_valid():
        try:
            resolve_comment(by=capacity, comment=comment, response=form.cleaned_data["response"])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "The comment is resolved.")
            warn_of_people(request, find_personal_data(form.cleaned_data["response"]))
            return redirect(address_of("comments", version))
    return page(
        request,
        version,
        "protocols/resolve.html",
        form=form,
        comment=comment,
        why_not=permissions.why_not(capacity, version, Action.RESOLVE),
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """Open a resolved comment again, and say why."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    comment = _comment_or_404(version, pk)
    form = ReopenForm(request.POST or None)
    if form.is_valid():
        try:
            reopen_comment(by=capacity, comment=comment, why=form.cleaned_data["why"])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "The comment is open again.")
            return redirect(address_of("comments", version))
    why_not = permissions.why_not(capacity, version, Action.REOPEN)
    context = {"form": form, "comment": comment, "why_not": why_not, "status": 422 if form.errors else 200}
    return page(request, version, "protocols/consulting/reopen.html", **context)


def _comment_or_404(version: ProtocolVersion, pk: int) -> Comment:
    comment = comments_on(version).filter(pk=pk).first()
    if comment is None:
        raise Http404
    return comment


def _list_page(request: HttpRequest, version: ProtocolVersion, *, form: CommentForm) -> HttpResponse:
    capacity, suggestions = capacity_of(request), worded(list(suggestions_on(version)))
    pages = pages_of(version, request.GET)
    (waiting, shown), (settled, shown_settled) = pages["page"], pages["settled"]
    answered = [one for one in suggestions if not one.suggestion.is_open]
    return page(
        request,
        version,
        "protocols/comments.html",
        tab="comments",
        form=form,
        waiting=waiting,
        settled=settled,
        shown=shown,
        shown_settled=shown_settled,
        kept_settled=f"settled={settled.number}&",
        kept_waiting=f"page={waiting.number}&",
        suggested=[one for one in suggestions if one.suggestion.is_open],
        answered=answered,
        n_settled=settled.paginator.count + len(answered),
        news=news_for(version, capacity, named=True),
        why_not=permissions.why_not(capacity, version, Action.COMMENT),
        **what_may_be_done(capacity, version),
        status=422 if form.errors else 200,
    )


def what_may_be_done(capacity: Role, version: ProtocolVersion) -> dict[str, Any]:
    """What a page that lists comments has to know of its reader."""
    return {
        "may_resolve": permissions.may(capacity, version, Action.RESOLVE),
        "may_reopen": permissions.may(capacity, version, Action.REOPEN),
    }
