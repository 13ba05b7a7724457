"""Rules that tie the content files together: every name resolves, every step can be reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from legal_basis.errors import ContentError
from legal_basis.law import POWER_KINDS, Answer, Check, Checklist, Gateway, LawLibrary, Step

GATEWAYS, KINDS, THEMES = "gateways.yaml", "data_kinds.yaml", "themes.yaml"


def check_library(library: LawLibrary) -> None:
    """Raise ContentError for the first rule that the library breaks."""
    for gateway in library.gateways.values():
        _check_gateway(gateway, library)
        _check_dates(gateway, library)
        _check_bar(gateway, library)
    for kind in library.data_kinds.values():
        for bar in kind.bars:
            if bar not in library.gateways or kind.id not in library.gateways[bar].data_kinds:
                raise ContentError(KINDS, kind.id, f"the bar {bar} does not name this kind in gateways.yaml")
    for theme in library.themes.values():
        names = [*theme.bars, *theme.conditions, *(name for flow in theme.flows for name in flow.gateways)]
        _resolve(names, library.gateways, THEMES, theme.id, "gateway")
        _resolve(theme.gateway_themes, library.theme_labels, THEMES, theme.id, "gateway theme")
    if not library.checklists:
        raise ContentError("checklist_*.yaml", "", "no checklist was found")
    for checklist in library.checklists.values():
        check_checklist(checklist, library)


def _check_gateway(gateway: Gateway, library: LawLibrary) -> None:
    _resolve(gateway.sources, library.sources, GATEWAYS, gateway.id, "source")
    _resolve(gateway.not_kinds, library.data_kinds, GATEWAYS, gateway.id, "data kind")
    _resolve(gateway.data_kinds, library.data_kinds, GATEWAYS, gateway.id, "data kind")
    if gateway.themes != ("all",):
        _resolve(gateway.themes, library.theme_labels, GATEWAYS, gateway.id, "theme")
    if not gateway.sources and not gateway.gk:
        raise ContentError(GATEWAYS, gateway.id, "needs a source, or gk saying what counsel has to confirm")


def _check_dates(gateway: Gateway, library: LawLibrary) -> None:
    start, finish = gateway.in_force_from, gateway.withdrawn_on
    if start and finish and finish <= start:
        raise ContentError(GATEWAYS, gateway.id, "withdrawn_on has to be later than in_force_from")
    if gateway.status == "in force" and finish and finish <= library.as_of:
        raise ContentError(GATEWAYS, gateway.id, f"cannot be in force: it was withdrawn on {finish}")
    if gateway.status == "pending" and start and start <= library.as_of:
        raise ContentError(GATEWAYS, gateway.id, f"cannot be pending: it came into force on {start}")
    for name, day in (("in_force_from", start), ("withdrawn_on", finish), ("reviewed_on", gateway.reviewed_on)):
        if day and day.year < gateway.enacted:
            raise ContentError(GATEWAYS, gateway.id, f"{name} cannot be before it was enacted, in {gateway.enacted}")
    if gateway.replaced_by:
        _resolve([gateway.replaced_by], library.gateways, GATEWAYS, gateway.id, "gateway")
        if gateway.status == "in force":
            raise ContentError(GATEWAYS, gateway.id, "cannot be both replaced and in force")


def _check_bar(gateway: Gateway, library: LawLibrary) -> None:
    if not gateway.is_bar and (gateway.data_kinds or gateway.ways_through or gateway.identifiable_only):
        raise ContentError(GATEWAYS, gateway.id, "only a bar has data_kinds, identifiable_only and ways_through")
    for kind in gateway.data_kinds:
        if gateway.id not in library.data_kinds[kind].bars:
            raise ContentError(GATEWAYS, gateway.id, f"data_kinds.yaml does not list this bar under {kind}")
    keys = [way.key or way.gateway for way in gateway.ways_through]
    if len(set(keys)) != len(keys):
        raise ContentError(GATEWAYS, gateway.id, "two ways through have the same key")
    for way in gateway.ways_through:
        _resolve(way.themes, library.themes, GATEWAYS, gateway.id, "theme")
        if way.gateway:
            _resolve([way.gateway], library.gateways, GATEWAYS, gateway.id, "gateway")
            if library.gateways[way.gateway].kind not in POWER_KINDS:
                raise ContentError(GATEWAYS, gateway.id, f"{way.gateway} is no power, so it cannot be a way through")


def check_checklist(checklist: Checklist, library: LawLibrary) -> None:
    """The rules for one checklist: names, words, order, reach."""
    file = _file_of(checklist)
    if checklist.withdrawn_on and checklist.withdrawn_on <= checklist.in_force_from:
        raise ContentError(file, checklist.id, "withdrawn_on has to be later than in_force_from")
    if checklist.withdrawn_on and checklist.can_support_approval:
        raise ContentError(file, checklist.id, "a withdrawn checklist cannot support an approval")
    if checklist.can_support_approval and checklist.status != "current":
        raise ContentError(file, checklist.id, "only a current checklist can support an approval")
    stages = {stage.id for stage in checklist.stages}
    for route in checklist.routes:
        _resolve(route.stages, dict.fromkeys(stages), file, f"route {route.flag or 'otherwise'}", "stage")
    for step in checklist.steps:
        _check_step(checklist, step, library)
    _check_flags(checklist, file)
    _check_reach(checklist, file)


def _check_step(checklist: Checklist, step: Step, library: LawLibrary) -> None:
    file = _file_of(checklist)
    _resolve([step.stage], {stage.id: None for stage in checklist.stages}, file, step.id, "stage")
    _resolve(step.sources, library.sources, file, step.id, "source")
    _resolve([law.gateway for law in step.law if law.gateway], library.gateways, file, step.id, "gateway")
    if not step.sources and not step.gk:
        raise ContentError(file, step.id, "needs a source, or gk saying what counsel has to confirm")
    if not step.answers:
        raise ContentError(file, step.id, "has no answers")
    keys = [answer.key for answer in step.answers]
    if len(set(keys)) != len(keys):
        raise ContentError(file, step.id, "two answers have the same key")
    for answer in step.answers:
        _check_answer(checklist, step, answer, library)
    _check_consent_last(file, step)


def _check_answer(checklist: Checklist, step: Step, answer: Answer, library: LawLibrary) -> None:
    file, where = _file_of(checklist), f"{step.id} {answer.key}"
    targets = {**checklist.by_id, **dict.fromkeys(end.code for end in checklist.ends)}
    _resolve([answer.goto], targets, file, where, "step or end")
    refers = [*(law.gateway for law in answer.laws), *(limit.gateway for limit in answer.limits)]
    _resolve([name for name in refers if name], library.gateways, file, where, "gateway")
    if answer.goto in ("STOP", "REDESIGN") and not (answer.could_change and answer.instead):
        raise ContentError(file, where, "says neither what could change it nor what to do instead")
    choice_keys = [choice.key for choice in answer.choices]
    if len(set(choice_keys)) != len(choice_keys):
        raise ContentError(file, where, "two choices have the same key")
    for check in _checks(answer):
        if check.subject == "answered":
            _resolve([check.name], checklist.by_id, file, where, "step")
            known = {other.key: None for other in checklist.by_id[check.name].answers}
            _resolve([str(value) for value in check.values], known, file, where, f"answer of {check.name}")


def _check_consent_last(file: str, step: Step) -> None:
    """Consent is shown after every other way forward (a public body can rarely offer a free choice)."""
    met = False
    for answer in step.answers:
        if met and not answer.consent and answer.goto not in ("STOP", "REDESIGN"):
            raise ContentError(
                file, f"{step.id} {answer.key}", "comes after consent, which has to be the last way forward"
            )
        met = met or answer.consent


def _check_flags(checklist: Checklist, file: str) -> None:
    from_kinds = {flag for kind in checklist.data_kinds.values() for flag in kind.flags}
    known = set(from_kinds)
    for step in checklist.steps:
        for answer in step.answers:
            known |= {*answer.sets, *(flag for choice in answer.choices for flag in choice.sets)}
    for step in checklist.steps:
        for answer in step.answers:
            wanted = {check.name for check in _checks(answer) if check.subject == "flag"}
            for flag in sorted((wanted | {choice.locked_by for choice in answer.choices if choice.locked_by}) - known):
                raise ContentError(file, f"{step.id} {answer.key}", f"nothing sets the flag {flag}")


def _check_reach(checklist: Checklist, file: str) -> None:
    """Every step and end can be reached from the first, and DONE can be reached from every step."""
    onward = {step.id: {answer.goto for answer in step.answers} for step in checklist.steps}
    reached = _closure({checklist.first.id}, onward)
    for step in checklist.steps:
        if step.id not in reached:
            raise ContentError(file, step.id, "no answer leads to this step")
        if "DONE" not in _closure({step.id}, onward):
            raise ContentError(file, step.id, "DONE cannot be reached from this step")
    for end in checklist.ends:
        if end.code not in reached:
            raise ContentError(file, end.code, "no answer leads to this end")


def _closure(start: set[str], onward: Mapping[str, set[str]]) -> set[str]:
    seen, waiting = set(start), list(start)
    while waiting:
        fresh = onward.get(waiting.pop(), set()) - seen
        seen |= fresh
        waiting.extend(fresh)
    return seen


def _checks(answer: Answer) -> Iterator[Check]:
    for condition in (*answer.shown_if, *answer.hidden_if):
        yield from condition.checks


def _resolve(names: Iterable[str], known: Mapping[str, object], file: str, where: str, what: str) -> None:
    for name in names:
        if name not in known:
            raise ContentError(file, where, f"names the {what} {name!r}, which does not exist")


def _file_of(checklist: Checklist) -> str:
    return f"checklist_{checklist.id.replace('-', '_')}.yaml"
