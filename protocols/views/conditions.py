"""One condition of an approval: said to be met, found met or not, waived."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from partners.models import Role
from protocols.errors import Refused
from protocols.forms.conditions import CloseConditionForm, SayMetForm
from protocols.forms.refusing import add_refusal
from protocols.models import Condition
from protocols.queries.approvals import condition_of
from protocols.queries.protocols import visible_to
from protocols.services.conditions import find_met, find_not_met, say_met, waive
from protocols.services.matters import seen
from protocols.states import Action
from protocols.views.fetching import capacity_of, page

CLOSING = {"met": find_met, "waived": waive, "open": find_not_met}


@require_http_methods(["GET", "HEAD", "POST"])
def condition(request: HttpRequest, pk: int) -> HttpResponse:
    """A condition, and the one form that the reader may send about it."""
    capacity = capacity_of(request)
    found = condition_of(pk)
    if found is None or not visible_to(capacity).filter(pk=found.decision.snapshot.version_id).exists():
        raise Http404
    form = _form(request, capacity, found)
    if request.method == "POST" and form is None:
        messages.error(request, "Only the officer and the post that set the condition answer it, while it is open.")
        return redirect(reverse("protocols:condition", args=[pk]))
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            changed = _send(form, capacity, found)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            word = "not met yet" if changed.state == Condition.State.OPEN else changed.get_state_display().lower()
            messages.success(request, f"Condition {changed.number} of {changed.decision.party}: {word}.")
            return redirect(reverse("protocols:condition", args=[pk]))
    context = {"condition": found, "form": form, "what": seen(found.decision.snapshot).subject}
    status = 422 if form is not None and form.errors else 200
    version = found.decision.snapshot.version
    return page(request, version, "protocols/approving/condition.html", tab="version", status=status, **context)


def _form(request: HttpRequest, capacity: Role, found: Condition) -> SayMetForm | CloseConditionForm | None:
    """The officer says that it is met; the post that set it says what became of it."""
    matter, party = seen(found.decision.snapshot), found.decision.party
    if not found.is_open or found.decision.snapshot.withdrawn_at is not None:
        return None
    if capacity.partner_id == party.partner_id and capacity.kind == found.decision.kind:
        if matter.may(capacity, party, Action.CLOSE_CONDITION):
            return CloseConditionForm(request.POST or None, said=found.state == Condition.State.PROPOSED)
    elif matter.may(capacity, None, Action.SAY_MET):
        return SayMetForm(request.POST or None, initial={"evidence": found.evidence})
    return None


def _send(form: SayMetForm | CloseConditionForm, capacity: Role, found: Condition) -> Condition:
    data = form.cleaned_data
    if isinstance(form, SayMetForm):
        return say_met(by=capacity, condition=found, evidence=data["evidence"])
    return CLOSING[data["outcome"]](by=capacity, condition=found, reason=data["reason"])
