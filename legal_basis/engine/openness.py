"""Whether a gateway is open to a party, its data and its theme; and if not, why, in one sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from legal_basis.engine.results import ClosedGateway, OfferedGateway
from legal_basis.law import Checklist, Gateway

OWN_POWERS = ("implied power", "general power")
"""Powers that belong to the body itself: a recipient cannot borrow another body's."""


def why_closed(checklist: Checklist, facts: Mapping[str, object], gateway: Gateway, *, bodies: bool = True) -> str:
    """Why these facts close a gateway, or "" when it is open. ``bodies=False`` leaves out who gives or receives."""
    return (
        _closed_by_time(checklist, gateway)
        or _closed_by_extent(facts, gateway)
        or (_closed_by_body(facts, gateway) if bodies else "")
        or _closed_by_data(checklist, facts, gateway)
    )


def offered_gateways(
    checklist: Checklist, facts: Mapping[str, object], kinds: Sequence[str]
) -> tuple[tuple[OfferedGateway, ...], tuple[ClosedGateway, ...]]:
    """Gateways of some kinds that can be named, those of the theme first, and those of the theme that are closed."""
    theme = facts.get("theme")
    offered: list[OfferedGateway] = []
    closed: list[ClosedGateway] = []
    for gateway in checklist.gateways.values():
        if gateway.power_kind not in kinds:
            continue
        fits = fits_theme(checklist, gateway, str(theme) if theme else "")
        because = why_closed(checklist, facts, gateway)
        if not because:
            alone = checklist.status != "current" or gateway.status == "in force"
            offered.append(OfferedGateway(gateway, fits, alone))
        elif fits and theme:
            closed.append(ClosedGateway(gateway, because))
    return tuple(sorted(offered, key=lambda item: not item.fits_theme)), tuple(closed)


def fits_theme(checklist: Checklist, gateway: Gateway, theme_id: str) -> bool:
    """Whether a gateway serves a theme; one without a theme is served by all."""
    theme = checklist.themes.get(theme_id)
    if theme is None or gateway.themes == ("all",):
        return True
    named = {name for flow in theme.flows for name in flow.gateways}
    return gateway.id in named or bool(set(theme.gateway_themes) & set(gateway.themes))


def _closed_by_time(checklist: Checklist, gateway: Gateway) -> str:
    if not gateway.stands_on(checklist.law_on):
        return f"It was not law on {checklist.law_on.day} {checklist.law_on:%B %Y}."
    if checklist.status == "current" and gateway.status == "historic":
        return "It is no longer in force."
    return ""


def _closed_by_extent(facts: Mapping[str, object], gateway: Gateway) -> str:
    extent = str(facts.get("extent") or "england")
    return "" if extent in gateway.extent else f"It is not law in {extent.capitalize()}."


def _closed_by_body(facts: Mapping[str, object], gateway: Gateway) -> str:
    body = facts.get("body_class")
    if body is None:
        return ""
    receives_only = facts.get("discloses") is False
    if receives_only and gateway.power_kind not in OWN_POWERS:
        return "" if not gateway.to_bodies or body in gateway.to_bodies else "It lets other kinds of body receive data."
    return "" if not gateway.for_bodies or body in gateway.for_bodies else "It belongs to other kinds of body."


def _closed_by_data(checklist: Checklist, facts: Mapping[str, object], gateway: Gateway) -> str:
    forms = _words(facts.get("identifiability"))
    if gateway.identifiability and forms - set(gateway.identifiability):
        return f"It carries only {' or '.join(gateway.identifiability)} data."
    if forms and forms <= {"anonymous"}:
        return ""
    if facts.get("discloses") is not False and facts.get("body_class") in gateway.identifiable_not_from:
        return "It does not let your kind of body share information about identifiable people."
    shut = [kind for kind in gateway.not_kinds if kind in _words(facts.get("kinds"))]
    if shut:
        labels = ", ".join(checklist.data_kinds[kind].label.lower() for kind in shut)
        return f"It cannot carry information about identifiable people of this kind: {labels}."
    return ""


def _words(value: object) -> set[str]:
    return {str(item) for item in value} if isinstance(value, list | tuple | set | frozenset) else set()
