"""Putting values in the places of variables, written `[[review_date]]`; a variable without a value is a gap."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

# Tags are matched too, so that what stands inside one is never touched.
PIECES = re.compile(r"<[^>]*>|\[\[\s*([A-Za-z][A-Za-z0-9_]*)\s*\]\]")


@dataclass(frozen=True)
class Gap:
    """A variable that has no value yet."""

    key: str
    label: str


@dataclass(frozen=True)
class Filled:
    """A text with its values in place, safe to show, and the gaps that are left, each once."""

    html: str
    gaps: tuple[Gap, ...] = ()


def fill(body: str, values: Mapping[str, str], labels: Mapping[str, str]) -> Filled:
    """Fill a sanitised text. Values are plain text: they are escaped, and their lines kept.

    A gap reads as its label in square brackets, marked, so that it shows wherever the text is shown.
    """
    if "[[" not in body:
        return Filled(body)
    gaps: dict[str, Gap] = {}

    def put(found: re.Match[str]) -> str:
        key = found[1]
        if key is None:
            return found[0]
        value = values.get(key, "").strip()
        if value:
            return "<br>".join(escape(line) for line in value.splitlines())
        gap = gaps.setdefault(key, Gap(key, labels.get(key) or key.replace("_", " ")))
        return f'<mark class="gap">[{escape(gap.label)}]</mark>'

    html = PIECES.sub(put, body)
    return Filled(html, tuple(gaps.values()))


def variables_in(body: str) -> list[str]:
    """The keys that a text uses, each once, in order."""
    return list(dict.fromkeys(_keys(body)))


def _keys(body: str) -> Iterator[str]:
    return (found[1] for found in PIECES.finditer(body) if found[1])
