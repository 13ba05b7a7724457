"""What goes into a walk and what comes out of it, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from legal_basis.law import Answer, Checklist, Choice, Gateway, LawCited, Limit, Step, WayThrough


@dataclass(frozen=True)
class Response:
    """One answer as given. ``step`` is a token: a step's id, or id-2 when the walk came back to it.

    ``gateways`` names the powers or bars relied on; ``choices`` the boxes ticked, or for a bar's
    exceptions the ways through, each as ``bar-id:way-key``.
    """

    step: str
    answer: str
    reason: str = ""
    gateways: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class OfferedGateway:
    """A gateway that can be named here. One that cannot stand ``alone`` is not yet in force."""

    gateway: Gateway
    fits_theme: bool
    alone: bool


@dataclass(frozen=True)
class ClosedGateway:
    """A gateway of the kind asked for that these facts close, and why."""

    gateway: Gateway
    because: str


@dataclass(frozen=True)
class OfferedWay:
    """An exception to a bar that could fit these facts; ``key`` is what a response's choices hold."""

    key: str
    bar: Gateway
    way: WayThrough


@dataclass(frozen=True)
class OfferedChoice:
    """A tick box; when ``locked`` the facts tick it."""

    choice: Choice
    locked: bool


@dataclass(frozen=True)
class Option:
    """An answer that is open, with what it asks for."""

    answer: Answer
    reason_min: int
    reason_prompt: str
    gateways: tuple[OfferedGateway, ...] = ()
    closed: tuple[ClosedGateway, ...] = ()
    needs_gateway: bool = False
    ways: tuple[OfferedWay, ...] = ()
    choices: tuple[OfferedChoice, ...] = ()

    @property
    def owes_nothing(self) -> bool:
        """Whether choosing it needs no further words, ticks or names."""
        unlocked = any(not offered.locked for offered in self.choices)
        return not (self.reason_min or self.needs_gateway or self.ways or unlocked)


@dataclass(frozen=True)
class Hidden:
    """An answer that is closed, and the fact or answer that closed it."""

    answer: Answer
    because: str


@dataclass(frozen=True)
class Question:
    """The step to answer now: options open, options hidden and why, and the bars that the facts raise."""

    step: Step
    token: str
    options: tuple[Option, ...]
    hidden: tuple[Hidden, ...]
    bars: tuple[Gateway, ...] = ()

    def option(self, key: str) -> Option | None:
        """The open option with that answer key, or None."""
        return next((option for option in self.options if option.answer.key == key), None)


@dataclass(frozen=True)
class Taken:
    """A step that was answered, by a person or (``automatic``) by the facts."""

    token: str
    step: Step
    answer: Answer
    response: Response | None
    automatic: bool
    question: Question
    gateways: tuple[Gateway, ...] = ()
    ways: tuple[OfferedWay, ...] = ()
    choices: tuple[Choice, ...] = ()

    @property
    def reason(self) -> str:
        """The reason on record: the person's own, or the fact that settled it."""
        if self.automatic:
            return self.answer.settled
        return self.response.reason if self.response else ""


@dataclass(frozen=True)
class End:
    """Where the walk ended, at which step, on which law, and what could change it."""

    code: str
    title: str
    meaning: str
    step: str
    token: str
    answer: Answer
    laws: tuple[LawCited, ...]
    reason: str


@dataclass(frozen=True)
class Walk:
    """A checklist walked with some facts and responses.

    ``path`` is what was taken, in order; exactly one of ``next`` and ``end`` is set. ``limits`` are
    words for the agreement. ``dropped`` lists tokens of responses that do not follow any more;
    ``refused`` says why, for those that could be judged.
    """

    checklist: Checklist
    path: tuple[Taken, ...]
    next: Question | None
    end: End | None
    flags: tuple[str, ...]
    limits: tuple[Limit, ...]
    gateways: tuple[Gateway, ...]
    laws: tuple[LawCited, ...]
    dropped: tuple[str, ...]
    refused: Mapping[str, str] = field(default_factory=dict)

    @property
    def can_support_approval(self) -> bool:
        """Whether an approval may rest on it: a good end, on a checklist of the law in force."""
        return (
            self.end is not None and self.end.code in ("DONE", "NOT_PERSONAL") and self.checklist.can_support_approval
        )

    def taken(self, token: str) -> Taken | None:
        """What was taken at a token, or None."""
        return next((item for item in self.path if item.token == token), None)

    def to_dict(self) -> dict[str, object]:
        """Plain data for JSON: the record of the walk, without who or when."""
        return {
            "checklist": {"id": self.checklist.id, "version": self.checklist.version, "title": self.checklist.title},
            "can_support_approval": self.can_support_approval,
            "steps": [_step_dict(item) for item in self.path],
            "next": None if self.next is None else _question_dict(self.next),
            "end": None if self.end is None else _end_dict(self.end),
            "flags": list(self.flags),
            "gateways": [{"id": gw.id, "cite": gw.cite, "kind": gw.kind} for gw in self.gateways],
            "limits": [{"text": limit.text, "cite": limit.cite, "gateway": limit.gateway} for limit in self.limits],
            "laws": [law.cite for law in self.laws],
            "dropped": list(self.dropped),
            "refused": dict(self.refused),
        }


def _step_dict(item: Taken) -> dict[str, object]:
    return {
        "id": item.token,
        "stage": item.step.stage,
        "question": item.step.question,
        "answer_key": item.answer.key,
        "answer": item.answer.wording,
        "effect": item.answer.effect,
        "reason": item.reason,
        "choices": [
            *(choice.wording for choice in item.choices),
            *(f"{way.bar.cite}: {way.way.text}" for way in item.ways),
        ],
        "gateways": [{"id": gw.id, "cite": gw.cite, "kind": gw.kind} for gw in item.gateways],
        "laws": [law.cite for law in (*item.step.law, *item.answer.laws)],
        "sources": list(item.step.sources),
        "gk": item.step.gk,
        "automatic": item.automatic,
    }


def _question_dict(question: Question) -> dict[str, object]:
    return {
        "id": question.token,
        "stage": question.step.stage,
        "question": question.step.question,
        "options": [
            {
                "key": option.answer.key,
                "wording": option.answer.wording,
                "consequence": option.answer.consequence,
                "reason_min": option.reason_min,
                "gateways": [offered.gateway.id for offered in option.gateways],
                "ways": [way.key for way in option.ways],
                "choices": [{"key": c.choice.key, "locked": c.locked} for c in option.choices],
            }
            for option in question.options
        ],
        "hidden": [{"key": hidden.answer.key, "because": hidden.because} for hidden in question.hidden],
        "bars": [bar.id for bar in question.bars],
    }


def _end_dict(end: End) -> dict[str, object]:
    return {
        "code": end.code,
        "title": end.title,
        "meaning": end.meaning,
        "step": end.step,
        "effect": end.answer.effect,
        "could_change": end.answer.could_change,
        "instead": list(end.answer.instead),
        "laws": [law.cite for law in end.laws],
        "reason": end.reason,
    }
