"""Templates as the studio shows them: which there are for a partnership, what each says, where a variable is used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery

from partners.models import Partnership
from protocols.loader import library
from protocols.loader.conditions import CONDITIONS
from protocols.loader.contents import faults_of_content, variables_of
from protocols.loader.sections import SectionText
from protocols.models import ProtocolVersion, Template, TemplateDraft, TemplateVersion
from protocols.queries.redlines import Comparison
from protocols.texts.wording import SectionWording, Variable, wording_from

KINDS = {"mandatory": "Mandatory", "optional": "Optional"}
TYPES = {
    "text": "Text",
    "number": "Number",
    "date": "Date",
    "choice": "Choice",
    "list": "List",
    "party": "Party",
}


def templates_for(partnership: Partnership) -> QuerySet[Template]:
    """The templates that exist for a partnership: those built in, and its own."""
    return Template.objects.filter(Q(partnership=None) | Q(partnership=partnership)).select_related(
        "partnership", "copied_from__template", "draft"
    )


@dataclass(frozen=True)
class ListedTemplate:
    """A template in the list. `uses` counts the partnership's protocols that began from any of its versions."""

    template: Template
    number: int | None
    published_on: date | None
    uses: int

    @property
    def state(self) -> str:
        """Draft, published or retired."""
        if self.template.retired_at is not None:
            return "retired"
        return "published" if self.number else "draft"

    @property
    def has_draft(self) -> bool:
        """Whether a version is being drafted."""
        return hasattr(self.template, "draft")


def listed_templates(partnership: Partnership) -> list[ListedTemplate]:
    """Every template, one's own first; one query."""
    newest = TemplateVersion.objects.filter(template=OuterRef("pk")).order_by("-number")
    begun = ProtocolVersion.objects.filter(
        template_version__template=OuterRef("pk"), protocol__partnership=partnership
    ).order_by()
    counted = begun.values("template_version__template").annotate(n=Count("protocol", distinct=True)).values("n")
    rows = (
        templates_for(partnership)
        .annotate(
            newest_number=Subquery(newest.values("number")[:1]),
            newest_day=Subquery(newest.values("published_on")[:1]),
            uses=Subquery(counted, output_field=IntegerField()),
        )
        .order_by("-partnership", "tier", "title")
    )
    found = [ListedTemplate(one, one.newest_number, one.newest_day, one.uses or 0) for one in rows]
    return sorted(found, key=lambda one: not one.template.is_own)


@dataclass(frozen=True)
class ShownSection:
    """A section as the studio shows it: its place, its wording, and when a protocol has it."""

    place: int
    wording: SectionWording

    @property
    def kind(self) -> str:
        """Mandatory, optional, or the condition in words."""
        condition = CONDITIONS.get(self.wording.condition)
        return f"Only if {condition.holds}" if condition else KINDS[self.wording.kind]

    @property
    def is_own(self) -> bool:
        """Whether the section library has no such section."""
        return self.wording.id not in library().sections


@dataclass(frozen=True)
class ShownVariable:
    """A variable with its type in words, who fills it, and the sections that use it."""

    variable: Variable
    uses: Sequence[ShownSection]

    @property
    def type(self) -> str:
        """Its type in words."""
        return TYPES[self.variable.kind]

    @property
    def is_own(self) -> bool:
        """Whether it was declared here, and not by the section library."""
        return self.variable.key not in library_keys()


@dataclass(frozen=True)
class ShownContent:
    """All that a version or a draft says."""

    sections: Sequence[ShownSection]
    variables: Sequence[ShownVariable]
    summary: str
    flows: int


def shown_content(content: Mapping[str, Any]) -> ShownContent:
    """A template's content for a page."""
    wording = wording_from(content)
    sections = [ShownSection(place, one) for place, one in enumerate(wording.sections, start=1)]
    uses = {one.place: set(variables_of(one.wording.body)) for one in sections}
    own = library_keys()
    variables = [
        ShownVariable(one, [section for section in sections if one.key in uses[section.place]])
        for one in wording.variables.values()
    ]
    return ShownContent(
        sections, sorted(variables, key=lambda one: one.variable.key in own), wording.summary, len(wording.flows)
    )


def library_keys() -> frozenset[str]:
    """The keys of the variables that the section library declares."""
    return frozenset(spec.key for one in library().sections.values() for spec in one.variables)


def sections_to_add(template: Template, content: Mapping[str, Any]) -> list[SectionText]:
    """The sections of the library that a draft has not, by id."""
    there = {one["id"] for one in content["sections"]}
    return [one for one in library().sections.values() if one.belongs_to(template.tier) and one.id not in there]


def faults_of_draft(draft: TemplateDraft) -> list[str]:
    """What stands in the way of publishing a draft."""
    return faults_of_content(draft.template.tier, draft.content, library().sections)


def changes_of(before: TemplateVersion | None, content: Mapping[str, Any]) -> Comparison | None:
    """What a draft, or a newer version, changes; None where there is nothing before it."""
    return compare_contents(before.content, content) if before is not None else None


def compare_contents(before: Mapping[str, Any], after: Mapping[str, Any]) -> Comparison:
    """The redline between the wording of two contents, with the variables as they are written."""
    old, new = ({"sections": _as_clauses(content)} for content in (before, after))
    return Comparison("Before", "After", old, new)


def _as_clauses(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"id": one["id"], "number": place, "title": one["title"], "html": one["body"]}
        for place, one in enumerate(content["sections"], start=1)
    ]
