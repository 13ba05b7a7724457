"""Agreements of a few, some and many pages, of what the product itself brings: nothing of them is kept anywhere.

Clauses and data flows are those of the built-in templates, and each line of the legal record is a worked example of the
checklist, walked. Only the bodies are made up.
"""

from dataclasses import dataclass
from typing import Any

from legal_basis.loader import examples
from legal_basis.loader import library as law_library
from legal_basis.queries.examples import walked
from partners.kinds import BodyKind
from partners.models import Partnership
from protocols.loader import library
from protocols.models import Template
from protocols.queries.previewing import preview_snapshot
from protocols.texts.wording import content_of

ON = "2027-02-12"
TOWNS = ("Northmoor", "Westmoor", "Ashbrook", "Calderside", "Millbeck", "Stonebridge")
KINDS = (
    (BodyKind.COUNCIL, "{} Borough Council", "Local authority", "Chief Executive"),
    (BodyKind.POLICE, "Chief Constable of {} Police", "Corporation sole", "Chief Constable"),
    (BodyKind.NHS_TRUST, "{} Hospitals NHS Foundation Trust", "NHS foundation trust", "Chief Executive"),
    (BodyKind.HOUSING_ASSOCIATION, "{} Homes Limited", "Registered society", "Group Chief Executive"),
)
PEOPLE = ("Helen Marsh", "Imran Sheikh", "Margaret Ellis-Ward", "Tom Archer", "Siân Llewellyn", "Olu Adeyemi")


@dataclass(frozen=True)
class Size:
    """How much an agreement holds. `pages` is what that comes to in print, more or less."""

    pages: int
    clauses: int
    parties: int
    flows: int
    records: int
    inherits: bool = False


SIZES = (
    Size(5, clauses=3, parties=2, flows=0, records=0),
    Size(15, clauses=12, parties=4, flows=3, records=1),
    Size(60, clauses=36, parties=14, flows=16, records=7, inherits=True),
)


def agreement(size: Size) -> dict[str, Any]:
    """The snapshot of an agreement of a size: the same each time."""
    text = library().templates["community_safety"]
    template = Template(slug=text.id, tier=text.tier, theme=text.theme or "", title=text.title)
    partnership = Partnership(name="Northmoor Partnership", area="Northmoor", prefix="NM")
    snapshot = preview_snapshot(template, content_of(text), partnership, number=text.version)
    parties = [_party(number) for number in range(size.parties)]
    keys = [party["key"] for party in parties]
    return {
        **snapshot,
        "protocol": {**snapshot["protocol"], "reference": "NM-0001", "title": f"{text.title} in Northmoor"},
        "parties": parties,
        "sections": _sections(snapshot["sections"], size),
        "flows": [_flow(number, keys) for number in range(size.flows)],
        "legal_record": [_record(number, keys, size.flows) for number in range(size.records)],
    }


def _party(number: int) -> dict[str, Any]:
    kind, name, form, post = KINDS[number % len(KINDS)]
    town = TOWNS[number // len(KINDS)]
    legal_name = name.format(town)
    short_name = legal_name.removeprefix("Chief Constable of ")
    return {
        "key": f"party-{number + 1}", "legal_name": legal_name, "short_name": short_name,
        "kind": kind.value, "kind_label": kind.label, "legal_form": form, "ico_registration": f"Z55{number:05}",
        "address": f"{number + 1} Market Street, {town}", "controller_role": "separate",
        "dpo": {"name": PEOPLE[number % len(PEOPLE)], "post": "Data Protection Officer"},
        "signatory": {"name": PEOPLE[(number + 1) % len(PEOPLE)], "post": post},
        "accedes_to_parent": False, "processor_contract": "", "indemnity_agreed": [],
    }  # fmt: skip


def _sections(found: list[dict[str, Any]], size: Size) -> list[dict[str, Any]]:
    """The first clauses and those with a schedule; where it inherits, the overarching template's own text is before."""
    scheduled = [one for one in found if one["schedule"] and _printed(one["schedule"], size)]
    plain = [one for one in found if not one["schedule"] and one["html"]][: size.clauses - len(scheduled)]
    above = {one.id: one.html for one in library().templates["overarching"].sections} if size.inherits else {}
    kept = [one for one in found if one in scheduled or one in plain]
    return [{**one, "number": number, **_inherited(above.get(one["id"], ""))} for number, one in enumerate(kept, 1)]


def _printed(schedule: str, size: Size) -> bool:
    return bool(size.records) if schedule in ("legal_record", "lawful_bases") else schedule != "flows" or size.flows > 0


def _inherited(html: str) -> dict[str, Any]:
    if not html:
        return {"origin": "own", "source": None, "inherited_html": ""}
    return {"origin": "extended", "source": "NM-0000 version 1", "inherited_html": html}


def _flow(number: int, keys: list[str]) -> dict[str, Any]:
    """A starter flow of one template after another, each time between other parties."""
    starters = [flow for one in library().thematic() for flow in content_of(one)["flows"]]
    values = starters[number % len(starters)]["values"]
    kinds = law_library().data_kinds
    others = [key for key in keys if key != keys[number % len(keys)]]
    return {
        **values, "number": number + 1, "sender": keys[number % len(keys)], "recipients": others[: 1 + number % 3],
        "items": values["items"].split("\n"), "kinds_labels": [kinds[kind].label for kind in values["kinds"]],
        "control": "separate", "control_reference": "",
    }  # fmt: skip


def _record(number: int, keys: list[str], flows: int) -> dict[str, Any]:
    """A worked example that ends well, as the assessment of one party."""
    passing = [one.id for one in examples().values() if one.end == "DONE"]
    plain: dict[str, Any] = walked(passing[number % len(passing)]).to_dict()
    return {
        "party": keys[number % len(keys)], "flows": [1 + (2 * number) % flows], "checklist": plain["checklist"],
        "end": plain["end"]["code"], "concluded_on": ON, "concluded_by": "Priya Nair",
        "steps": [_step(step) for step in plain["steps"]], "flags": plain["flags"], "gateways": plain["gateways"],
        "limits": plain["limits"], "facts_hash": "0" * 64,
    }  # fmt: skip


def _step(step: dict[str, Any]) -> dict[str, Any]:
    named = [*step["choices"], *(gateway["cite"] for gateway in step["gateways"])]
    answer = f"{step['answer']}: {'; '.join(named)}" if named else step["answer"]
    kept = {key: step[key] for key in ("id", "stage", "question", "reason", "laws")}
    return {**kept, "answer": answer, "by": "Priya Nair", "on": ON}
