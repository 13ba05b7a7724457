"""The rule on text from Word: what was brought in is put somewhere, or let go with a reason, before approval."""

from collections.abc import Iterator

from protocols.checks.problems import Problem, Rule, at
from protocols.facts.counting import counted
from protocols.models import ProtocolVersion


def word_texts_placed(version: ProtocolVersion) -> Iterator[Problem]:
    """No part of a Word file waits for a place."""
    waiting = counted(version).waiting
    if waiting:
        which = "1 part of a Word file has" if waiting == 1 else f"{waiting} parts of Word files have"
        what = "Put it in a clause, or set it" if waiting == 1 else "Put each in a clause, or set it"
        yield at(version, "word", f"{which} no place yet. {what} aside with a reason.")


UNPLACED: tuple[Rule, ...] = (word_texts_placed,)
