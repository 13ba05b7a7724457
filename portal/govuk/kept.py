"""Keeping what was typed into a form that could not be taken."""

import re

from django.http import QueryDict
from django.utils.text import capfirst

SECRET = ("password", "token", "csrf", "secret", "code", "proof", "credential")
CARRIED = frozenset({
    "next", "role", "login", "nonce", "seed", "sha256", "revision", "revisions", "dataset_revision", "fingerprint",
    "printed", "place",
})  # fmt: skip
CHOSEN = re.compile(r"[\w.-]*[a-z0-9_]")  # what a choice or a number sends, not what somebody typed
KEPT = "kept_words"
"""Where a session holds what was typed, until the next page shows it."""
MOST = 600_000
"""How many characters a session holds so."""

Typed = dict[str, str]


def typed_in(posted: QueryDict) -> list[Typed]:
    """The fields that somebody filled in, each a label and a text; passwords, codes and carried values left out."""
    kept = []
    for name, values in posted.lists():
        text = "\n".join(value for value in values if value.strip())
        if text and name not in CARRIED and not any(word in name.lower() for word in SECRET):
            kept.append({"name": name, "label": capfirst(name.replace("_", " ").replace("-", " ")), "text": text})
    return kept


def words_in(posted: QueryDict) -> list[Typed]:
    """Of what was filled in, the words: what was chosen from a list, and numbers, are left out."""
    return [one for one in typed_in(posted) if not CHOSEN.fullmatch(one["text"]) or one["text"][0].isupper()]
