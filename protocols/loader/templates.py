"""Templates: which sections a kind of protocol has, what its theme adds to each, and the flows it may begin with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from legal_basis.loader.reading import ContentFile, Entry
from protocols.loader.conditions import CONDITIONS
from protocols.loader.flows import StarterFlow, read_flow
from protocols.loader.sections import TIERS, SectionText, VariableSpec, read_may
from protocols.loader.wording import Paragraph, paragraphs_to_html, read_paragraphs, variables_in


@dataclass(frozen=True)
class TemplateSection:
    """A section as one template words it. For an inherited section this is only what the tier adds.

    `condition` is the id of the fact that it depends on, where it depends on one.
    """

    section: SectionText
    mandatory: bool
    inherits: str
    paragraphs: tuple[Paragraph, ...]
    added: tuple[Paragraph, ...]
    variables: tuple[VariableSpec, ...]
    may: tuple[str, ...] = ()
    condition: str = ""

    @property
    def id(self) -> str:
        """The section's id in the library."""
        return self.section.id

    @property
    def html(self) -> str:
        """The wording as numbered lists."""
        return paragraphs_to_html(self.paragraphs)

    @property
    def words(self) -> int:
        """How many words the wording has."""
        return sum(paragraph.words for paragraph in self.paragraphs)


@dataclass(frozen=True)
class Laws:
    """The ids of the provisions that a template's powers section names, by what they do there."""

    gateways: tuple[str, ...]
    conditions: tuple[str, ...]
    bars: tuple[str, ...]
    pending: tuple[str, ...]


@dataclass(frozen=True)
class TemplateText:
    """One template, whole: an overarching one, or one for a theme.

    `counsel` lists the points of law in its wording that counsel has to confirm.
    """

    id: str
    tier: str
    theme: str
    title: str
    version: int
    published_on: date
    summary: str
    laws: Laws
    counsel: tuple[str, ...]
    sections: tuple[TemplateSection, ...]
    flows: tuple[StarterFlow, ...]

    @property
    def variables(self) -> tuple[VariableSpec, ...]:
        """Every variable of the text, each once, in order of first use."""
        return tuple({spec.key: spec for section in self.sections for spec in section.variables}.values())

    @property
    def words(self) -> int:
        """How many words the whole text has."""
        return sum(section.words for section in self.sections)

    def section(self, section_id: str) -> TemplateSection:
        """The section with that id. Raises KeyError where the template has none."""
        return {section.id: section for section in self.sections}[section_id]


def read_template(file: ContentFile, library: Mapping[str, SectionText]) -> TemplateText:
    """One template from its file. Raises ContentError where the file breaks a rule."""
    entry = Entry(file, str(file.data.get("id", "")), file.data).only(
        required=("id", "tier", "title", "version", "published_on", "summary", "laws", "counsel", "sections", "flows"),
        optional=("theme", "defaults"),
    )
    published_on = entry.day("published_on")
    if published_on is None:
        raise entry.error("published_on is missing")
    template = TemplateText(
        id=entry.text("id"),
        tier=entry.among("tier", TIERS),
        theme=entry.text("theme"),
        title=entry.text("title"),
        version=entry.number("version"),
        published_on=published_on,
        summary=entry.text("summary"),
        laws=_laws(entry),
        counsel=entry.words("counsel"),
        sections=_sections(entry, library),
        flows=tuple(read_flow(one) for one in entry.each("flows", "title")),
    )
    _check(entry, template, library)
    return template


def _laws(entry: Entry) -> Laws:
    names = ("gateways", "conditions", "bars", "pending")
    laws = Entry(entry.file, f"{entry.where} laws", entry.data["laws"]).only(required=names)
    return Laws(*(laws.words(name) for name in names))


def _sections(entry: Entry, library: Mapping[str, SectionText]) -> tuple[TemplateSection, ...]:
    tier = entry.text("tier")
    defaults = {key: str(value) for key, value in (entry.data.get("defaults") or {}).items()}
    found = tuple(_section(one, tier, library, defaults) for one in entry.each("sections", "section"))
    ids = [one.id for one in found]
    if len(set(ids)) < len(ids):
        raise entry.error("a section is listed twice")
    used = [spec for one in found for spec in one.variables]
    outside = [spec.key for spec in used if spec.limits and not spec.limits.allow(spec.default)]
    if outside:
        raise entry.error(f"the default of {outside[0]} is outside its limits")
    unused = set(defaults) - {spec.key for spec in used}
    if unused:
        raise entry.error(f"defaults are given for variables that no section uses: {', '.join(sorted(unused))}")
    return found


def _section(entry: Entry, tier: str, library: Mapping[str, SectionText], defaults: dict[str, str]) -> TemplateSection:
    entry.only(required=("section",), optional=("mandatory", "condition", "wording", "add", "may"))
    section = library[entry.among("section", library)]
    if not section.belongs_to(tier):
        raise entry.error(f"{section.id} is not a section of the {tier} tier")
    replacing, added = read_paragraphs(entry, "wording"), read_paragraphs(entry, "add")
    paragraphs = (replacing or section.wording(tier)) + added
    undeclared = set(variables_in(paragraphs)) - {spec.key for spec in section.variables}
    if undeclared:
        raise entry.error(f"{', '.join(sorted(undeclared))} is not declared in {section.id}.yaml; declare it there")
    inherits = section.inherits if tier == "thematic" else "none"
    mandatory = entry.flag("mandatory", tier in section.mandatory)
    if mandatory and not paragraphs and inherits not in ("as is", "extend"):
        raise entry.error("a mandatory section has no wording")
    may = read_may(entry, inherits) if "may" in entry.data else section.may if tier == "thematic" else ()
    variables = section.variables_for(paragraphs, defaults)
    found = TemplateSection(section, mandatory, inherits, paragraphs, replacing + added, variables, may)
    return replace(found, condition=_condition(entry, found, tier)) if "condition" in entry.data else found


def _condition(entry: Entry, found: TemplateSection, tier: str) -> str:
    """The fact that the section depends on, where it can depend on one."""
    condition = entry.among("condition", CONDITIONS)
    if found.mandatory or tier in found.section.mandatory:
        raise entry.error("a mandatory section cannot be conditional as well")
    if found.section.schedule or found.inherits in ("as is", "extend"):
        raise entry.error("a section with a table or inherited text is always there, and cannot be conditional")
    if not found.paragraphs:
        raise entry.error("a conditional section has no wording")
    return condition


def _check(entry: Entry, template: TemplateText, library: Mapping[str, SectionText]) -> None:
    if (template.tier == "thematic") != bool(template.theme):
        raise entry.error("a thematic template has a theme, and an overarching one has none")
    order = [section.id for section in template.sections]
    if order != sorted(order):
        raise entry.error("sections are out of order; list them by id")
    left_out = mandatory_left_out(template.tier, order, library)
    if left_out:
        raise entry.error(f"mandatory sections are left out: {', '.join(left_out)}")


def mandatory_left_out(tier: str, order: Iterable[str], library: Mapping[str, SectionText]) -> list[str]:
    """The ids of sections that every template of the tier has, and this one has not."""
    return sorted({one.id for one in library.values() if tier in one.mandatory} - set(order))
