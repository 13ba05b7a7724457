"""The shapes that reviewed law takes in memory: checklists, gateways, bars, themes, data kinds.

Plain, frozen and without behaviour beyond look-up. The files in ``content/`` fill them, through
``legal_basis.loader``; ``legal_basis.engine`` walks them. Nothing here is legal advice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

ENDS = ("STOP", "REDESIGN", "NOT_PERSONAL", "DONE")
"""Where a walk can end; anything else that an answer leads to is the id of a step."""

GATEWAY_KINDS = ("duty", "express power", "implied power", "general power", "condition", "bar")
POWER_KINDS = ("duty", "express power", "implied power", "general power")
"""The kinds that can be relied on as a power to share; conditions and bars cannot."""

STATUSES = ("in force", "pending", "historic")
BODY_CLASSES = ("council", "nhs", "police", "department", "private")
IDENTIFIABILITY = ("identifiable", "pseudonymised", "anonymous", "deceased")
REGIMES = ("general", "law_enforcement", "mixed")

FACTS: Mapping[str, str] = {
    "body_class": "Kind of organisation",
    "public_authority": "Public authority",
    "competent_authority": "Competent authority for law enforcement",
    "discloses": "Gives data",
    "receives": "Receives data",
    "theme": "Theme",
    "extent": "Country whose law applies",
    "identifiability": "Whether people can be identified",
    "kinds": "Kinds of data",
    "regime": "Data protection regime",
    "own_tasks": "Sharing serves the organisation's own public task",
    "processor_involved": "A processor is involved",
    "research": "Research or statistics",
    "transfer_outside_uk": "Data leaves the United Kingdom",
    "collected_on_consent": "First collected on consent",
}
"""Every fact that a condition may read, with the label that a page gives it."""

DATA_FLAGS = ("special_category", "criminal_offence", "children", "confidential", "patient_or_care", "deceased")
"""What a kind of data can be, in law. A walk starts with the flags of the kinds in its facts."""


@dataclass(frozen=True)
class Source:
    """Where a statement of law or practice was read."""

    key: str
    note: str
    address: str = ""


@dataclass(frozen=True)
class DataKind:
    """A kind of data that a flow can contain, and what the law makes of it.

    ``bars`` are ids of the gateways of kind *bar* that this kind raises.
    """

    id: str
    label: str
    hint: str = ""
    flags: tuple[str, ...] = ()
    bars: tuple[str, ...] = ()


@dataclass(frozen=True)
class WayThrough:
    """An exception to a bar: what allows the data out, for which purpose, under which conditions.

    ``gateway`` is the power that is the exception, where it is one; otherwise ``text`` describes
    the permission that the bar itself gives (official duty, a court's leave, consent). ``themes``
    limits it to the themes whose purposes it serves: empty means any theme.
    """

    key: str
    text: str
    purpose: str
    gateway: str = ""
    themes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gateway:
    """A power, duty, condition or bar: one entry in the library of law.

    ``for_bodies`` and ``to_bodies`` are body classes that may give and receive under it (empty: any
    body). ``identifiability`` lists the forms of data it can carry (empty: any). ``not_kinds`` are
    the data kinds it cannot carry when people can be identified. ``needs_agreement`` means that the
    provision itself asks for each person's agreement (Housing Act 1996 s.213B). ``relied_on_as`` is set
    where a duty to do a task is only an implied power to share for it. ``identifiable_not_from`` names
    body classes that cannot give identifiable data under it. ``data_kinds``, ``identifiable_only`` and
    ``ways_through`` belong to bars alone. ``gk`` names what counsel has
    still to confirm ("all", a part, or empty).
    """

    id: str
    cite: str
    kind: str
    status: str
    status_note: str
    who: str
    purpose: str
    themes: tuple[str, ...]
    limits: str = ""
    sources: tuple[str, ...] = ()
    gk: str = ""
    extent: tuple[str, ...] = ("england",)
    enacted: int = 0
    in_force_from: date | None = None
    withdrawn_on: date | None = None
    replaced_by: str = ""
    for_bodies: tuple[str, ...] = ()
    to_bodies: tuple[str, ...] = ()
    identifiability: tuple[str, ...] = ()
    not_kinds: tuple[str, ...] = ()
    identifiable_not_from: tuple[str, ...] = ()
    relied_on_as: str = ""
    needs_agreement: bool = False
    data_kinds: tuple[str, ...] = ()
    identifiable_only: bool = False
    ways_through: tuple[WayThrough, ...] = ()

    @property
    def is_bar(self) -> bool:
        """A statute that forbids or limits: met before any power is looked for."""
        return self.kind == "bar"

    @property
    def is_power(self) -> bool:
        """A duty or power that sharing can rest on."""
        return self.kind in POWER_KINDS

    @property
    def power_kind(self) -> str:
        """What it can be relied on as, when a step asks for a duty or power."""
        return self.relied_on_as or self.kind

    def stands_on(self, day: date) -> bool:
        """Whether it was law, or at least enacted, on a day: used to walk a historic checklist."""
        if self.withdrawn_on is not None and self.withdrawn_on <= day:
            return False
        if self.in_force_from is not None:
            return self.in_force_from <= day
        return self.enacted <= day.year


@dataclass(frozen=True)
class ThemeFlow:
    """A data flow that is typical of a theme, with the gateways it usually rests on."""

    name: str
    identifiability: tuple[str, ...]
    gateways: tuple[str, ...]


@dataclass(frozen=True)
class Theme:
    """A field in which partners share: its purpose, usual flows, bars, risks and review interval."""

    id: str
    title: str
    purpose: str
    partners: tuple[str, ...]
    flows: tuple[ThemeFlow, ...]
    bars: tuple[str, ...]
    lawful_basis: str
    risks: tuple[str, ...]
    review_months: int
    gateway_themes: tuple[str, ...]
    conditions: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()


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
    """The stages that must be walked before DONE, for walks that carry a flag ("" for any other)."""

    flag: str
    stages: tuple[str, ...]


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


@dataclass(frozen=True)
class LawLibrary:
    """All reviewed law, as loaded: the same for every request until the files change."""

    checklists: Mapping[str, Checklist]
    gateways: Mapping[str, Gateway]
    themes: Mapping[str, Theme]
    sources: Mapping[str, Source]
    data_kinds: Mapping[str, DataKind]
    theme_labels: Mapping[str, str]
    as_of: date
    version: str
