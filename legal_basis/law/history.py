"""What became of each step of a checklist that is history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class StepToday:
    """Where a step of the historic checklist is asked today, and what has changed since, in one sentence."""

    id: str
    today: tuple[str, ...]
    change: str


@dataclass(frozen=True)
class Earlier:
    """The historic checklist beside the one in force; ``reconstructed`` says what of it is not the source's own."""

    checklist: str
    current: str
    reconstructed: str
    steps: Mapping[str, StepToday]
