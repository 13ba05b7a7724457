"""The practice walks that a person keeps: their list, each one's pages, its name, its end."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from legal_basis.forms import WalkNameForm
from legal_basis.loader import library
from legal_basis.queries.practice import is_somebodys, kept_walks, walks_of
from legal_basis.services.practising import MOST, delete_kept_walk, rename_kept_walk
from legal_basis.views import practising
from legal_basis.views.desks import kept_desk, person_of
from portal.accounts.models import User


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What the person keeps, the one changed last first."""
    context = {"walks": kept_walks(_person(request)), "most": MOST, "checklist": library().current}
    return render(request, "legal_basis/kept.html", context)


@require_safe
def go_on(request: HttpRequest, walk_id: UUID) -> HttpResponse:
    """On to the next question, or to the end."""
    return practising.go_on(kept_desk(request, walk_id))


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, walk_id: UUID, token: str) -> HttpResponse:
    """One question."""
    return practising.step(request, kept_desk(request, walk_id), token)


@require_safe
def end(request: HttpRequest, walk_id: UUID) -> HttpResponse:
    """Where the walk ended, and what could change it."""
    return practising.end(request, kept_desk(request, walk_id))


@require_safe
def record(request: HttpRequest, walk_id: UUID) -> HttpResponse:
    """The record of the walk so far, marked as practice, fit to print."""
    return practising.record(request, kept_desk(request, walk_id))


@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, walk_id: UUID) -> HttpResponse:
    """Give the walk a name."""
    person, kept = _person(request), kept_desk(request, walk_id).kept
    form = WalkNameForm(request.POST if request.method == "POST" else None, initial={"name": kept.name})
    if request.method == "POST" and form.is_valid():
        renamed = rename_kept_walk(by=person, walk=kept, name=form.cleaned_data["name"])
        messages.success(request, f"The walk is now called “{renamed.name}”.")
        return redirect("legal_basis:kept")
    context = {"form": form, "heading": "Name your practice walk", "kept": kept}
    return render(request, "legal_basis/kept_name.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, walk_id: UUID) -> HttpResponse:
    """Ask once, then delete. Deleting what is already gone is no error."""
    person = _person(request)
    kept = walks_of(person).filter(pk=walk_id).first()
    if kept is None and (request.method != "POST" or is_somebodys(walk_id)):
        raise Http404
    if request.method == "POST":
        gone = delete_kept_walk(by=person, pk=walk_id)
        messages.success(
            request, "The practice walk is deleted." if gone else "That practice walk was deleted already."
        )
        return redirect("legal_basis:kept")
    return render(request, "legal_basis/kept_delete.html", {"kept": kept, "heading": "Delete this practice walk?"})


def _person(request: HttpRequest) -> User:
    person = person_of(request)
    if person is None:
        raise LookupError("This address asks people to sign in first.")
    return person
