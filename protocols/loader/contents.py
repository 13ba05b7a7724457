"""The rules for a template's content as a row keeps it: the same as for the reviewed files, one sentence a fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from legal_basis.errors import ContentError
from legal_basis.loader.reading import ContentFile, Entry
from portal.richtext import plain
from protocols.loader.conditions import CONDITIONS
from protocols.loader.sections import SectionText, read_variable
from protocols.loader.templates import mandatory_left_out
from protocols.loader.wording import VARIABLE, fault_in

INHERITED = ("as is", "extend")
Content = Mapping[str, Any]


def may_of(inherits: str) -> tuple[str, ...]:
    """What a protocol may be let do to a clause that it takes in that way."""
    return {"as is": ("extend", "replace"), "extend": ("replace",)}.get(inherits, ())


def variables_of(body: str) -> tuple[str, ...]:
    """The keys that a text uses, each once, in order."""
    return tuple(dict.fromkeys(VARIABLE.findall(body)))


def faults_of_wording(body: str, keys: Sequence[str]) -> list[str]:
    """What is wrong with one text: an unknown variable, stray brackets, filler. `keys` are the known variables."""
    faults = [
        f"The wording uses [[{key}]], which no variable has as its key. Add the variable first, or take it out."
        for key in variables_of(body)
        if key not in keys
    ]
    found = (fault_in(line) for line in plain(body).splitlines())
    return [*faults, *(f"The wording {fault}." for fault in found if fault)]


def fault_of_variable(variable: Mapping[str, Any]) -> str:
    """What is wrong with one variable, as a sentence; nothing where it holds together."""
    label = f"“{variable['label']}”" if variable["label"] else f"[[{variable['key']}]]"
    try:
        read_variable(Entry(ContentFile("", {}), "", _as_written(variable)), variable["key"])
    except ContentError as error:
        return f"{label}: {error.problem}."
    return "" if variable["label"] else f"{label} has no name. Say what it is."


def faults_of_content(tier: str, content: Content, library: Mapping[str, SectionText]) -> list[str]:
    """Every fault of a whole template, in the order of its sections, then of its variables."""
    sections, variables = content["sections"], content["variables"]
    keys = [one["key"] for one in variables]
    faults = [] if sections else ["The template has no sections. Add at least one."]
    for section in sections:
        faults += [f"{section['title'] or section['id']}: {fault}" for fault in _section(section, keys, tier, library)]
    faults += [fault for one in variables if (fault := fault_of_variable(one))]
    used = {key for section in sections for key in variables_of(section["body"])}
    unused = [one["label"] or one["key"] for one in variables if one["key"] not in used]
    faults += [f"No wording uses the variable “{name}”. Use it, or delete it." for name in unused]
    left_out = mandatory_left_out(tier, [one["id"] for one in sections], library)
    names = ", ".join(f"{library[one].title} ({one})" for one in left_out)
    return [*faults, *([f"Sections that every {tier} template has are left out: {names}. Add them."] if names else [])]


def _section(section: Content, keys: Sequence[str], tier: str, library: Mapping[str, SectionText]) -> Iterator[str]:
    known = library.get(section["id"])
    condition, takes = section.get("condition", ""), section["inherits"] in INHERITED
    if not section["title"]:
        yield "The section has no title. Give it one."
    yield from faults_of_wording(section["body"], keys)
    if known is not None and not known.belongs_to(tier):
        yield f"This section of the library is not for {tier} protocols. Take it out."
    if condition and condition not in CONDITIONS:
        yield "The condition is not one that the portal knows. Choose another."
    if condition and section["mandatory"]:
        yield "A conditional section cannot be mandatory as well. Choose one."
    if condition and (section["schedule"] or takes):
        yield "A section with a table or inherited text is always there, and cannot be conditional."
    if condition and known is not None and tier in known.mandatory:
        yield "Every agreement needs this section, so it cannot be conditional."
    if set(section.get("may", ())) - set(may_of(section["inherits"])):
        yield "A protocol cannot be let add to or replace a clause that it does not take from the overarching one."
    if (section["mandatory"] or condition) and not plain(section["body"]) and not takes:
        yield "A mandatory or conditional section has to have wording. Write it."


def _as_written(variable: Mapping[str, Any]) -> dict[str, Any]:
    """A variable as a content file has it."""
    default: object = variable["default"]
    if variable["kind"] == "number" and str(default).isdigit():
        default = int(str(default))
    limits = variable.get("limits")
    bounds = {key: value for key, value in limits.items() if value is not None} if limits else None
    if bounds is not None:
        bounds["law"] = bounds["law"] or "the partnership's own rule"
    written = {"label": variable["label"], "type": variable["kind"], "help": variable["hint"], "limits": bounds}
    if default != "":
        written["default"] = default
    return {**written, "choices": list(variable["choices"]), "known": variable["known"]}
