"""A template as an agreement that begins from it would read: with sample values, as a page and as a snapshot."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from legal_basis.loader import library as law_library
from partners.models import Partnership
from protocols.models import Template
from protocols.snapshot import SCHEMA
from protocols.texts.commencing import EVERY_PARTY
from protocols.texts.filling import fill
from protocols.texts.known import listing
from protocols.texts.wording import SectionWording, Variable, wording_from

PARTIES = (("northmoor-council", "Northmoor Council", "council"), ("northmoor-police", "Northmoor Police", "police"))
STARTS, REVIEWED = ("2027-03-03", "3 March 2027"), ("2028-03-03", "3 March 2028")
MADE_AT = "2027-01-04T09:00:00+00:00"
INHERITED = "The overarching protocol’s own text stands here."


@dataclass(frozen=True)
class PreviewedSection:
    """A section filled with sample values. `inherited` says that the overarching text stands before its own."""

    number: int
    wording: SectionWording
    html: str
    inherited: str


def sample_values(template: Template, variables: Mapping[str, Variable], partnership: Partnership) -> dict[str, str]:
    """A value for each variable: a known one as a protocol would have it, any other by its type."""
    facts = _sample_facts(template, partnership)
    return {key: facts.get(one.known, "") if one.known else _sample(one) for key, one in variables.items()}


def previewed(template: Template, content: Mapping[str, Any], partnership: Partnership) -> list[PreviewedSection]:
    """The sections in order; conditional ones are all there."""
    wording = wording_from(content)
    values = sample_values(template, wording.variables, partnership)
    labels = {key: one.label for key, one in wording.variables.items()}
    return [
        PreviewedSection(
            number, one, fill(one.body, values, labels).html, INHERITED if one.inherits in ("as is", "extend") else ""
        )
        for number, one in enumerate(wording.sections, start=1)
    ]


def preview_snapshot(
    template: Template, content: Mapping[str, Any], partnership: Partnership, *, number: int
) -> dict[str, Any]:
    """A snapshot of an agreement that nobody made, for the PDF alone; it is never kept.

    `number` is the template's version: the next one, for a draft.
    """
    facts, theme = _sample_facts(template, partnership), law_library().themes.get(template.theme)
    return {
        "schema": SCHEMA,
        "protocol": {
            "reference": facts["reference"], "tier": template.tier, "theme": template.theme or None,
            "theme_title": theme.title if theme else "", "title": f"Preview of the template “{template}”", "version": 1,
            "partnership": {"name": partnership.name, "area": partnership.area}, "purpose": facts["purpose"],
            "starts_on": STARTS[0], "ends_on": None, "review_on": REVIEWED[0],
            "template": {"slug": template.slug, "version": number},
            "publication": {"public": False, "reason": "A preview."},
            "officer": facts["officer_name"],
        },
        "parent": None,
        "parties": [_party(*party) for party in PARTIES],
        "sections": [_section(one) for one in previewed(template, content, partnership)],
        "flows": [], "refused_flows": [], "legal_record": [], "risks": [],
        "created_at": MADE_AT,
    }  # fmt: skip


def _sample_facts(template: Template, partnership: Partnership) -> dict[str, str]:
    theme = law_library().themes.get(template.theme)
    return {
        "reference": f"{partnership.prefix}-0000",
        "version": "1",
        "title": f"Sample protocol from “{template}”",
        "purpose": "To show how an agreement from this template would read.",
        "starts_on": STARTS[1],
        "ends_on": "the day on which it is ended",
        "review_on": REVIEWED[1],
        "takes_effect": EVERY_PARTY,
        "partnership_name": partnership.name,
        "partnership_area": partnership.area,
        "officer_name": "Sample Officer",
        "theme_title": theme.title if theme else "",
        "party_list": listing([name for _, name, _ in PARTIES]),
        "parent_reference": f"{partnership.prefix}-0000",
        "parent_title": "Sample overarching protocol",
        "parent_version": "1",
    }


def _sample(variable: Variable) -> str:
    if variable.default:
        return variable.default
    if variable.kind == "number":
        limits = variable.limits
        bounds = [bound for bound in (limits.least, limits.most) if bound is not None] if limits else []
        return str(bounds[0] if bounds else 12)
    words = {"date": STARTS[1], "party": PARTIES[0][1], "list": f"first {variable.label}\nsecond {variable.label}"}
    if variable.kind == "choice":
        return next(iter(variable.choices), "")
    return words.get(variable.kind, f"sample: {variable.label}")


def _party(key: str, name: str, kind: str) -> dict[str, Any]:
    nobody = {"name": "Sample Name", "post": "Sample post"}
    return {
        "key": key, "legal_name": name, "short_name": name, "kind": kind, "kind_label": kind.capitalize(),
        "legal_form": "", "ico_registration": "Z0000000", "address": "", "controller_role": "separate",
        "dpo": nobody, "signatory": nobody, "accedes_to_parent": False, "processor_contract": "",
        "indemnity_agreed": [],
    }  # fmt: skip


def _section(one: PreviewedSection) -> dict[str, Any]:
    source = "the overarching protocol" if one.inherited else None
    return {
        "id": one.wording.id, "number": one.number, "title": one.wording.title, "html": one.html,
        "origin": "extended" if one.inherited else "own", "source": source, "inherited_html": one.inherited,
        "schedule": one.wording.schedule,
    }  # fmt: skip
