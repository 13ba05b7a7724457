"""The pages of a practice walk, wherever it lies: a question, the end, the record."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from legal_basis.engine import Taken
from legal_basis.forms import StepForm
from legal_basis.loader import library
from legal_basis.queries import checklists, falling, question_at, record_page, step_page, stop_page
from legal_basis.queries.pages import StepUrl
from legal_basis.views.desks import Desk

CAPTION = "Practice walk"


def go_on(desk: Desk) -> HttpResponse:
    """On to the next question, or to the end."""
    walked = desk.practice.walk()
    return redirect(desk.at("step", walked.next.token) if walked.next is not None else desk.at("end"))


def step(request: HttpRequest, desk: Desk, token: str) -> HttpResponse:
    """One question. An answer that others follow from is changed only after saying which of them fall."""
    practice = desk.practice
    walked = practice.walk()
    question = question_at(walked, token)
    if question is None:
        return redirect(desk.at("next"))
    posted = request.POST if request.method == "POST" else None
    form = StepForm(posted, question=question, earlier=practice.earlier(token))
    if posted is not None and form.is_valid():
        response = form.response()
        lost = falling(walked, practice.facts, response)
        if lost and posted.get("confirmed") != "yes":
            return render(request, "legal_basis/confirm_change.html", _confirmation(request, form, lost))
        desk.answer(response)
        return redirect(desk.at("next"))
    page = step_page(walked, token, step_url=_step_url(desk), facts=practice.facts)
    today = checklists.today_of(library(), practice.checklist.id, question.step.id)
    context = {**page, "form": form, "today": today, **_around(desk)}
    return render(request, "legal_basis/step.html", context, status=422 if form.errors else 200)


def end(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Where the walk ended, and what could change it."""
    walked = desk.practice.walk()
    if walked.end is None:
        return redirect(desk.at("next"))
    page = stop_page(walked, step_url=_step_url(desk))
    return render(request, "legal_basis/stop.html", {**page, **_around(desk)})


def record(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The record of the walk so far, marked as practice, fit to print."""
    plain = desk.practice.walk().to_dict()
    made = {**plain, "stop": plain["end"], "end": _end_code(plain["end"]), "facts": desk.practice.facts}
    page = record_page(made, step_url=_step_url(desk))
    context = {**page, **_around(desk), "checklist": desk.practice.checklist, "back_url": desk.at("next")}
    return render(request, "legal_basis/record.html", context)


def _confirmation(request: HttpRequest, form: StepForm, lost: Sequence[Taken]) -> dict[str, object]:
    return {"question": form.question, "falling": lost, "posted": list(request.POST.lists()), "back_url": request.path}


def _end_code(end: object) -> str:
    return str(end["code"]) if isinstance(end, dict) else ""


def _step_url(desk: Desk) -> StepUrl:
    return lambda token: desk.at("step", token)


def _around(desk: Desk) -> dict[str, object]:
    """What each page says around the walk: that it is practice, and whether anything is kept."""
    checklist, kept = desk.practice.checklist, desk.kept
    return {
        "caption": f"{CAPTION}: {kept.name}" if kept else CAPTION,
        "is_practice": True,
        "kept": kept,
        "now_reads": checklist.version if kept and kept.checklist_version != checklist.version else "",
        "walk_url": desk.at("next"),
        "record_url": desk.at("record"),
        "exit_url": desk.exit_url,
    }
