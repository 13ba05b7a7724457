"""Say, in one sentence a person can act on, why a response cannot be taken as it stands."""

from __future__ import annotations

from dataclasses import dataclass

from legal_basis.engine.results import Option, Question, Response
from portal.personal_data import holds_nhs_number

REASON_LIMIT = 4000
"""The most characters that a reason may have."""


@dataclass(frozen=True)
class Refusal:
    """A sentence, and the field it belongs to: answer, reason, gateways or choices."""

    sentence: str
    field: str


def refusal(question: Question, response: Response) -> Refusal | None:
    """The first thing wrong with a response to a question, or None when it can be taken."""
    option = question.option(response.answer)
    if option is None:
        hidden = next((item for item in question.hidden if item.answer.key == response.answer), None)
        if hidden is not None:
            return Refusal(f"“{hidden.answer.wording}” is not open to you. {hidden.because}", "answer")
        return Refusal("Choose one of the answers shown.", "answer")
    return (
        _refuse_gateways(option, response)
        or _refuse_ways(question, option, response)
        or _refuse_choices(option, response)
        or _refuse_reason(option, response)
    )


def _refuse_gateways(option: Option, response: Response) -> Refusal | None:
    if not option.gateways and not option.needs_gateway:
        return None
    offered = {item.gateway.id: item for item in option.gateways}
    for name in response.gateways:
        if name not in offered:
            closed = next((item for item in option.closed if item.gateway.id == name), None)
            why = (
                f"{closed.gateway.cite} is not open to you. {closed.because}"
                if closed
                else "Choose from the list shown."
            )
            return Refusal(why, "gateways")
    if not option.needs_gateway:
        return None
    what = "statute that bars it" if "bar" in option.answer.ask_gateways else "power or duty you rely on"
    if not response.gateways:
        return Refusal(f"Name at least one {what}.", "gateways")
    if not any(offered[name].alone for name in response.gateways):
        cites = ", ".join(offered[name].gateway.cite for name in response.gateways)
        return Refusal(
            f"{cites} is not known to be in force, so it cannot be your only power. Name one that is.", "gateways"
        )
    return None


def _refuse_ways(question: Question, option: Option, response: Response) -> Refusal | None:
    if not option.answer.ask_ways:
        return None
    offered = {way.key: way for way in option.ways}
    chosen = [offered[key] for key in response.choices if key in offered]
    if len(chosen) != len(response.choices):
        return Refusal("Choose from the exceptions shown.", "choices")
    if not chosen:
        return Refusal("Name the exception that fits.", "choices")
    for bar in question.bars:
        if bar.id not in {way.bar.id for way in chosen}:
            return Refusal(f"Name the exception that fits under {bar.cite} as well.", "choices")
    return None


def _refuse_choices(option: Option, response: Response) -> Refusal | None:
    if not option.choices:
        return None
    offered = {item.choice.key: item for item in option.choices}
    if any(key not in offered for key in response.choices):
        return Refusal("Choose from the boxes shown.", "choices")
    ticked = [item for item in option.choices if item.locked or item.choice.key in response.choices]
    if not ticked:
        return Refusal("Tick at least one box.", "choices")
    alone = next((item for item in ticked if item.choice.excludes_others), None)
    if alone is not None and len(ticked) > 1:
        return Refusal(f"“{alone.choice.wording}” cannot go with other boxes. Untick it, or the others.", "choices")
    return None


def _refuse_reason(option: Option, response: Response) -> Refusal | None:
    length = len(" ".join(response.reason.split()))
    if length > REASON_LIMIT:
        return Refusal(f"Shorten your reason to {REASON_LIMIT} characters. It has {length}.", "reason")
    if holds_nhs_number(response.reason):
        return Refusal(
            "Take the NHS number out of your reason. This record describes data; it never holds it.", "reason"
        )
    if length >= option.reason_min:
        return None
    wanted = option.reason_prompt or "Your reason"
    if not length:
        return Refusal(
            f"Give your reason, in {option.reason_min} characters or more: {wanted[0].lower()}{wanted[1:]}.",
            "reason",
        )
    return Refusal(
        f"Say more: your reason has {length} characters and {option.reason_min} are needed. A tick is not enough here.",
        "reason",
    )
