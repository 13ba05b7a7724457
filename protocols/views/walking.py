"""A party's checklist walked a question a page: the question, the end, and an adviser's word."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from legal_basis.engine import Question, Response, Taken, Walk
from legal_basis.errors import AnswerRefused, LegalBasisError, StaleAnswer
from legal_basis.forms import AdviceForm, StepForm
from legal_basis.queries import falling, question_at, responses_of, set_aside_answers, step_page, stop_page, walk_of
from portal.numbers import whole
from portal.personal_data import find_personal_data
from protocols.errors import Refused
from protocols.models import DataFlow, PartyAssessment
from protocols.queries.law_changes import touched_for
from protocols.queries.pinned import pinned_to_steps
from protocols.services import assessing
from protocols.views.coverings import around, at, covering_or_404, on_an_older_text, step_url, why_not
from protocols.views.drawing import Drawing
from protocols.views.evidence import EvidencePart, as_typed, takes_evidence
from protocols.views.fetching import capacity_of, warn_of_people


@require_safe
def go_on(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """On to the next question, to the end, or to the record for those who only read."""
    covering = covering_or_404(request, reference, number, pk)
    if not covering.assessment.is_open or why_not(request, covering) or on_an_older_text(covering):
        return redirect(at(covering, "legal_record"))
    walked = walk_of(covering.assessment)
    if walked.next is None:
        return redirect(at(covering, "legal_end"))
    return redirect(at(covering, "legal_step", walked.next.token))


@require_http_methods(["GET", "HEAD", "POST"])
@takes_evidence
def step(request: HttpRequest, reference: str, number: int, pk: int, token: str) -> HttpResponse:
    """One question. An answer that others follow from is changed only after saying which of them fall."""
    covering = covering_or_404(request, reference, number, pk)
    if on_an_older_text(covering):
        return redirect(at(covering, "legal_record"))
    walked = walk_of(covering.assessment)
    question = question_at(walked, token)
    if question is None or not covering.assessment.is_open or why_not(request, covering):
        if request.method == "POST" and (refusal := why_not(request, covering)):
            messages.error(request, refusal)
        return redirect(at(covering, "legal_next"))
    drawn = Drawing.at(request, covering, walked, question)
    form = StepForm(
        request.POST if request.method == "POST" else None,
        question=question,
        earlier=drawn.filling or _earlier(covering, walked, token),
    )
    shown: dict[str, Any] = {}
    evidence = EvidencePart.at(request, covering, token)
    if evidence.stays:
        form = StepForm(question=question, initial=as_typed(form))
        shown = {"revision": request.POST.get("revision", "")}
    elif request.method == "POST" and form.is_valid():
        lost = falling(walked, covering.assessment.facts, form.response())
        if lost and request.POST.get("confirmed") != "yes":
            return render(request, "legal_basis/confirm_change.html", _confirmation(request, question, lost))
        shown = _answer(request, covering, form, is_taken_over=drawn.is_used)
        if not shown:
            warn_of_people(request, find_personal_data(form.response().reason))
            return redirect(at(covering, "legal_next"))
    laid_out = step_page(walked, token, step_url=step_url(covering), facts=covering.assessment.facts)
    context = {**laid_out, **around(covering), "form": form, "revision": covering.assessment.revision}
    context["evidence"] = evidence
    context |= {"notice": _what_changed(covering, token), "drawing": drawn, **shown}
    context["remarks"] = pinned_to_steps(covering).get(token, ())
    status = evidence.status(422 if request.method == "POST" else 200)
    return render(request, "legal_basis/step.html", context, status=status)


def _answer(request: HttpRequest, covering: PartyAssessment, form: StepForm, *, is_taken_over: bool) -> dict[str, Any]:
    """Store the answer; where it is refused, what the page shows of it, with all that was typed still there."""
    response, revision = form.response(), request.POST.get("revision", "")
    try:
        assessing.answer(
            by=capacity_of(request), covering=covering, step=response.step, answer=response.answer,
            reason=response.reason, gateways=response.gateways, choices=response.choices,
            revision=whole(revision), is_taken_over=is_taken_over,
        )  # fmt: skip
    except StaleAnswer as stale:
        covering.assessment.refresh_from_db()
        return {"theirs": stale.theirs, "yours": stale.yours, "notice": str(stale),
                "revision": covering.assessment.revision}  # fmt: skip
    except AnswerRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
    except (LegalBasisError, Refused) as refused:
        form.add_error(None, str(refused))
    else:
        return {}
    return {"revision": covering.assessment.revision}


def _what_changed(covering: PartyAssessment, token: str) -> str:
    """Said above a question whose words or law have changed since it was answered; empty for any other."""
    if token in covering.assessment.reworded:
        return (
            f"This question has changed since it was answered on version {covering.assessment.moved_from} of the "
            "checklist. Your earlier words are below: read the question again, then answer it."
        )
    touches = [one.touch for one in touched_for(covering) if token in one.touch.steps]
    return " ".join(f"The law has changed. {touch.why} {touch.todo}" for touch in touches)


def _earlier(covering: PartyAssessment, walked: Walk, token: str) -> Response | None:
    """The answer on record; or the words of one that was set aside, or that the law or the facts no longer allow."""
    taken = walked.taken(token)
    if taken:
        return taken.response
    fallen = {response.step: response for response in responses_of(covering.assessment)}
    return set_aside_answers(covering.assessment).get(token) or fallen.get(token)


def _confirmation(request: HttpRequest, question: Question, lost: Sequence[Taken]) -> dict[str, object]:
    posted = [(name, values) for name, values in request.POST.lists() if name not in EvidencePart.NAMES]
    return {"question": question, "falling": lost, "posted": posted, "back_url": request.path}


@require_safe
def end(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """Where the walk ended: what it means, what could change it, and the one act that follows."""
    covering = covering_or_404(request, reference, number, pk)
    if on_an_older_text(covering):
        return redirect(at(covering, "legal_record"))
    walked = walk_of(covering.assessment)
    if walked.end is None:
        return redirect(at(covering, "legal_next"))
    context = {**stop_page(walked, step_url=step_url(covering)), **around(covering)}
    open_flows = [flow for flow in covering.flows.all() if not flow.is_refused]
    if open_flows and not why_not(request, covering) and covering.assessment.is_open:
        good = bool(context["is_good"])
        context |= {
            "conclude_url": at(covering, "legal_conclude" if good else "legal_leave_out"),
            "conclude_label": f"Conclude for {covering.party}" if good else _leave_out_label(open_flows),
            "revision": covering.assessment.revision,
        }
    return render(request, "legal_basis/stop.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@takes_evidence
def advise(request: HttpRequest, reference: str, number: int, pk: int, token: str) -> HttpResponse:
    """A legal adviser's word on one step."""
    covering = covering_or_404(request, reference, number, pk)
    question = None if on_an_older_text(covering) else question_at(walk_of(covering.assessment), token)
    if question is None:
        return redirect(at(covering, "legal_record"))
    form = AdviceForm(request.POST if request.method == "POST" else None)
    evidence = EvidencePart.at(request, covering, token)
    if evidence.stays:
        form = AdviceForm(initial=as_typed(form))
    elif request.method == "POST" and form.is_valid():
        try:
            assessing.advise(by=capacity_of(request), covering=covering, step=token, **form.cleaned_data)
        except (LegalBasisError, Refused) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Your advice on step {token} is on {covering.party}’s record.")
            return redirect(at(covering, "legal_record"))
    context = {
        "form": form,
        "evidence": evidence,
        "heading": f"Advise on step {token}",
        "caption": f"{covering.party}, {covering.party.version}",
        "lead": question.step.question,
        "cancel_url": at(covering, "legal_record"),
    }
    status = evidence.status(422 if form.errors else 200)
    return render(request, "protocols/legal/advise.html", context, status=status)


def _leave_out_label(flows: Sequence[DataFlow]) -> str:
    what = "this flow" if len(flows) == 1 else f"these {len(flows)} flows"
    return f"Leave {what} out and keep the refusal on record"
