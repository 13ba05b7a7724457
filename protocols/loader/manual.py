"""The manual page of the templates, written from the content files so that it cannot fall behind them."""

from __future__ import annotations

from collections.abc import Iterator

from protocols.loader import TemplateLibrary
from protocols.loader.conditions import CONDITIONS
from protocols.loader.sections import SectionText, VariableSpec
from protocols.loader.templates import TemplateText

HEAD = """\
# Templates

This page is written by `manage.py document_templates` from the files in `protocols/content/`. Change those, not this.

A template is a list of sections from the section library. A thematic template adds the wording of its theme to the
library's. The wording is a starting point for the parties and their lawyers. It is not legal advice.
"""
INHERITS = {
    "none": "its own text",
    "subset": "its own list, chosen from the overarching one",
    "as is": "the overarching text as it is",
    "extend": "the overarching text, then its own",
}
MAY = {"extend": "add to it", "replace": "replace it with a reason"}
WHO_FILLS = "the portal"


def templates_manual(library: TemplateLibrary) -> str:
    """The whole page, as Markdown."""
    parts = [HEAD, *_summary(library), *_sections(library), *_variables(library), *_conditions()]
    for template in library.templates.values():
        parts.extend(_template(template))
    return "\n".join(parts).rstrip() + "\n"


def _summary(library: TemplateLibrary) -> Iterator[str]:
    yield "## The templates\n"
    yield from _table(
        ("Template", "Tier", "Version", "Published", "Sections", "Starter flows", "Words"),
        (
            (one.title, one.tier, one.version, one.published_on, len(one.sections), len(one.flows), f"{one.words:,}")
            for one in library.templates.values()
        ),
    )


def _sections(library: TemplateLibrary) -> Iterator[str]:
    yield "## The section library\n"
    yield "“Owed” says at which tier the section has to be filled before a protocol can be submitted."
    yield "“And may” says what a thematic protocol may do beyond that to the clause that it inherits."
    yield "No clause that states a duty of law or a core undertaking can be replaced.\n"
    yield from _table(
        (
            "Id",
            "Section",
            "Tier",
            "A thematic protocol has",
            "And may",
            "Owed",
            "Followed by",
            "To be confirmed by counsel",
        ),
        (_section_row(one) for one in library.sections.values()),
    )


def _section_row(one: SectionText) -> tuple[object, ...]:
    has = INHERITS[one.inherits] if one.tier != "overarching" else "it by reference"
    schedule = one.schedule.replace("_", " ")
    may = ", ".join(MAY[act] for act in one.may) or "-"
    return one.id, one.title, one.tier, has, may, ", ".join(one.mandatory) or "no", schedule or "-", one.gk or "-"


def _variables(library: TemplateLibrary) -> Iterator[str]:
    specs = {spec.key: spec for section in library.sections.values() for spec in section.variables}
    yield "## The variables\n"
    yield "Written `[[key]]` in the wording. The portal fills those it knows; a person fills the rest.\n"
    yield "A number with limits is refused outside them, and one given before they were set blocks submission.\n"
    head = ("Key", "What it is", "Type", "Filled by", "Limits")
    yield from _table(head, (_variable_row(one) for one in specs.values()))


def _variable_row(one: VariableSpec) -> tuple[object, ...]:
    filled = WHO_FILLS if one.known else "a person" + (f", beginning from “{one.default}”" if one.default else "")
    limits = f"{one.limits.span}: {one.limits.because} ({one.limits.law})" if one.limits else "-"
    return f"`{one.key}`", one.label, one.type, filled, limits


def _conditions() -> Iterator[str]:
    yield "## The conditions\n"
    yield "A section of a template can depend on one of these, looked at again on every visit.\n"
    yield from _table(("Id", "Needed only if"), ((one.id, one.holds) for one in CONDITIONS.values()))


def _template(template: TemplateText) -> Iterator[str]:
    yield f"## {template.title} (`{template.id}`)\n"
    yield f"{template.summary}\n"
    for name, ids in (
        ("Powers and duties named", template.laws.gateways),
        ("Conditions named", template.laws.conditions),
        ("Bars named", template.laws.bars),
        ("Named as not in force or not confirmed", template.laws.pending),
    ):
        if ids:
            yield f"- {name}: {', '.join(f'`{one}`' for one in ids)}"
    worded = [one for one in template.sections if one.added]
    if worded:
        yield f"- Sections with wording of the theme: {', '.join(one.id for one in worded)}"
    yield from (f"- {one.id} only if {CONDITIONS[one.condition].holds}" for one in template.sections if one.condition)
    yield "- To be confirmed by counsel:"
    yield from (f"  - {point}" for point in template.counsel)
    yield ""
    if template.flows:
        yield from _table(
            ("Starter flow", "Identifiability", "Kinds of data", "May fit"),
            ((one.title, one.identifiability, ", ".join(one.kinds), ", ".join(one.gateways)) for one in template.flows),
        )


def _table(head: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield _row(row)
    yield ""


def _row(cells: tuple[object, ...]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "/") for cell in cells) + " |"
