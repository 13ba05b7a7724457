"""What the form of a flow begins with, when it begins from one of the template's."""

import re
from typing import Any

from protocols.texts.wording import StarterFlow

USUAL_THRESHOLD = 5
"""The count below which people are usually taken to be at risk of being pointed to."""
SAID_BELOW = re.compile(r"(?:below|fewer than|groups of) (\d+)")


def beginning_of(starter: StarterFlow) -> dict[str, Any]:
    """The template's values; for anonymous data also a threshold and a method for small counts, which a person decides.

    Both are read out of the template's own words on small numbers where they say so.
    """
    if starter.values.get("identifiability") != "anonymous":
        return dict(starter.values)
    words = str(starter.values.get("small_number_rule", ""))
    found = SAID_BELOW.search(words)
    return {
        **starter.values,
        "small_numbers_below": int(found[1]) if found else USUAL_THRESHOLD,
        "small_numbers_method": "merge" if "merged" in words else "suppress",
    }
