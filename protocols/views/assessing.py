"""The legal tab, the record of one checklist, and what can be done to it as a whole."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from legal_basis.errors import LegalBasisError
from legal_basis.queries import record_page
from partners.models import Role
from portal.numbers import whole
from protocols import permissions
from protocols.errors import NotAllowed, Refused
from protocols.facts import Standing, legal_state
from protocols.models import Party, PartyAssessment, ProtocolVersion
from protocols.queries import assessments
from protocols.queries.evidence import left_behind, with_files
from protocols.queries.law_changes import touched_for, touched_in
from protocols.queries.news import news_for
from protocols.queries.pinned import on_steps, pinned_to_steps, with_remarks
from protocols.queries.similar import could_draw, has_similar
from protocols.services import assessing
from protocols.states import Action
from protocols.views.coverings import around, at, covering_or_404, on_an_older_text, step_url, why_not
from protocols.views.evidence import may_change
from protocols.views.fetching import address, capacity_of, page, say_refused, version_or_404


@require_safe
def tab(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Each party's checklists and what they cover."""
    version = version_or_404(request, reference, number)
    state, capacity = legal_state(version), capacity_of(request)
    answering = partial(_why_not_answer, capacity, version)
    parties = assessments.legal_tab(state, capacity, answering)
    own = [card.covering for one in parties if not one.why_not for card in one.cards]
    context = {
        "parties": parties,
        "could_draw": could_draw(capacity, [one for one in own if one.assessment.is_open]),
        "left_out": assessments.left_out(state),
        "none_needed": assessments.version_needs_none(version),
        "gaps": len(state.gaps),
        "said": on_steps(version, (card.covering for one in parties for card in one.cards)),
        "law_changes": touched_in(version),
        "news": news_for(version, capacity),
    }
    return page(request, version, "protocols/legal/tab.html", tab="legal", **context)


def _why_not_answer(capacity: Role, version: ProtocolVersion, party: Party) -> str | None:
    return permissions.why_not(capacity, version, Action.ANSWER, party=party)


@require_POST
def begin(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Begin a checklist for the reader's party on the flows ticked."""
    version, capacity = version_or_404(request, reference, number), capacity_of(request)
    party = permissions.party_of(capacity, version)
    chosen = [pk for sent in request.POST.getlist("flows") if (pk := whole(sent)) is not None]
    flows = list(version.flows.filter(pk__in=chosen).prefetch_related("recipients"))
    try:
        if party is None:
            raise NotAllowed("Only a contributor of a party answers its checklist. Take up that capacity first.")
        covering = assessing.begin(by=capacity, party=party, flows=flows)
    except Refused as refused:
        say_refused(request, refused)
        return redirect(address("legal", version))
    return redirect(address("legal_next", version, covering.pk))


@require_safe
def record(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """The record: each step, answer, reason and law; with advice for the party's own people."""
    covering, capacity = covering_or_404(request, reference, number, pk), capacity_of(request)
    if covering.assessment.is_open and on_an_older_text(covering):
        return _revised(request, covering)
    removing = may_change(request, covering)
    kept = with_files(capacity, covering, assessments.record_for(capacity, covering), removing=removing)
    may_advise = permissions.may(capacity, covering.party.version, Action.ADVISE, party=covering.party)
    answering = not why_not(request, covering)
    change = step_url(covering) if answering and covering.assessment.is_open else None
    url = (lambda token: at(covering, "legal_advise", token)) if may_advise else change
    card = assessments.card_of(legal_state(covering.party.version), covering)
    may_go_on = answering and covering.assessment.is_open and card.standing is not Standing.STALE
    context = {
        **record_page(with_remarks(kept, pinned_to_steps(covering)), step_url=url),
        **around(covering),
        "card": card,
        "may_advise": may_advise,
        "may_answer": answering,
        "may_go_on": may_go_on,
        "similar_url": at(covering, "legal_similar") if may_go_on and has_similar(capacity, covering) else "",
        "back_url": address("legal", covering.party.version),
        "covering": covering,
        "law_changes": touched_for(covering),
        "left_behind": left_behind(capacity, covering, kept, removing=removing),
    }
    return render(request, "protocols/legal/record.html", context)


def _revised(request: HttpRequest, covering: PartyAssessment) -> HttpResponse:
    """Answers under way on an older text: what a new version means for them, and the way to it."""
    context = {
        **around(covering),
        "covering": covering,
        "may_answer": not why_not(request, covering),
        "move_url": at(covering, "legal_move"),
        "back_url": address("legal", covering.party.version),
    }
    return render(request, "protocols/legal/revised.html", context)


@require_POST
def move(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """Move answers under way to the checklist's new version."""
    covering = covering_or_404(request, reference, number, pk)
    said = "The answers are on the new version. Steps that read otherwise now are asked again, with your words."
    return _act(request, covering, said, assessing.move, to="legal_next")


@require_POST
def conclude(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """Close the walk as the party's decision record."""
    covering = covering_or_404(request, reference, number, pk)
    given = whole(request.POST.get("revision", ""))
    said = f"{covering.party}’s checklist is concluded. Its record goes to the data protection officers."
    return _act(request, covering, said, assessing.conclude, revision=given)


@require_POST
def leave_out(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """Leave the stopped flows out, and keep the refusal on record."""
    covering = covering_or_404(request, reference, number, pk)
    said = "The flow is left out of the agreement, and the refusal is on record."
    return _act(request, covering, said, assessing.leave_out, to="legal")


@require_POST
def look_again(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """Put the facts as they are now under the answers."""
    covering = covering_or_404(request, reference, number, pk)
    said = "The facts are brought up to date. The answers that they put in doubt are asked again, with your words."
    return _act(request, covering, said, assessing.look_again, to="legal_next")


@require_POST
def reopen(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """Take a conclusion back, so that answers can change."""
    covering = covering_or_404(request, reference, number, pk)
    return _act(request, covering, f"{covering.party}’s checklist is open again.", assessing.reopen)


def _act(
    request: HttpRequest,
    covering: PartyAssessment,
    said: str,
    service: Callable[..., Any],
    to: str = "",
    **given: Any,
) -> HttpResponse:
    """Call one service for the reader's capacity, and say what was done or why not."""
    try:
        service(by=capacity_of(request), covering=covering, **given)
    except (LegalBasisError, Refused) as refused:
        messages.error(request, str(refused))
        return redirect(at(covering, "legal_record"))
    messages.success(request, said)
    if to == "legal":
        return redirect(address("legal", covering.party.version))
    return redirect(at(covering, to or "legal_record"))
