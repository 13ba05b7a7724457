"""The section library: the forty sections a template is composed from, each in a file of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from legal_basis.loader.reading import ContentFile, Entry
from protocols.loader.limits import Limits, read_limits
from protocols.loader.wording import Paragraph, read_paragraphs, variables_in

DAY = re.compile(
    r"([1-9]|[12]\d|3[01]) "
    r"(January|February|March|April|May|June|July|August|September|October|November|December) \d{4}"
)
TIERS = ("overarching", "thematic")
INHERITS = ("none", "subset", "as is", "extend")
MAY = ("extend", "replace")
SCHEDULES = ("control", "parties", "flows", "legal_record", "lawful_bases", "signatures")
VARIABLE_TYPES = ("text", "number", "date", "choice", "list", "party")
KNOWN_FACTS = (
    "reference",
    "version",
    "title",
    "purpose",
    "starts_on",
    "review_on",
    "takes_effect",
    "partnership_name",
    "partnership_area",
    "party_list",
    "officer_name",
    "theme_title",
    "parent_reference",
    "parent_title",
    "parent_version",
)


@dataclass(frozen=True)
class VariableSpec:
    """A value that wording asks for. `known` names the fact the portal fills it from, or is empty if a person does.

    `limits` are the bounds that the law sets to a number, where it sets any.
    """

    key: str
    label: str
    type: str
    help: str
    default: str = ""
    choices: tuple[str, ...] = ()
    known: str = ""
    limits: Limits | None = None


@dataclass(frozen=True)
class SectionText:
    """One section: why it exists, where it comes from, its wording at each tier and the variables that wording uses.

    `inherits` says how a thematic protocol takes the overarching text, and `may` what it may do to it beyond that:
    extend what it takes as it is, or replace it with a reason. `schedule` names the table that the portal puts after
    the wording; `gk` says which part rests on general knowledge that counsel has to confirm.
    """

    id: str
    title: str
    tier: str
    inherits: str
    origin: str
    why: str
    sources: tuple[str, ...]
    gk: str
    mandatory: tuple[str, ...]
    schedule: str
    variables: tuple[VariableSpec, ...]
    overarching: tuple[Paragraph, ...]
    thematic: tuple[Paragraph, ...]
    may: tuple[str, ...] = ()

    def belongs_to(self, tier: str) -> bool:
        """Whether protocols of the tier have this section."""
        return self.tier in (tier, "both")

    def wording(self, tier: str) -> tuple[Paragraph, ...]:
        """The library's own wording at a tier."""
        return self.overarching if tier == "overarching" else self.thematic

    def variables_for(self, paragraphs: tuple[Paragraph, ...], defaults: dict[str, str]) -> tuple[VariableSpec, ...]:
        """The specs of the variables that these paragraphs use, with a template's own defaults put in."""
        used = variables_in(paragraphs)
        return tuple(
            replace(spec, default=defaults.get(spec.key, spec.default)) for spec in self.variables if spec.key in used
        )


def read_section(file: ContentFile) -> SectionText:
    """One section from its file. Raises ContentError where the file breaks a rule."""
    entry = Entry(file, str(file.data.get("id", "")), file.data).only(
        required=("id", "title", "tier", "inherits", "origin", "why", "sources", "mandatory", "variables", "wording"),
        optional=("gk", "schedule", "may"),
    )
    wording = _nested(entry, "wording", TIERS)
    section = SectionText(
        id=entry.text("id"),
        title=entry.text("title"),
        tier=entry.among("tier", (*TIERS, "both")),
        inherits=entry.among("inherits", INHERITS),
        origin=entry.among("origin", ("seed", "added")),
        why=entry.text("why"),
        sources=entry.words("sources"),
        gk=entry.text("gk"),
        mandatory=tuple(tier for tier in TIERS if _nested(entry, "mandatory", TIERS).flag(tier)),
        schedule=entry.among("schedule", ("", *SCHEDULES)),
        variables=_variables(entry),
        overarching=read_paragraphs(wording, "overarching"),
        thematic=read_paragraphs(wording, "thematic"),
        may=read_may(entry, entry.text("inherits")),
    )
    _check(entry, section)
    return section


def read_may(entry: Entry, inherits: str) -> tuple[str, ...]:
    """What a thematic protocol may do to the clause. Raises ContentError where it could not, or does so anyway."""
    may = entry.words("may")
    if set(may) - set(MAY):
        raise entry.error(f"may is among: {', '.join(MAY)}")
    if may and inherits not in ("as is", "extend"):
        raise entry.error("may belongs to a section that inherits as it is, or extends")
    if "extend" in may and inherits == "extend":
        raise entry.error("the section extends already: may need not say so")
    return may


def _variables(entry: Entry) -> tuple[VariableSpec, ...]:
    values = entry.data["variables"]
    if not isinstance(values, dict):
        raise entry.error("variables has to be a mapping of keys to their specifications")
    return tuple(
        read_variable(Entry(entry.file, f"{entry.where} [[{key}]]", value), key) for key, value in values.items()
    )


def read_variable(entry: Entry, key: str) -> VariableSpec:
    """One variable's specification. Raises ContentError where it does not hold together."""
    entry.only(required=("label", "type", "help"), optional=("default", "choices", "known", "limits"))
    kind = entry.among("type", VARIABLE_TYPES)
    default = str(entry.number("default")) if kind == "number" and "default" in entry.data else entry.text("default")
    spec = VariableSpec(
        key=key,
        label=entry.text("label"),
        type=kind,
        help=entry.text("help"),
        default=default,
        choices=entry.words("choices"),
        known=entry.among("known", ("", *KNOWN_FACTS)),
        limits=read_limits(entry),
    )
    if (kind == "choice") != bool(spec.choices):
        raise entry.error("choices belong to a variable of type choice, and to no other")
    if spec.choices and spec.default and spec.default not in spec.choices:
        raise entry.error("the default is not one of the choices")
    if spec.type == "date" and spec.default and not DAY.fullmatch(spec.default):
        raise entry.error("the default is no date such as 3 March 2027")
    if spec.type == "party" and spec.default:
        raise entry.error("a party has no default: each protocol has its own parties")
    if spec.known and spec.default:
        raise entry.error("a known variable cannot have a default: the portal fills it")
    if spec.limits and (spec.type != "number" or spec.known):
        raise entry.error("limits belong to a number that a person gives, and to nothing else")
    if spec.limits and not spec.limits.allow(spec.default):
        raise entry.error("the default is outside the limits")
    return spec


def _nested(entry: Entry, key: str, required: tuple[str, ...]) -> Entry:
    value = entry.data[key]
    if not isinstance(value, dict):
        raise entry.error(f"{key} has to be a mapping")
    return Entry(entry.file, entry.where, value).only(required=required)


def _check(entry: Entry, section: SectionText) -> None:
    for tier in TIERS:
        if not section.belongs_to(tier) and (section.wording(tier) or tier in section.mandatory):
            raise entry.error(f"the section is not of the {tier} tier, but has wording or a mandatory mark there")
        inherited = tier == "thematic" and section.inherits in ("as is", "extend")
        if tier in section.mandatory and not section.wording(tier) and not inherited:
            raise entry.error(f"the section is mandatory at the {tier} tier, but has no wording there")
    declared = {spec.key for spec in section.variables}
    used = set(variables_in((*section.overarching, *section.thematic)))
    if used - declared:
        raise entry.error(f"the wording uses undeclared variables: {', '.join(sorted(used - declared))}")
    if declared - used:
        raise entry.error(f"no wording uses the variables: {', '.join(sorted(declared - used))}")
