"""Practice walks: anybody may learn by walking either checklist. Kept for those who sign in; approving nothing."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from legal_basis.engine.practice import Practice
from legal_basis.errors import NotAllowed
from legal_basis.forms import PracticeFactsForm
from legal_basis.law import Checklist
from legal_basis.loader import library
from legal_basis.queries.practice import walks_of
from legal_basis.services.practising import keep_walk
from legal_basis.views import desks, practising
from legal_basis.views.sessions import keep_from_session, kept_from_here, put_in_session


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What can be walked, and what it is not."""
    law = library()
    context = {"checklists": law.checklists.values(), "as_of": law.as_of, "count": len(law.gateways)}
    return render(request, "legal_basis/index.html", context)


@login_not_required
def start(request: HttpRequest, checklist_id: str) -> HttpResponse:
    """The facts that a practice walk starts from; giving them begins it anew, and keeps it for who is signed in."""
    checklist = desks.checklist_or_404(checklist_id)
    form = PracticeFactsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return begin(request, Practice(checklist, form.facts()), form.cleaned_data["nonce"])
        except NotAllowed as refused:
            form.add_error(None, str(refused))
    person = desks.person_of(request)
    context = {
        "checklist": checklist,
        "form": form,
        "under_way": desks.session_desk(request, checklist) is not None,
        "kept_count": walks_of(person).count() if person else 0,
        "heading": checklist.title,
    }
    return render(request, "legal_basis/practice_start.html", context, status=422 if form.errors else 200)


def begin(request: HttpRequest, practice: Practice, nonce: UUID | None) -> HttpResponse:
    """Begin a walk and go to its first question. Raises NotAllowed when the person keeps too many."""
    person = desks.person_of(request)
    if person is None:
        put_in_session(request, practice, anew=True)
        return redirect("legal_basis:practice_next", practice.checklist.id)
    return redirect("legal_basis:kept_next", keep_walk(by=person, practice=practice, nonce=nonce).pk)


@login_not_required
@require_POST
def keep(request: HttpRequest, checklist_id: str) -> HttpResponse:
    """Keep the session's walk for the person who is signed in; asked twice, it leads to the one that was kept."""
    checklist, person = desks.checklist_or_404(checklist_id), desks.person_of(request)
    if person is None:
        return redirect("legal_basis:practice_next", checklist_id)
    try:
        keep_from_session(request, person, checklist)
    except NotAllowed as refused:
        messages.error(request, str(refused))
    return redirect("legal_basis:practice_next", checklist_id)


@login_not_required
@require_safe
def go_on(request: HttpRequest, checklist_id: str) -> HttpResponse:
    """On to the next question, or to the end."""
    desk = desks.session_desk(request, desks.checklist_or_404(checklist_id))
    return practising.go_on(desk) if desk else _elsewhere(request, checklist_id)


@login_not_required
def step(request: HttpRequest, checklist_id: str, token: str) -> HttpResponse:
    """One question."""
    desk = desks.session_desk(request, desks.checklist_or_404(checklist_id))
    return practising.step(request, desk, token) if desk else _elsewhere(request, checklist_id)


@login_not_required
@require_safe
def end(request: HttpRequest, checklist_id: str) -> HttpResponse:
    """Where the walk ended, and what could change it."""
    desk = desks.session_desk(request, desks.checklist_or_404(checklist_id))
    return practising.end(request, desk) if desk else _elsewhere(request, checklist_id)


@login_not_required
@require_safe
def record(request: HttpRequest, checklist_id: str) -> HttpResponse:
    """The record of the walk so far, marked as practice, fit to print."""
    desk = desks.session_desk(request, desks.checklist_or_404(checklist_id))
    return practising.record(request, desk) if desk else _elsewhere(request, checklist_id)


def _elsewhere(request: HttpRequest, checklist_id: str) -> HttpResponse:
    """On to the kept walk that this session's became, else to the start."""
    checklist: Checklist = library().checklists[checklist_id]
    kept, person = kept_from_here(request, checklist), desks.person_of(request)
    if kept is not None and person is not None and walks_of(person).filter(pk=kept).exists():
        return redirect("legal_basis:kept_next", kept)
    return redirect("legal_basis:practice", checklist_id)
