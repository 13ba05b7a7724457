"""Indemnities that a version gives: where one body promises to bear another's loss.

Between public bodies one may be beyond their powers, uninsured, or public money going round in a circle. A template's
own wording and first choice give none; any other choice does, and so may words of one's own that speak of it.
"""

import hashlib
import re
from collections.abc import Iterator

from portal.richtext import plain
from protocols.models import ProtocolVersion
from protocols.texts.wording import Wording, wording_of

VARIABLE = "indemnity"
"""The variable, of the clause on risk, that says who bears loss; its default is that each party bears its own."""
SPEAKS_OF_ONE = re.compile(r"\bindemnif|\bindemnit", re.I)
SPEAKS_OF_ONE_WITHIN = re.compile(r"indemni[ft]", re.I)
TAGS = re.compile(r"<[^>]*>")


def indemnities(version: ProtocolVersion) -> list[str]:
    """The words by which a version may give an indemnity; none where it keeps to its template's safe wording.

    A paragraph of one's own that names indemnities counts whatever it says of them: a person judges, not this.
    """
    wording = wording_of(version.template_version)
    bodies = [section.body for section in version.sections.all()]
    return [*_chosen(version, wording, bodies), *_own(wording, bodies)]


def fingerprint(words: list[str]) -> str:
    """The SHA-256 of those words, so that what was agreed to them lapses when they change."""
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def _chosen(version: ProtocolVersion, wording: Wording, bodies: list[str]) -> Iterator[str]:
    variable = wording.variables.get(VARIABLE)
    if variable is None or not any(f"[[{VARIABLE}]]" in body for body in bodies):
        return
    value = next((row.value.strip() for row in version.variables.all() if row.key == VARIABLE), "")
    if value and _bare(value) != _bare(variable.default):
        yield value


def _own(wording: Wording, bodies: list[str]) -> Iterator[str]:
    speaking = [line for body in filter(_may_speak_of_one, bodies) for line in _lines_of(body)]
    worded = filter(_may_speak_of_one, (section.body for section in wording.sections))
    known = {_bare(line) for body in worded for line in _lines_of(body)} if speaking else frozenset()
    yield from (line for line in speaking if _bare(line) not in known)


def _lines_of(body: str) -> Iterator[str]:
    """The paragraphs that name indemnities."""
    return (line for line in plain(body).splitlines() if SPEAKS_OF_ONE.search(line))


def _may_speak_of_one(body: str) -> bool:
    """Whether a text is worth reading by paragraphs: quick, since most are not. Never wrong where it says no."""
    return "&#" in body or SPEAKS_OF_ONE_WITHIN.search(TAGS.sub("", body)) is not None


def _bare(words: str) -> str:
    return " ".join(words.split()).casefold()
