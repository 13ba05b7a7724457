"""Turn a checklist file into a Checklist: stages, ends, routes, steps, answers and conditions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from legal_basis.law import (
    ENDS,
    FACTS,
    GATEWAY_KINDS,
    Answer,
    Check,
    Checklist,
    Choice,
    Condition,
    DataKind,
    EndMeaning,
    Gateway,
    LawCited,
    Limit,
    Route,
    Stage,
    Step,
    Theme,
)
from legal_basis.loader.reading import ContentFile, Entry, entries

LINES = ("prepare", "power", "human_rights", "confidence", "data_protection", "decide")
_HEAD = [
    "id",
    "version",
    "title",
    "status",
    "warning",
    "law_on",
    "in_force_from",
    "withdrawn_on",
    "can_support_approval",
    "stages",
    "ends",
    "routes",
    "steps",
]


def read_checklist(
    file: ContentFile,
    *,
    gateways: Mapping[str, Gateway],
    data_kinds: Mapping[str, DataKind],
    themes: Mapping[str, Theme],
) -> Checklist:
    """One checklist, with the parts of the library that walking it needs."""
    head = Entry(file, "", file.data).only(required=_HEAD)
    law_on, in_force_from = head.day("law_on"), head.day("in_force_from")
    if law_on is None or in_force_from is None:
        raise head.error("law_on and in_force_from have to be dates")
    return Checklist(
        id=head.text("id"),
        version=head.text("version"),
        title=head.text("title"),
        status=head.among("status", ("current", "historic")),
        warning=head.text("warning"),
        law_on=law_on,
        in_force_from=in_force_from,
        withdrawn_on=head.day("withdrawn_on"),
        can_support_approval=head.flag("can_support_approval"),
        stages=tuple(_stage(entry) for entry in entries(file, "stages")),
        ends=tuple(_end(entry) for entry in entries(file, "ends", "code")),
        routes=tuple(_route(entry) for entry in head.each("routes", "flag")),
        steps=tuple(_step(entry) for entry in entries(file, "steps")),
        gateways=gateways,
        data_kinds=data_kinds,
        themes=themes,
    )


def _stage(entry: Entry) -> Stage:
    entry.only(required=("id", "title", "line"))
    return Stage(entry.text("id"), entry.text("title"), entry.among("line", LINES))


def _end(entry: Entry) -> EndMeaning:
    entry.only(required=("code", "title", "meaning"))
    return EndMeaning(entry.among("code", ENDS), entry.text("title"), entry.text("meaning"))


def _route(entry: Entry) -> Route:
    entry.only(required=("flag", "stages"), optional=("because",))
    return Route(entry.text("flag"), entry.words("stages"), entry.text("because"))


def _step(entry: Entry) -> Step:
    entry.only(
        required=("id", "stage", "question", "why", "law", "answers"),
        optional=["help", "kind", "sources", "gk", "reason_min", "reason_prompt", "automatic", "facts"],
    )
    return Step(
        id=entry.text("id"),
        stage=entry.text("stage"),
        question=entry.text("question"),
        why=entry.text("why"),
        help=entry.text("help"),
        kind=entry.among("kind", ("single", "multi"), "single"),
        law=_cited(entry, "law"),
        sources=entry.words("sources"),
        gk=entry.text("gk"),
        reason_min=entry.number("reason_min"),
        reason_prompt=entry.text("reason_prompt"),
        automatic=entry.flag("automatic"),
        facts=entry.all_among("facts", FACTS),
        answers=tuple(_answer(answer) for answer in entry.each("answers", "key")),
    )


def _answer(entry: Entry) -> Answer:
    entry.only(
        required=("key", "wording", "goto", "effect", "consequence"),
        optional=[
            "sets",
            "settled",
            "ask_gateways",
            "ask_ways",
            "choices",
            "reason_min",
            "reason_prompt",
            "shown_if",
            "hidden_if",
            "could_change",
            "instead",
            "laws",
            "limits",
            "consent",
        ],
    )
    return Answer(
        key=entry.text("key"),
        wording=entry.text("wording"),
        goto=entry.text("goto"),
        effect=entry.text("effect"),
        consequence=entry.text("consequence"),
        sets=entry.words("sets"),
        settled=entry.text("settled"),
        ask_gateways=entry.all_among("ask_gateways", GATEWAY_KINDS),
        ask_ways=entry.flag("ask_ways"),
        choices=tuple(_choice(choice) for choice in entry.each("choices", "key")),
        reason_min=entry.number("reason_min") if "reason_min" in entry.data else None,
        reason_prompt=entry.text("reason_prompt"),
        shown_if=_conditions(entry, "shown_if"),
        hidden_if=_conditions(entry, "hidden_if"),
        could_change=entry.text("could_change"),
        instead=entry.words("instead"),
        laws=_cited(entry, "laws"),
        limits=tuple(_limit(limit) for limit in entry.each("limits", "cite")),
        consent=entry.flag("consent"),
    )


def _choice(entry: Entry) -> Choice:
    entry.only(required=("key", "wording"), optional=("sets", "locked_by", "excludes_others"))
    return Choice(
        key=entry.text("key"),
        wording=entry.text("wording"),
        sets=entry.words("sets"),
        locked_by=entry.text("locked_by"),
        excludes_others=entry.flag("excludes_others"),
    )


def _limit(entry: Entry) -> Limit:
    entry.only(required=("text", "cite"), optional=("gateway",))
    return Limit(entry.text("text"), entry.text("cite"), entry.text("gateway"))


def _cited(entry: Entry, key: str) -> tuple[LawCited, ...]:
    found = []
    for item in entry.each(key, "cite"):
        item.only(required=("cite",), optional=("gateway",))
        found.append(LawCited(item.text("cite"), item.text("gateway")))
    return tuple(found)


def _conditions(entry: Entry, key: str) -> tuple[Condition, ...]:
    found = []
    for item in entry.each(key, "because"):
        because = item.only(required=("because",), optional=(*_SUBJECTS, *_OPS, "all")).text("because")
        parts = item.each("all", "fact") if "all" in item.data else [item]
        found.append(Condition(because, tuple(_check(part) for part in parts)))
    return tuple(found)


_SUBJECTS = ("fact", "flag", "answered", "bars", "chosen")
_OPS = ("is", "in", "has", "lacks", "only", "as")


def _check(entry: Entry) -> Check:
    subjects = [key for key in _SUBJECTS if key in entry.data]
    if len(subjects) != 1:
        raise entry.error(f"a condition tests exactly one of {', '.join(_SUBJECTS)}")
    subject = subjects[0]
    name = entry.text(subject)
    if subject == "fact" and name not in FACTS:
        raise entry.error(f"the fact {name!r} is not known")
    if subject == "bars" and name not in ("raised", "blocked"):
        raise entry.error("bars can be raised or blocked")
    if subject in ("flag", "bars", "chosen"):
        return Check(subject, name, "is", (True,))
    ops = [key for key in _OPS if key in entry.data]
    if len(ops) != 1:
        raise entry.error(f"a condition on {name} needs exactly one of {', '.join(_OPS)}")
    value: Any = entry.data[ops[0]]
    values = tuple(value) if isinstance(value, list) else (value,)
    return Check(subject, name, "in" if ops[0] == "as" else ops[0], values)
