"""The shapes that reviewed law takes in memory: checklists, gateways, bars, themes, data kinds, examples, the guide.

Plain, frozen and without behaviour beyond look-up. The files in ``content/`` fill them, through
``legal_basis.loader``; ``legal_basis.engine`` walks them. Nothing here is legal advice.
"""

from legal_basis.law.entries import DataKind, Gateway, Source, Theme, ThemeFlow, WayThrough
from legal_basis.law.examples import Example, ExampleAnswer
from legal_basis.law.guide import COLLECTED, SITUATION_WORDS, Guide, GuideAsk, GuideOption, GuideQuestion
from legal_basis.law.history import Earlier, StepToday
from legal_basis.law.library import LawLibrary
from legal_basis.law.steps import (
    Answer,
    Check,
    Checklist,
    Choice,
    Condition,
    EndMeaning,
    LawCited,
    Limit,
    Route,
    Stage,
    Step,
)
from legal_basis.law.words import (
    BODY_CLASSES,
    DATA_FLAGS,
    ENDS,
    FACTS,
    GATEWAY_KINDS,
    IDENTIFIABILITY,
    POWER_KINDS,
    REGIMES,
    STATUSES,
)

__all__ = [
    "BODY_CLASSES",
    "COLLECTED",
    "DATA_FLAGS",
    "ENDS",
    "FACTS",
    "GATEWAY_KINDS",
    "IDENTIFIABILITY",
    "POWER_KINDS",
    "REGIMES",
    "SITUATION_WORDS",
    "STATUSES",
    "Answer",
    "Check",
    "Checklist",
    "Choice",
    "Condition",
    "DataKind",
    "Earlier",
    "EndMeaning",
    "Example",
    "ExampleAnswer",
    "Gateway",
    "Guide",
    "GuideAsk",
    "GuideOption",
    "GuideQuestion",
    "LawCited",
    "LawLibrary",
    "Limit",
    "Route",
    "Source",
    "Stage",
    "Step",
    "StepToday",
    "Theme",
    "ThemeFlow",
    "WayThrough",
]
