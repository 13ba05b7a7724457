"""The organisation's answer to advice against."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from protocols.errors import Invalid, Refused
from protocols.forms.conditions import AnswerAdviceForm
from protocols.forms.refusing import add_refusal
from protocols.models import Decision
from protocols.queries.approvals import advice_for
from protocols.services.advice import answer_advice, why_not_answer
from protocols.services.matters import seen
from protocols.views.fetching import address, capacity_of, page

Outcome = Decision.Outcome


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """What the adviser says, and the answer of whoever is accountable for the party."""
    capacity, roles = capacity_of(request), getattr(request, "roles", [])
    decision = advice_for(roles, pk)
    if decision is None:
        raise Http404
    if advice_for([capacity], pk) is None:
        mine = next(role for role in roles if advice_for([role], pk) is not None)
        context = {"decision": decision, "role": mine, "link": request.get_full_path()}
        return render(request, "protocols/approving/take_up.html", context)
    form = AnswerAdviceForm(request.POST or None, initial={"sha256": decision.snapshot.sha256})
    if request.method == "POST" and form.is_valid():
        data, follow = form.cleaned_data, form.cleaned_data["answer"] == "follow"
        try:
            answer_advice(
                by=capacity, decision=decision, sha256=data["sha256"], follow=follow, reason=data["reason"]
            )  # fmt: skip
        except (Invalid, Refused) as refused:
            add_refusal(form, refused)
        else:
            said = "follows the advice: the text is a draft again" if follow else "does not follow the advice"
            messages.success(request, f"{decision.party} {said}. The record says so, and why.")
            return redirect(address("approvals", decision.snapshot.version))
    context = {
        "decision": decision,
        "form": form,
        "why_not": why_not_answer(capacity, decision),
        "what": seen(decision.snapshot).subject,
    }
    version, status = decision.snapshot.version, 422 if form.errors else 200
    return page(request, version, "protocols/approving/advice.html", status=status, **context)
