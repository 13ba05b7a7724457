"""The library of law as pages: a list narrowed down, and one entry in full."""

from datetime import date

from legal_basis.law import Gateway, LawLibrary
from legal_basis.queries.pages import FACT_WORDS, sources


def gateways_like(law: LawLibrary, *, theme: str = "", kind: str = "", status: str = "") -> list[Gateway]:
    """The entries of a theme, kind and status, by citation."""
    found = [
        gateway
        for gateway in law.gateways.values()
        if (not theme or gateway.themes == ("all",) or theme in gateway.themes)
        and (not kind or gateway.kind == kind)
        and (not status or gateway.status == status)
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
        "as_of": law.as_of,
    }


def _rows(law: LawLibrary, gateway: Gateway) -> list[tuple[str, str]]:
    bodies = FACT_WORDS["body_class"]
    forms = FACT_WORDS["identifiability"]
    return [
        ("Kind", gateway.kind.capitalize()),
        ("Relied on as", gateway.relied_on_as.capitalize()),
        ("Status", gateway.status_note),
        ("In force from", _day(gateway.in_force_from)),
        ("Withdrawn on", _day(gateway.withdrawn_on)),
        ("Who", gateway.who),
        ("What for", gateway.purpose),
        ("Limits", gateway.limits),
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
