"""Which answers a change in the law touches, why, and what to do: plain reasoning over what an assessment rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from legal_basis.engine.bars import raised_bars
from legal_basis.engine.openness import fits_theme, why_closed
from legal_basis.law import Answer, Checklist, Gateway, LawLibrary
from legal_basis.law.changes import LawChange


class Stage(Enum):
    """How far what rests on the answers has come."""

    OPEN = "open"
    CONCLUDED = "concluded"
    AGREED = "agreed"


@dataclass(frozen=True)
class ReliedStep:
    """One answer: its step's token, the day it was given, and the gateways and bars that it names."""

    token: str
    on: date | None
    gateways: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The step of the checklist, without the count of a second visit."""
        return self.token.split("-")[0]


@dataclass(frozen=True)
class Relied:
    """What one assessment rests on, as far as a change in the law can touch it."""

    checklist: str
    version: str
    facts: Mapping[str, object]
    steps: tuple[ReliedStep, ...]
    stage: Stage

    def before(self, day: date) -> bool:
        """Whether anything in it was answered before a day."""
        return any(step.on is not None and step.on < day for step in self.steps)


@dataclass(frozen=True)
class Touch:
    """One change that touches an assessment. ``must_act`` is false where nothing has to be done at once."""

    change: LawChange
    steps: tuple[str, ...]
    why: str
    todo: str
    must_act: bool


def touches(law: LawLibrary, changes: Iterable[LawChange], relied: Relied, *, today: date) -> tuple[Touch, ...]:
    """Every change that touches an assessment, by its day; what never touched it is left out."""
    checklist = law.checklists.get(relied.checklist)
    if checklist is None:
        return ()
    found = (touch for change in changes for touch in _touch(law, checklist, change, relied, today))
    return tuple(sorted(found, key=lambda touch: (touch.change.on, touch.change.id)))


def _touch(law: LawLibrary, checklist: Checklist, change: LawChange, relied: Relied, today: date) -> Iterator[Touch]:
    if change.what == "checklist_revised":
        yield from _revised(change, relied)
    for name in change.gateways:
        gateway = law.gateways[name]
        named = tuple(step for step in relied.steps if name in step.gateways)
        if change.ends_a_provision:
            if named:
                yield _ended(law, checklist, change, gateway, named, relied, today)
        elif named:
            yield Touch(
                change, _tokens(named),
                f"{gateway.cite}, named at step {_listed(named)}, {_begins(change, today)}.",
                "Nothing has to be done: it can stand as a power of its own from that day.", must_act=False,
            )  # fmt: skip
        elif relied.before(change.on):
            yield from _begun(checklist, change, gateway, relied, today)


def _ended(
    law: LawLibrary, checklist: Checklist, change: LawChange, gateway: Gateway, named: tuple[ReliedStep, ...],
    relied: Relied, today: date,
) -> Touch:  # fmt: skip
    """A provision relied on is withdrawn: what stands in its place, and by which way to name it."""
    verb = "was withdrawn" if change.on <= today else "will be withdrawn"
    why = f"{gateway.cite}, named at step {_listed(named)}, {verb} on {_day(change.on)}."
    others = {name for step in named for name in step.gateways} - set(change.gateways)
    standing = [law.gateways[name] for name in sorted(others) if law.gateways[name].status == "in force"]
    if standing and all(_stands_without(law, change, step) for step in named):
        act = f"Take it out at step {_listed(named)}: {standing[0].cite} is named there too, and still stands."
    else:
        act = f"Answer step {_listed(named)} again{_instead(law, checklist, change, relied)}."
    return Touch(change, _tokens(named), why, _by_stage(act, relied.stage), must_act=True)


def _stands_without(law: LawLibrary, change: LawChange, step: ReliedStep) -> bool:
    left = [law.gateways[name] for name in step.gateways if name not in change.gateways]
    return any(gateway.is_power and gateway.status == "in force" for gateway in left)


def _instead(law: LawLibrary, checklist: Checklist, change: LawChange, relied: Relied) -> str:
    if not change.replaced_by:
        return " and name another power, or stop"
    heir = law.gateways[change.replaced_by]
    closed = why_closed(checklist, relied.facts, heir)
    if not closed:
        return f" and name {heir.cite}, which has taken its place"
    return f" and name another power: {heir.cite} has taken its place, but is not open here. {closed.rstrip('.')}"


def _begun(checklist: Checklist, change: LawChange, gateway: Gateway, relied: Relied, today: date) -> Iterator[Touch]:
    """A provision begins that these answers do not name: a bar that the data raises, or a power that may now serve."""
    begins = f"{gateway.cite} {_begins(change, today)}"
    if gateway.is_bar:
        steps = _asking(checklist, relied, lambda answer: answer.ask_ways)
        if gateway in raised_bars(checklist, relied.facts):
            act = f"Answer step {', '.join(steps) or 'on bars'} again: the bar covers a kind of data in these flows."
            yield Touch(change, steps, f"{begins}.", _by_stage(act, relied.stage), must_act=True)
        return
    theme = str(relied.facts.get("theme") or "")
    fits = fits_theme(checklist, gateway, theme) and not why_closed(checklist, relied.facts, gateway)
    if gateway.is_power and gateway.status == "in force" and fits:
        steps = _asking(checklist, relied, lambda answer: gateway.power_kind in answer.ask_gateways)
        duty = " It is a duty: consider whether it obliges this sharing." if gateway.kind == "duty" else ""
        yield Touch(
            change, steps, f"{begins}, and fits the facts of these answers.",
            f"Nothing that was concluded falls. When the answers are next opened, it can be named.{duty}",
            must_act=False,
        )  # fmt: skip


def _asking(checklist: Checklist, relied: Relied, wanted: Callable[[Answer], bool]) -> tuple[str, ...]:
    """The steps already answered that ask for powers of a kind, or for ways through a bar."""
    ids = {step.id for step in checklist.steps if any(wanted(answer) for answer in step.answers)}
    return tuple(step.token for step in relied.steps if step.id in ids)


def _revised(change: LawChange, relied: Relied) -> Iterator[Touch]:
    """A checklist has a new version: the steps answered on the old text that read otherwise now."""
    if change.checklist != relied.checklist or relied.version >= change.version:
        return
    met = tuple(step for step in relied.steps if step.id in change.steps)
    if met:
        todo = {
            Stage.OPEN: f"Answer step {_listed(met)} again on the new text: your words are kept beside it.",
            Stage.CONCLUDED: "The record keeps the text that it was answered on. "
            f"Open the checklist again to answer step {_listed(met)} on the new text.",
            Stage.AGREED: "The record keeps the text that it was answered on. "
            f"Read step {_listed(met)} again at the next review.",
        }  # fmt: skip
        why = f"Step {_listed(met)} reads otherwise in version {change.version} of the checklist."
        yield Touch(change, _tokens(met), why, todo[relied.stage], must_act=relied.stage is not Stage.AGREED)


def _by_stage(act: str, stage: Stage) -> str:
    if stage is Stage.AGREED:
        return f"Begin a new version of the protocol. {act} The signed agreement keeps the words it was made on."
    return act if stage is Stage.OPEN else f"Open the checklist again. {act}"


def _begins(change: LawChange, today: date) -> str:
    return f"{'came' if change.on <= today else 'comes'} into force on {_day(change.on)}"


def _tokens(steps: Iterable[ReliedStep]) -> tuple[str, ...]:
    return tuple(step.token for step in steps)


def _listed(steps: Iterable[ReliedStep]) -> str:
    return ", ".join(step.token for step in steps)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
