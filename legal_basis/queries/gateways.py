"""The library of law as pages: a list narrowed down, and one entry in full. Reads no rows but those of reliance."""

from collections.abc import Iterator
from datetime import date

from legal_basis.law import Checklist, Example, Gateway, LawLibrary, Step
from legal_basis.loader import examples
from legal_basis.queries.pages import FACT_WORDS, sources
from legal_basis.queries.reliance import relying_on


def gateways_like(
    law: LawLibrary,
    *,
    q: str = "",
    giver: str = "",
    receiver: str = "",
    theme: str = "",
    kind: str = "",
    status: str = "",
) -> list[Gateway]:
    """The entries with all the words, open to a giver and a receiver, of a theme, kind and status; by citation."""
    words = q.casefold().split()
    found = [
        gateway
        for gateway in law.gateways.values()
        if (not theme or gateway.themes == ("all",) or theme in gateway.themes)
        and (not kind or gateway.kind == kind)
        and (not status or gateway.status == status)
        and (not giver or not gateway.for_bodies or giver in gateway.for_bodies)
        and (not receiver or not gateway.to_bodies or receiver in gateway.to_bodies)
        and all(word in _text(law, gateway) for word in words)
    ]
    return sorted(found, key=lambda gateway: gateway.cite.lower())


def gateway_page(law: LawLibrary, gateway_id: str) -> dict[str, object]:
    """The context of one entry. Raises KeyError for an unknown one."""
    gateway = law.gateways[gateway_id]
    return {
        "gateway": gateway,
        "rows": [(label, value) for label, value in _rows(law, gateway) if value],
        "sources": sources(law, gateway.sources),
        "ways": [(way, law.gateways.get(way.gateway), _titles(law, way.themes)) for way in gateway.ways_through],
        "replaced_by": law.gateways.get(gateway.replaced_by),
        "replaces": [other for other in law.gateways.values() if other.replaced_by == gateway.id],
        "lifts": [bar for bar in law.gateways.values() if any(way.gateway == gateway.id for way in bar.ways_through)],
        "steps": steps_naming(law, gateway),
        "examples": [one for one in examples().values() if gateway.id in named_in(one)],
        "relying": relying_on(gateway.id),
        "in_england": "england" in gateway.extent,
        "reviewed_on": law.reviewed_on(gateway),
        "due_on": law.review_due_on(gateway),
        "as_of": law.as_of,
    }


def named_in(example: Example) -> set[str]:
    """The entries that the answers of an example name."""
    return {name for answer in example.answers for name in answer.gateways}


def steps_naming(law: LawLibrary, gateway: Gateway) -> list[tuple[Checklist, Step, bool]]:
    """The steps that cite an entry (True) or at which it can be named (False), in both checklists."""
    return [found for checklist in law.checklists.values() for found in _steps_naming(checklist, gateway)]


def _steps_naming(checklist: Checklist, gateway: Gateway) -> Iterator[tuple[Checklist, Step, bool]]:
    live = gateway.stands_on(checklist.law_on) and not (checklist.status == "current" and gateway.status == "historic")
    kind = "bar" if gateway.is_bar else gateway.power_kind
    for step in checklist.steps:
        cites = {law.gateway for law in step.law}
        for answer in step.answers:
            cites |= {law.gateway for law in answer.laws} | {limit.gateway for limit in answer.limits}
        if gateway.id in cites:
            yield checklist, step, True
        elif live and any(kind in answer.ask_gateways for answer in step.answers):
            yield checklist, step, False


def _text(law: LawLibrary, gateway: Gateway) -> str:
    themes = " ".join(law.theme_labels.get(name, "") for name in gateway.themes)
    kinds = " ".join(law.data_kinds[kind].label for kind in gateway.data_kinds)
    parts = (gateway.cite, gateway.id, gateway.who, gateway.purpose, gateway.limits, gateway.status_note, themes, kinds)
    return " ".join(parts).casefold()


def _rows(law: LawLibrary, gateway: Gateway) -> list[tuple[str, str]]:
    bodies = FACT_WORDS["body_class"]
    forms = FACT_WORDS["identifiability"]
    return [
        ("Relied on as", gateway.relied_on_as.capitalize()),
        ("Status", gateway.status_note),
        ("In force from", _day(gateway.in_force_from)),
        ("Withdrawn on", _day(gateway.withdrawn_on)),
        ("Who", gateway.who),
        ("What for", gateway.purpose),
        ("Bodies that may rely on it", ", ".join(bodies[name] for name in gateway.for_bodies)),
        ("Bodies that may receive", ", ".join(bodies[name] for name in gateway.to_bodies)),
        ("Data it can carry", ", ".join(forms[name] for name in gateway.identifiability)),
        ("Data it cannot carry when people can be identified", _kinds(law, gateway.not_kinds)),
        ("Data that raises it", _kinds(law, gateway.data_kinds)),
        ("Each person's agreement", "Needed" if gateway.needs_agreement else ""),
        ("Extent", ", ".join(name.capitalize() for name in gateway.extent)),
        (
            "Themes",
            "All" if gateway.themes == ("all",) else ", ".join(law.theme_labels[name] for name in gateway.themes),
        ),
    ]


def _kinds(law: LawLibrary, kinds: tuple[str, ...]) -> str:
    return ", ".join(law.data_kinds[kind].label for kind in kinds)


def _titles(law: LawLibrary, themes: tuple[str, ...]) -> str:
    return ", ".join(law.themes[theme].title for theme in themes) or "Any theme"


def _day(value: date | None) -> str:
    return f"{value.day} {value:%B %Y}" if value else ""
