"""Which values each fact takes: one of some words, several of them, or yes or no."""

from legal_basis.law.library import LawLibrary
from legal_basis.law.words import BODY_CLASSES, CONTROLS, FACTS, IDENTIFIABILITY, REGIMES

LISTS = frozenset({"identifiability", "kinds", "control"})
"""The facts that take several values."""


def values_of(law: LawLibrary) -> dict[str, tuple[str, ...]]:
    """The words that each fact takes; none where it takes true or false."""
    among = {
        "body_class": BODY_CLASSES,
        "control": CONTROLS,
        "extent": tuple(sorted({part for gateway in law.gateways.values() for part in gateway.extent})),
        "identifiability": IDENTIFIABILITY,
        "kinds": tuple(law.data_kinds),
        "regime": REGIMES,
        "theme": tuple(law.themes),
    }
    return {name: among.get(name, ()) for name in FACTS}


def why_not_a_value(law: LawLibrary, name: str, value: object) -> str:
    """Why a value does not say a known fact, and what does; "" where it does. Null says that it is not known."""
    if value is None:
        return ""
    words = values_of(law)[name]
    if not words:
        return "" if isinstance(value, bool) else f"The fact {name} is true or false, not {value}."
    if name in LISTS:
        if not isinstance(value, list | tuple):
            return f"The fact {name} is a list of any of: {', '.join(words)}."
        unknown = [str(one) for one in value if one not in words]
        return (
            f"The fact {name} does not take {', '.join(unknown)}. Choose from: {', '.join(words)}." if unknown else ""
        )
    return "" if value in words else f"The fact {name} does not take {value}. Choose from: {', '.join(words)}."
