"""Another of the party's assessments drawn on: chosen from those that are near, shown at each step, let go."""

from dataclasses import dataclass
from typing import Self

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from legal_basis.engine import Question, Response, Walk
from legal_basis.errors import LegalBasisError
from portal.numbers import whole
from protocols.errors import Refused
from protocols.models import PartyAssessment
from protocols.queries.similar import Drawn, candidate, drawn_at, has_similar, name_of, similar_to, source_of
from protocols.services import assessing
from protocols.views.coverings import around, at, covering_or_404, on_an_older_text, why_not
from protocols.views.fetching import capacity_of

USE = "use"
"""In the query of a step's address: fill the form with the answer of the assessment drawn on."""


@dataclass(frozen=True)
class Drawing:
    """What a step's page says of another assessment: its answer, or the way to choose one.

    `is_used` where the form was opened with that answer in it; whoever reads it confirms it by continuing.
    """

    drawn: Drawn | None
    is_used: bool
    is_given: bool
    similar_url: str
    stop_url: str

    @classmethod
    def at(cls, request: HttpRequest, covering: PartyAssessment, walked: Walk, question: Question) -> Self:
        """For one step; as many queries at every step."""
        capacity, source = capacity_of(request), source_of(capacity_of(request), covering)
        drawn = drawn_at(covering, source, walked, question) if source else None
        offer, taken = drawn.offer if drawn else None, walked.taken(question.token)
        offered = source is not None or has_similar(capacity, covering)
        return cls(
            drawn=drawn,
            is_used=bool(offer and not offer.why_not and USE in request.GET),
            is_given=bool(offer and taken and taken.response == offer.response),
            similar_url=at(covering, "legal_similar") if offered else "",
            stop_url=at(covering, "legal_stop_drawing"),
        )

    @property
    def filling(self) -> Response | None:
        """The answer to fill the form with."""
        return self.drawn.offer.response if self.is_used and self.drawn and self.drawn.offer else None


@require_safe
def similar(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """The party's other assessments whose answers could be used here, the nearest first."""
    covering = covering_or_404(request, reference, number, pk)
    if not covering.assessment.is_open or why_not(request, covering) or on_an_older_text(covering):
        return redirect(at(covering, "legal_record"))
    context = {
        **around(covering),
        "covering": covering,
        "similar": similar_to(capacity_of(request), covering),
        "draw_on_url": at(covering, "legal_draw_on"),
        "stop_url": at(covering, "legal_stop_drawing"),
        "next_url": at(covering, "legal_next"),
    }
    return render(request, "protocols/legal/similar.html", context)


@require_POST
def draw_on(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """Offer the answers of the one chosen, step by step."""
    covering, chosen = covering_or_404(request, reference, number, pk), whole(request.POST.get("source", ""))
    source = candidate(capacity_of(request), covering, chosen) if chosen is not None else None
    if source is None:
        raise Http404
    try:
        assessing.draw_on(by=capacity_of(request), covering=covering, source=source)
    except (LegalBasisError, Refused) as refused:
        messages.error(request, str(refused))
        return redirect(at(covering, "legal_record"))
    messages.success(
        request, f"{name_of(source)} is shown at each question that it answered. Nothing has been answered for you."
    )
    return redirect(at(covering, "legal_next"))


@require_POST
def stop_drawing(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """Offer them no more; what was confirmed stays."""
    covering = covering_or_404(request, reference, number, pk)
    try:
        assessing.stop_drawing(by=capacity_of(request), covering=covering)
    except (LegalBasisError, Refused) as refused:
        messages.error(request, str(refused))
        return redirect(at(covering, "legal_record"))
    messages.success(request, "Earlier answers are shown no more. Those you confirmed stay.")
    return redirect(at(covering, "legal_next"))
