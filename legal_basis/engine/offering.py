"""Put one step as a question: which answers are open on this ground, and what each asks for."""

from __future__ import annotations

from collections.abc import Mapping

from legal_basis.engine.bars import blocking_bars, live_bars, raised_bars, ways_through
from legal_basis.engine.conditions import Ground, why_hidden
from legal_basis.engine.openness import offered_gateways
from legal_basis.engine.results import (
    ClosedGateway,
    Hidden,
    OfferedChoice,
    OfferedGateway,
    OfferedWay,
    Option,
    Question,
)
from legal_basis.law import Answer, Checklist, Gateway, Step


def put(checklist: Checklist, step: Step, token: str, ground: Ground, locked_flags: frozenset[str]) -> Question:
    """The question that a step is at this point of a walk."""
    options: list[Option] = []
    hidden: list[Hidden] = []
    for answer in step.answers:
        because = why_hidden(answer, ground)
        if because:
            hidden.append(Hidden(answer, because))
        else:
            options.append(_option(checklist, step, answer, ground.facts, locked_flags))
    asks_bars = any(answer.ask_ways or "bar" in answer.ask_gateways for answer in step.answers)
    bars = raised_bars(checklist, ground.facts) if asks_bars else ()
    return Question(step, token, tuple(options), tuple(hidden), bars)


def bars_that_stop(checklist: Checklist, facts: Mapping[str, object]) -> tuple[Gateway, ...]:
    """The bars that a stop names: those no exception could lift, or else all that are raised."""
    return blocking_bars(checklist, facts) or raised_bars(checklist, facts)


def _option(
    checklist: Checklist, step: Step, answer: Answer, facts: Mapping[str, object], locked_flags: frozenset[str]
) -> Option:
    gateways, closed, needed = _gateways(checklist, answer, facts)
    return Option(
        answer=answer,
        reason_min=step.reason_min if answer.reason_min is None else answer.reason_min,
        reason_prompt=answer.reason_prompt or step.reason_prompt,
        gateways=gateways,
        closed=closed,
        needs_gateway=needed,
        ways=_ways(checklist, facts) if answer.ask_ways else (),
        choices=tuple(
            OfferedChoice(choice, bool(choice.locked_by) and choice.locked_by in locked_flags)
            for choice in answer.choices
        ),
    )


def _gateways(
    checklist: Checklist, answer: Answer, facts: Mapping[str, object]
) -> tuple[tuple[OfferedGateway, ...], tuple[ClosedGateway, ...], bool]:
    if not answer.ask_gateways:
        return (), (), False
    if "bar" in answer.ask_gateways:
        raised = raised_bars(checklist, facts)
        return tuple(OfferedGateway(bar, True, True) for bar in raised or live_bars(checklist)), (), not raised
    offered, closed = offered_gateways(checklist, facts, answer.ask_gateways)
    return offered, closed, True


def _ways(checklist: Checklist, facts: Mapping[str, object]) -> tuple[OfferedWay, ...]:
    bars = raised_bars(checklist, facts) or live_bars(checklist)
    return tuple(way for bar in bars for way in ways_through(checklist, facts, bar))
