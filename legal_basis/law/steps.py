"""The shapes of a checklist: stages, steps, answers, and the conditions that show or hide an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from legal_basis.law.entries import DataKind, Gateway, Theme


@dataclass(frozen=True)
class Check:
    """One test inside a condition.

    ``subject`` is fact, flag, answered, bars or chosen; ``name`` says which; ``op`` is is, in, has
    (a list holds any of the values), lacks (none of them) or only (nothing but them).
    """

    subject: str
    name: str
    op: str
    values: tuple[object, ...]


@dataclass(frozen=True)
class Condition:
    """When an answer is shown or hidden: every check must hold. ``because`` is what a person reads."""

    because: str
    checks: tuple[Check, ...]


@dataclass(frozen=True)
class Choice:
    """A tick box under an answer (an Article 8 aim, an Article 9 condition, a kind of data).

    With ``locked_by`` naming a flag, the facts tick it and it cannot be unticked.
    """

    key: str
    wording: str
    sets: tuple[str, ...] = ()
    locked_by: str = ""
    excludes_others: bool = False


@dataclass(frozen=True)
class Limit:
    """Words that an outcome obliges the agreement to carry, with the law they come from."""

    text: str
    cite: str
    gateway: str = ""


@dataclass(frozen=True)
class LawCited:
    """A provision that a step rests on, with the library entry that describes it, if there is one."""

    cite: str
    gateway: str = ""


@dataclass(frozen=True)
class Answer:
    """One way to answer a step, and where it leads.

    ``effect`` is what it does in law, ``consequence`` the line under the radio button,
    ``ask_gateways`` the kinds of which at least one must be named, ``ask_ways`` asks for the
    exception to each bar met. An answer that ends in STOP or REDESIGN says in ``could_change`` what
    would alter it, and in ``instead`` what else can be done.
    """

    key: str
    wording: str
    goto: str
    effect: str
    consequence: str
    sets: tuple[str, ...] = ()
    settled: str = ""
    ask_gateways: tuple[str, ...] = ()
    ask_ways: bool = False
    choices: tuple[Choice, ...] = ()
    reason_min: int | None = None
    reason_prompt: str = ""
    shown_if: tuple[Condition, ...] = ()
    hidden_if: tuple[Condition, ...] = ()
    could_change: str = ""
    instead: tuple[str, ...] = ()
    laws: tuple[LawCited, ...] = ()
    limits: tuple[Limit, ...] = ()
    consent: bool = False


@dataclass(frozen=True)
class Step:
    """One question of a checklist, why it is asked, the law it rests on, and its answers.

    ``reason_min`` is the least number of characters of reason owed (0: optional); an answer may ask
    for more. ``automatic`` steps are taken without asking when the facts leave one answer only.
    """

    id: str
    stage: str
    question: str
    why: str
    answers: tuple[Answer, ...]
    help: str = ""
    kind: str = "single"
    law: tuple[LawCited, ...] = ()
    sources: tuple[str, ...] = ()
    gk: str = ""
    reason_min: int = 0
    reason_prompt: str = ""
    automatic: bool = False
    facts: tuple[str, ...] = ()

    def answer(self, key: str) -> Answer | None:
        """The answer with that key, or None."""
        return next((answer for answer in self.answers if answer.key == key), None)


@dataclass(frozen=True)
class Stage:
    """A group of steps. ``line`` places it on the four-stage line that every wizard page shows."""

    id: str
    title: str
    line: str


@dataclass(frozen=True)
class EndMeaning:
    """What reaching an end means, in words for its page."""

    code: str
    title: str
    meaning: str


@dataclass(frozen=True)
class Route:
    """The stages that must be walked before DONE, for walks that carry a flag ("" for any other).

    ``because`` says what the flag means, to go on from "Not needed:" where stages are passed over.
    """

    flag: str
    stages: tuple[str, ...]
    because: str = ""


@dataclass(frozen=True)
class Checklist:
    """A sequence of steps under the law of one time, with the library entries it may refer to.

    ``law_on`` is the day whose law it applies. ``can_support_approval`` is false for a checklist
    kept for learning: no assessment on it can ever stand behind an approval.
    """

    id: str
    version: str
    title: str
    status: str
    warning: str
    law_on: date
    in_force_from: date
    withdrawn_on: date | None
    can_support_approval: bool
    stages: tuple[Stage, ...]
    ends: tuple[EndMeaning, ...]
    routes: tuple[Route, ...]
    steps: tuple[Step, ...]
    gateways: Mapping[str, Gateway] = field(repr=False)
    data_kinds: Mapping[str, DataKind] = field(repr=False)
    themes: Mapping[str, Theme] = field(repr=False)

    @property
    def first(self) -> Step:
        """Where every walk begins."""
        return self.steps[0]

    @cached_property
    def by_id(self) -> Mapping[str, Step]:
        """Its steps by id."""
        return {step.id: step for step in self.steps}

    def stage(self, stage_id: str) -> Stage:
        """The stage with that id; KeyError when there is none."""
        return {stage.id: stage for stage in self.stages}[stage_id]

    def end(self, code: str) -> EndMeaning:
        """What an end means on this checklist; KeyError when it has no such end."""
        return {end.code: end for end in self.ends}[code]
