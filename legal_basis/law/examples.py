"""Worked examples: a case, the answers given in it, and the step that decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class ExampleAnswer:
    """One answer as the people of the example give it."""

    step: str
    answer: str
    reason: str = ""
    gateways: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Example:
    """A case walked to its end.

    ``asked`` tells the case and ``decides`` what settles it, both in plain English. ``end`` is where the walk has to
    end and ``step`` the step that decides: where it stops, or for a good end the step without which it would not get
    there. ``traps`` are the known mistakes that it guards against.
    """

    id: str
    title: str
    checklist: str
    asked: str
    decides: str
    end: str
    step: str
    sources: tuple[str, ...]
    traps: tuple[str, ...]
    facts: Mapping[str, object]
    answers: tuple[ExampleAnswer, ...]
