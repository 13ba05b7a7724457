"""What is said of a version, and the officer's answers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from portal.personal_data import find_personal_data
from protocols import permissions
from protocols.errors import Refused
from protocols.forms.comments import CommentForm, ResponseForm
from protocols.forms.refusing import add_refusal
from protocols.models import ProtocolVersion
from protocols.queries.comments import comments_on
from protocols.queries.protocols import address_of
from protocols.services.comments import add_comment, resolve_comment
from protocols.states import Action
from protocols.views.fetching import capacity_of, page, version_or_404, warn_of_people


@require_http_methods(["GET", "HEAD", "POST"])
def comment_list(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Open comments, then resolved ones; a form to add another."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    form = CommentForm(request.POST or None, sections=list(version.sections.all()))
    if form.is_valid():
        said = form.cleaned_data
        try:
            add_comment(by=capacity, version=version, section=form.chosen(), body=said["body"], nonce=said["nonce"])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "Your comment is added. The partnership's officer will respond to it.")
            warn_of_people(request, find_personal_data(said["body"]))
            return redirect(address_of("comments", version))
    return _list_page(request, version, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def resolve(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """Respond to a comment, which closes it."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    comment = comments_on(version).filter(pk=pk).first()
    if comment is None:
        raise Http404
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


def _list_page(request: HttpRequest, version: ProtocolVersion, *, form: CommentForm) -> HttpResponse:
    capacity, comments = capacity_of(request), list(comments_on(version))
    return page(
        request,
        version,
        "protocols/comments.html",
        tab="comments",
        form=form,
        waiting=[one for one in comments if one.resolved_at is None],
        settled=[one for one in comments if one.resolved_at is not None],
        why_not=permissions.why_not(capacity, version, Action.COMMENT),
        may_resolve=permissions.may(capacity, version, Action.RESOLVE),
        status=422 if form.errors else 200,
    )
