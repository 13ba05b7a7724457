"""The values that the portal knows, so that nobody types them: from the protocol, its parties and its parent."""

from legal_basis.loader import library
from protocols.models import ProtocolVersion
from protocols.texts.commencing import takes_effect
from protocols.texts.saying import day, listing

__all__ = ["day", "known_values", "listing"]


def known_values(version: ProtocolVersion) -> dict[str, str]:
    """Each known variable's value; an empty one is a gap until the particulars or the parties are filled."""
    protocol, parent = version.protocol, version.parent
    parties = [party.partner.legal_name for party in version.all_parties()]
    return {
        "reference": protocol.reference,
        "version": str(version.number),
        "title": version.title,
        "purpose": version.purpose,
        "starts_on": day(version.starts_on),
        "ends_on": day(version.ends_on) or "the day on which it is ended",
        "review_on": day(version.review_on),
        "takes_effect": takes_effect(version),
        "partnership_name": protocol.partnership.name,
        "partnership_area": protocol.partnership.area,
        "officer_name": version.officer.person.name,
        "theme_title": _theme_title(version),
        "party_list": listing(parties),
        "parent_reference": parent.protocol.reference if parent else "",
        "parent_title": parent.title if parent else "",
        "parent_version": str(parent.number) if parent else "",
    }


def _theme_title(version: ProtocolVersion) -> str:
    """The theme's own title, whatever the template is called; nothing for an overarching protocol."""
    theme = library().themes.get(version.protocol.theme)
    return theme.title if theme else ""
