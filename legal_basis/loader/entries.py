"""Turn the entries of the library files into law: sources, data kinds, gateways, themes."""

from __future__ import annotations

from legal_basis.law import (
    BODY_CLASSES,
    DATA_FLAGS,
    GATEWAY_KINDS,
    IDENTIFIABILITY,
    POWER_KINDS,
    STATUSES,
    DataKind,
    Gateway,
    Source,
    Theme,
    ThemeFlow,
    WayThrough,
)
from legal_basis.loader.reading import ContentFile, Entry, entries


def read_sources(file: ContentFile) -> dict[str, Source]:
    """Sources by key."""
    _head(file, "sources")
    found = {}
    for entry in entries(file, "sources", "key"):
        entry.only(required=("key", "note"), optional=("address",))
        found[entry.text("key")] = Source(entry.text("key"), entry.text("note"), entry.text("address"))
    return found


def read_data_kinds(file: ContentFile) -> dict[str, DataKind]:
    """Kinds of data by id."""
    _head(file, "data_kinds")
    found = {}
    for entry in entries(file, "data_kinds"):
        entry.only(required=("id", "label"), optional=("hint", "flags", "bars"))
        found[entry.text("id")] = DataKind(
            id=entry.text("id"),
            label=entry.text("label"),
            hint=entry.text("hint"),
            flags=entry.all_among("flags", DATA_FLAGS),
            bars=entry.words("bars"),
        )
    return found


def read_gateways(file: ContentFile) -> dict[str, Gateway]:
    """Gateways by id."""
    _head(file, "gateways", "as_of", "theme_labels", "review_months")
    return {entry.text("id"): _gateway(entry) for entry in entries(file, "gateways")}


def read_themes(file: ContentFile) -> dict[str, Theme]:
    """Themes by id."""
    _head(file, "themes")
    return {entry.text("id"): _theme(entry) for entry in entries(file, "themes")}


def _head(file: ContentFile, *keys: str) -> None:
    Entry(file, "", file.data).only(required=("version", *keys))


_GATEWAY_REQUIRED = ("id", "cite", "kind", "status", "status_note", "who", "purpose", "themes", "sources", "enacted")
_GATEWAY_OPTIONAL = [
    "limits",
    "gk",
    "extent",
    "in_force_from",
    "withdrawn_on",
    "reviewed_on",
    "replaced_by",
    "relied_on_as",
    "for_bodies",
    "to_bodies",
    "identifiability",
    "not_kinds",
    "identifiable_not_from",
    "needs_agreement",
    "data_kinds",
    "identifiable_only",
    "ways_through",
]


def _gateway(entry: Entry) -> Gateway:
    entry.only(required=_GATEWAY_REQUIRED, optional=_GATEWAY_OPTIONAL)
    return Gateway(
        id=entry.text("id"),
        cite=entry.text("cite"),
        kind=entry.among("kind", GATEWAY_KINDS),
        status=entry.among("status", STATUSES),
        status_note=entry.text("status_note"),
        who=entry.text("who"),
        purpose=entry.text("purpose"),
        themes=entry.words("themes"),
        limits=entry.text("limits"),
        sources=entry.words("sources"),
        gk=entry.text("gk"),
        extent=entry.words("extent") or ("england",),
        enacted=entry.number("enacted"),
        in_force_from=entry.day("in_force_from"),
        withdrawn_on=entry.day("withdrawn_on"),
        reviewed_on=entry.day("reviewed_on"),
        replaced_by=entry.text("replaced_by"),
        for_bodies=entry.all_among("for_bodies", BODY_CLASSES),
        to_bodies=entry.all_among("to_bodies", BODY_CLASSES),
        identifiability=entry.all_among("identifiability", IDENTIFIABILITY),
        not_kinds=entry.words("not_kinds"),
        identifiable_not_from=entry.all_among("identifiable_not_from", BODY_CLASSES),
        relied_on_as=entry.among("relied_on_as", ("", *POWER_KINDS)),
        needs_agreement=entry.flag("needs_agreement"),
        data_kinds=entry.words("data_kinds"),
        identifiable_only=entry.flag("identifiable_only"),
        ways_through=tuple(_way(way) for way in entry.each("ways_through", "key")),
    )


def _way(entry: Entry) -> WayThrough:
    entry.only(required=("key", "text", "purpose"), optional=("gateway", "themes"))
    return WayThrough(
        key=entry.text("key"),
        text=entry.text("text"),
        purpose=entry.text("purpose"),
        gateway=entry.text("gateway"),
        themes=entry.words("themes"),
    )


_THEME_REQUIRED = [
    "id",
    "title",
    "purpose",
    "gateway_themes",
    "partners",
    "flows",
    "bars",
    "lawful_basis",
    "risks",
    "review_months",
    "origins",
]


def _theme(entry: Entry) -> Theme:
    entry.only(required=_THEME_REQUIRED, optional=("conditions",))
    return Theme(
        id=entry.text("id"),
        title=entry.text("title"),
        purpose=entry.text("purpose"),
        partners=entry.words("partners"),
        flows=tuple(_theme_flow(flow) for flow in entry.each("flows", "name")),
        bars=entry.words("bars"),
        lawful_basis=entry.text("lawful_basis"),
        risks=entry.words("risks"),
        review_months=entry.number("review_months"),
        gateway_themes=entry.words("gateway_themes"),
        conditions=entry.words("conditions"),
        origins=entry.words("origins"),
    )


def _theme_flow(entry: Entry) -> ThemeFlow:
    entry.only(required=("name", "identifiability", "gateways"))
    forms = entry.all_among("identifiability", IDENTIFIABILITY)
    return ThemeFlow(entry.text("name"), forms, entry.words("gateways"))
