"""Public practice walks: anybody may learn by walking either checklist; nothing is stored and nothing approved."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from legal_basis.forms import PracticeFactsForm, StepForm
from legal_basis.law import Checklist
from legal_basis.loader import library
from legal_basis.queries import checklists, falling, question_at, record_page, step_page, stop_page
from legal_basis.queries.pages import StepUrl
from legal_basis.views.sessions import PracticeWalk, practice_walk

CAPTION = "Practice walk"


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What can be walked, and what it is not."""
    law = library()
    context = {"checklists": law.checklists.values(), "as_of": law.as_of, "count": len(law.gateways)}
    return render(request, "legal_basis/index.html", context)


@login_not_required
def start(request: HttpRequest, checklist_id: str) -> HttpResponse:
    """The facts that a practice walk starts from; giving them begins it anew."""
    checklist = _checklist(checklist_id)
    form = PracticeFactsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        PracticeWalk(checklist, form.facts()).save(request)
        return redirect("legal_basis:practice_next", checklist_id)
    walk = practice_walk(request, checklist)
    context = {"checklist": checklist, "form": form, "under_way": walk is not None, "heading": checklist.title}
    return render(request, "legal_basis/practice_start.html", context)


@login_not_required
@require_safe
def go_on(request: HttpRequest, checklist_id: str) -> HttpResponse:
    """On to the next question, or to the end."""
    walk = practice_walk(request, _checklist(checklist_id))
    if walk is None:
        return redirect("legal_basis:practice", checklist_id)
    walked = walk.walk()
    if walked.next is not None:
        return redirect("legal_basis:practice_step", checklist_id, walked.next.token)
    return redirect("legal_basis:practice_end", checklist_id)


@login_not_required
def step(request: HttpRequest, checklist_id: str, token: str) -> HttpResponse:
    """One question."""
    walk = practice_walk(request, _checklist(checklist_id))
    walked = walk.walk() if walk else None
    question = question_at(walked, token) if walked else None
    if walk is None or walked is None or question is None:
        return redirect("legal_basis:practice_next", checklist_id)
    form = StepForm(request.POST if request.method == "POST" else None, question=question, earlier=walk.earlier(token))
    if request.method == "POST" and form.is_valid():
        response = form.response()
        lost = falling(walked, walk.facts, response)
        if lost and request.POST.get("confirmed") != "yes":
            return render(request, "legal_basis/confirm_change.html", _confirmation(request, form, lost))
        walk.answer(response)
        walk.save(request)
        return redirect("legal_basis:practice_next", checklist_id)
    page = step_page(walked, token, step_url=_step_url(checklist_id), facts=walk.facts)
    today = checklists.today_of(library(), checklist_id, question.step.id)
    context = {**page, "form": form, "today": today, **_common(checklist_id)}
    return render(request, "legal_basis/step.html", context)


@login_not_required
@require_safe
def end(request: HttpRequest, checklist_id: str) -> HttpResponse:
    """Where the walk ended, and what could change it."""
    walk = practice_walk(request, _checklist(checklist_id))
    if walk is None or walk.walk().end is None:
        return redirect("legal_basis:practice_next", checklist_id)
    page = stop_page(walk.walk(), step_url=_step_url(checklist_id))
    return render(request, "legal_basis/stop.html", {**page, **_common(checklist_id)})


@login_not_required
@require_safe
def record(request: HttpRequest, checklist_id: str) -> HttpResponse:
    """The record of the walk so far, marked as practice, fit to print."""
    walk = practice_walk(request, _checklist(checklist_id))
    if walk is None:
        return redirect("legal_basis:practice", checklist_id)
    plain = walk.walk().to_dict()
    made = {**plain, "stop": plain["end"], "end": _end_code(plain["end"]), "facts": walk.facts}
    page = record_page(made, step_url=_step_url(checklist_id))
    back = reverse("legal_basis:practice_next", args=[checklist_id])
    return render(request, "legal_basis/record.html", {**page, **_common(checklist_id), "back_url": back})


def _confirmation(request: HttpRequest, form: StepForm, lost: object) -> dict[str, object]:
    return {"question": form.question, "falling": lost, "posted": list(request.POST.lists()), "back_url": request.path}


def _end_code(end: object) -> str:
    return str(end["code"]) if isinstance(end, dict) else ""


def _checklist(checklist_id: str) -> Checklist:
    try:
        return library().checklists[checklist_id]
    except KeyError:
        raise Http404("There is no such checklist.") from None


def _step_url(checklist_id: str) -> StepUrl:
    return lambda token: reverse("legal_basis:practice_step", args=[checklist_id, token])


def _common(checklist_id: str) -> dict[str, object]:
    return {
        "caption": CAPTION,
        "is_practice": True,
        "record_url": reverse("legal_basis:practice_record", args=[checklist_id]),
        "exit_url": reverse("legal_basis:practice", args=[checklist_id]),
    }
