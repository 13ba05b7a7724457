"""A template version's content, as it is kept in its row: sections with their guidance, variables, starter flows."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from portal.audit.chain import canonical
from portal.keeping import Kept
from protocols.loader.flows import StarterFlow as LoadedFlow
from protocols.loader.limits import Limits
from protocols.loader.sections import VariableSpec
from protocols.loader.templates import TemplateText
from protocols.models import ProtocolVersion, Section, TemplateVersion

# What stands beside the text and is no part of an agreement, so that it may change under a version's number.
BESIDE = {"sections": frozenset({"sources", "gk", "may"}), "variables": frozenset({"limits"})}

LATER = frozenset({"condition", "may"})

# What a section keeps of a newer template version that it was taken over from, with that version's number.
TAKEN = ("guidance", "sources", "gk", "may", "schedule", "condition")


@dataclass(frozen=True)
class Variable:
    """A value that the text asks for. `known` names the fact that the portal fills it from; nobody types those.

    `kind` is text, number, date, choice, list or party. `limits` are the bounds of a number that the law bounds.
    """

    key: str
    label: str
    kind: str = "text"
    hint: str = ""
    default: str = ""
    choices: Sequence[str] = ()
    known: str = ""
    limits: Limits | None = None


@dataclass(frozen=True)
class SectionWording:
    """One section of a template. `guidance` says why the clause exists; `schedule` names a table that follows it.

    `sources` are keys of the law library's sources; `gk` says what counsel has still to confirm: "all", a part, or
    nothing. `condition` is the id of the fact that it depends on, where it depends on one. `may` says what a thematic
    protocol may do to the clause that it inherits: extend, where it takes it as it is, and replace.
    """

    id: str
    title: str
    body: str
    guidance: str = ""
    inherits: str = "none"
    mandatory: bool = False
    schedule: str | None = None
    sources: Sequence[str] = ()
    gk: str = ""
    condition: str = ""
    may: Sequence[str] = ()

    @property
    def kind(self) -> str:
        """Whether it is mandatory, optional or conditional."""
        return "conditional" if self.condition else "mandatory" if self.mandatory else "optional"

    @property
    def as_content(self) -> dict[str, Any]:
        """As a row keeps it; what came later has no key where it says nothing, as before there were any."""
        return {name: value for name, value in asdict(self).items() if name not in LATER or value}


@dataclass(frozen=True)
class StarterFlow:
    """A data flow that protocols of the theme often have: `values` prefill the form, and a person decides.

    `senders` and `recipients` are the kinds of body that usually send and receive it.
    """

    slug: str
    values: Mapping[str, Any]
    senders: Sequence[str] = ()
    recipients: Sequence[str] = ()

    @property
    def title(self) -> str:
        """What the flow is called."""
        return str(self.values["title"])


@dataclass(frozen=True)
class Wording:
    """All that a template version says."""

    sections: tuple[SectionWording, ...]
    variables: Mapping[str, Variable]
    flows: tuple[StarterFlow, ...] = ()
    summary: str = ""

    def section(self, section_id: str) -> SectionWording | None:
        """The section of that id, where the template has it."""
        return next((section for section in self.sections if section.id == section_id), None)

    def flow(self, slug: str) -> StarterFlow | None:
        """The starter flow of that name, where the template has it."""
        return next((flow for flow in self.flows if flow.slug == slug), None)


_kept = Kept[Wording](64)


def wording_of(template: TemplateVersion) -> Wording:
    """The content of a template version as objects; they are put together, and the content read, once a process."""
    return _kept.made_from(
        template.sha256, lambda: canonical(template.content), lambda: wording_from(template.content)
    )  # fmt: skip


def wording_from(content: Mapping[str, Any]) -> Wording:
    """Any content as objects: a version's, or a draft's."""
    return Wording(
        sections=tuple(SectionWording(**section) for section in content["sections"]),
        variables={one["key"]: variable_from(one) for one in content["variables"]},
        flows=tuple(StarterFlow(**one) for one in content.get("flows", [])),
        summary=content.get("summary", ""),
    )


def wording_for(version: ProtocolVersion) -> Wording:
    """The wording that a version began from, with the variables that came since: from a newer template, or a clause."""
    wording = wording_of(version.template_version)
    since = {row.key: variable_from(row.spec) for row in version.variables.all() if row.spec}
    return replace(wording, variables={**since, **wording.variables}) if since else wording


def worded(section: Section, began: SectionWording | None) -> SectionWording | None:
    """What stands beside a section: as the template says that it began from, or that it was taken from since."""
    if "number" not in section.taken:
        return began
    found = began or SectionWording(section.section_id, section.title, "", inherits=section.inherits)
    beside = {name: value for name, value in section.taken.items() if name in TAKEN}
    return replace(found, title=section.title, mandatory=section.mandatory, **beside)


def taken_from(wording: SectionWording, number: int) -> dict[str, Any]:
    """What a section keeps of the template version `number` that it is taken over from."""
    beside = {name: getattr(wording, name) for name in TAKEN}
    return {"number": number, **beside, "sources": list(wording.sources), "may": list(wording.may)}


def content_of(text: TemplateText) -> dict[str, Any]:
    """What the row of a template version keeps of a reviewed file."""
    sections = [
        SectionWording(
            one.id, one.section.title, one.html, one.section.why, one.inherits, one.mandatory,
            one.section.schedule or None, list(one.section.sources), one.section.gk, one.condition, list(one.may),
        )
        for one in text.sections
    ]  # fmt: skip
    variables = [variable_of(spec) for spec in text.variables]
    return {
        "summary": text.summary,
        "sections": [section.as_content for section in sections],
        "variables": [asdict(variable) for variable in variables],
        "flows": [_flow(flow) for flow in text.flows],
    }


def variable_of(spec: VariableSpec) -> Variable:
    """A variable as the section library declares it."""
    return Variable(
        spec.key, spec.label, spec.type, spec.help, spec.default, list(spec.choices), spec.known, spec.limits
    )


def agreed_part(content: Mapping[str, Any]) -> dict[str, Any]:
    """A template version's content without what only stands beside it: where clauses come from, and limits of law."""
    sections = [_without(section, BESIDE["sections"]) for section in content["sections"]]
    variables = [_without(variable, BESIDE["variables"]) for variable in content["variables"]]
    return {**content, "sections": sections, "variables": variables}


def _without(one: Mapping[str, Any], names: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in one.items() if name not in names}


def variable_from(one: Mapping[str, Any]) -> Variable:
    """A variable as a row keeps it, as an object."""
    limits = one.get("limits")
    return Variable(**{**one, "limits": Limits(**limits) if limits else None})


def _flow(flow: LoadedFlow) -> dict[str, Any]:
    values = asdict(flow)
    senders, recipients = list(values.pop("sender_kinds")), list(values.pop("recipient_kinds"))
    values.pop("gateways")
    values |= {"items": "\n".join(flow.items), "kinds": list(flow.kinds)}
    return asdict(StarterFlow(flow.slug, values, senders, recipients))
