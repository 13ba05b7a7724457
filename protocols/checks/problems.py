"""A problem, and the rules that find problems."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from portal.addresses import address
from portal.reading import reading_once
from protocols.models import ProtocolVersion


@dataclass(frozen=True)
class Problem:
    """Something that stands in the way: what is wrong and what to do, and the address of the page that mends it."""

    sentence: str
    url_name: str
    args: tuple[object, ...]

    @property
    def href(self) -> str:
        """The address of that page."""
        values = [one for one in self.args if isinstance(one, (str, int))]
        whole = len(values) == len(self.args)
        return address(self.url_name, *values) if whole else reverse(self.url_name, args=self.args)


Rule = Callable[[ProtocolVersion], Iterator[Problem]]


def at(version: ProtocolVersion, page: str, sentence: str, *more: object) -> Problem:
    """A problem mended on a page of the version."""
    return Problem(sentence, f"protocols:{page}", (version.protocol.reference, version.number, *more))


def found_by(rules: Iterable[Rule], version: ProtocolVersion) -> list[Problem]:
    """All that the rules find, in their order; what several of them ask about is read once."""
    with reading_once():
        return [problem for rule in rules for problem in rule(version)]
