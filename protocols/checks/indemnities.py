"""Rules on indemnities: a council gives none before its section 151 officer and its legal adviser agree to it."""

from collections.abc import Iterator
from dataclasses import dataclass

from partners.kinds import BodyKind
from portal.reading import once
from protocols.checks.problems import Problem, Rule, at
from protocols.models import Party, ProtocolVersion
from protocols.texts.indemnities import fingerprint, indemnities


@dataclass(frozen=True)
class IndemnityStanding:
    """What a version promises, and the council parties with what each has still to agree."""

    words: list[str]
    councils: list[Party]
    owed: dict[int, list[str]]


@once
def indemnity_standing(version: ProtocolVersion) -> IndemnityStanding:
    """Where a version stands with its indemnities; nothing is owed where it gives none."""
    words = indemnities(version)
    councils = [party for party in version.all_parties() if party.partner.kind == BodyKind.COUNCIL.value]
    return IndemnityStanding(words, councils, {party.pk: _owed(party, words) for party in councils})


def indemnities_agreed(version: ProtocolVersion) -> Iterator[Problem]:
    """Each council's finance and legal officers have agreed to the words as they stand.

    Local Government Act 1972 s.151 makes one officer responsible for the proper administration of its financial
    affairs; a promise to bear another's loss is such an affair.
    """
    standing = indemnity_standing(version)
    for party in standing.councils:
        if owed := standing.owed[party.pk]:
            who = " and ".join(owed)
            sentence = f"The text gives an indemnity. Record that {who} of {party} agreed to it, or take it out."
            yield at(version, "indemnity", sentence)


def _owed(party: Party, words: list[str]) -> list[str]:
    if not words:
        return []
    held = party.indemnity_agreed
    current = held.get("words") == fingerprint(words)
    return [f"the {label.lower()}" for kind, label in Party.INDEMNITY_POSTS.items() if not (current and kind in held)]


INDEMNITIES: tuple[Rule, ...] = (indemnities_agreed,)
