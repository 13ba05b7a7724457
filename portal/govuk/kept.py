"""Keeping what was typed into a form that could not be taken."""

from django.http import QueryDict
from django.utils.text import capfirst

SECRET = ("password", "token", "csrf", "secret", "code")
CARRIED = frozenset({"next", "role", "login"})


def typed_in(posted: QueryDict) -> list[dict[str, str]]:
    """The fields that somebody filled in, each a label and a text; passwords, codes and carried values left out."""
    kept = []
    for name, values in posted.lists():
        text = "\n".join(value for value in values if value.strip())
        if text and name not in CARRIED and not any(word in name.lower() for word in SECRET):
            kept.append({"name": name, "label": capfirst(name.replace("_", " ").replace("-", " ")), "text": text})
    return kept
