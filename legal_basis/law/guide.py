"""The words of the public guide, and the questions that it leaves people with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

COLLECTED = ("same", "other", "agreed", "new")
"""What the data was collected for: this use, another one, another one that people agreed to, or not collected yet."""

SITUATION_WORDS = (
    "identifiable",
    "pseudonymised",
    "anonymous",
    "deceased",
    "personal",
    "special_category",
    "criminal_offence",
    "children",
    "confidential",
    "patient_or_care",
    "council",
    "nhs",
    "police",
    "department",
    "private",
    "public",
    "research",
    "other",
    "agreed",
    "barred",
)
"""What a situation can be, for a question to depend on."""


@dataclass(frozen=True)
class GuideOption:
    """One way to answer a question of the guide's form."""

    key: str
    label: str
    hint: str = ""


@dataclass(frozen=True)
class GuideAsk:
    """One question of the guide's form; ``options`` is empty where the library itself gives them."""

    key: str
    label: str
    hint: str
    missing: str
    options: tuple[GuideOption, ...]


@dataclass(frozen=True)
class GuideQuestion:
    """A question that remains: why it matters, who answers it, and the checklist's steps that ask it.

    Shown when the situation has any of ``when`` (empty: always) and none of ``unless``.
    """

    id: str
    text: str
    why: str
    who: str
    steps: tuple[str, ...]
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    def arises(self, situation: frozenset[str]) -> bool:
        """Whether it is left over in a situation."""
        wanted = not self.when or bool(situation & set(self.when))
        return wanted and not situation & set(self.unless)


@dataclass(frozen=True)
class Guide:
    """All the guide's own wording."""

    wording: Mapping[str, str]
    asks: Mapping[str, GuideAsk]
    questions: tuple[GuideQuestion, ...]
    no_power: Mapping[str, str]
