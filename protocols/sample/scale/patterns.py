"""What is told again: one partnership with its partners and people, and its protocols, one or more in every state."""

import random
import re
from collections import defaultdict
from dataclasses import dataclass

from partners.models import Partner, Partnership
from portal.accounts.models import User
from protocols.models import Document, Protocol, ProtocolVersion, Snapshot
from protocols.sample.scale.files import StandIn
from protocols.sample.scale.owned import OF_A_PARTNERSHIP, OF_A_PROTOCOL, OF_ITS_PARTNERS
from protocols.sample.scale.places import WARDS, Place
from protocols.sample.scale.stories import Story
from protocols.snapshot import fingerprint
from protocols.states import State

TOWNS = ("Northmoor", "Riverside", "Vale")
WEIGHTS = {
    State.IN_FORCE: 46, State.DRAFT: 12, State.CONSULTATION: 8, State.APPROVAL: 8, State.SIGNING: 6,
    State.TERMINATED: 8, State.EXPIRED: 8, State.ABANDONED: 4,
}  # fmt: skip
"""How many protocols of a hundred have their newest version in each state; older versions are superseded."""
SHORT = 12
"""Letters of a fingerprint where it is printed short."""


@dataclass(frozen=True)
class Pattern:
    """A protocol to be told again."""

    reference: str
    titles: tuple[str, ...]
    story: Story
    snapshots: tuple[Snapshot, ...]


class Patterns:
    """Everything that is copied, as the sample's partnership has it."""

    def __init__(self, partnership: Partnership, file: StandIn) -> None:
        self.partnership, self.file = partnership, file
        kept = Document.objects.filter(snapshot__version__protocol__partnership=partnership)
        self.files = list(kept.values_list("sha256", flat=True).distinct())
        self.mailboxes = self._mailboxes(roles__partner__memberships__partnership=partnership)
        self.officers = self._mailboxes(roles__partnership=partnership)
        self.registered = [
            number for number in Partner.objects.filter(memberships__partnership=partnership)
            .order_by("pk").values_list("ico_registration", flat=True) if number
        ]  # fmt: skip
        words = self._pattern()
        self.region = Story.read(OF_A_PARTNERSHIP, partnership.pk, words)
        self.district = Story.read(OF_ITS_PARTNERS, partnership.pk, words)
        by_state: dict[State, list[Pattern]] = defaultdict(list)
        overarching = None
        for protocol in Protocol.objects.filter(partnership=partnership).order_by("pk"):
            newest = protocol.versions.latest("number")
            found = self._read(protocol)
            if overarching is None and newest.status is State.IN_FORCE and not protocol.is_thematic:
                overarching, self.parent = found, newest
            else:
                by_state[newest.status].append(found)
        if overarching is None:
            raise LookupError("The pattern has no overarching protocol in force.")
        self.overarching = overarching
        self.by_state = {state: by_state[state] for state in WEIGHTS if by_state[state]}

    @staticmethod
    def _mailboxes(**of: Partnership) -> list[str]:
        return list(User.objects.filter(**of).order_by("pk").values_list("email", flat=True).distinct())

    def _pattern(self) -> re.Pattern[str]:
        """Every word that differs from place to place; longer ones first."""
        own = [self.partnership.name, self.partnership.slug, *self.mailboxes, *self.officers]
        own += [*self.registered, *self.files, *self._titles(), *self._fingerprints()]
        own += [digest[:SHORT] for digest in self._fingerprints()]
        exactly = "|".join(re.escape(word) for word in sorted({*own}, key=len, reverse=True) if word)
        towns = "|".join([rf"{town}(?![a-z])|(?<![a-z]){town.lower()}(?![a-z])" for town in TOWNS])
        prefix = re.escape(self.partnership.prefix)
        together = r"Northmoor and Vale(?! Fire)"
        return re.compile(rf"({exactly}|{together}|{prefix}-\d+|^{prefix}$|{towns})")

    def _titles(self) -> list[str]:
        versions = ProtocolVersion.objects.filter(protocol__partnership=self.partnership)
        return list(versions.values_list("title", flat=True).distinct())

    def _fingerprints(self) -> list[str]:
        snapshots = Snapshot.objects.filter(version__protocol__partnership=self.partnership)
        return list(snapshots.values_list("sha256", flat=True))

    def _read(self, protocol: Protocol) -> Pattern:
        words = self._pattern()
        snapshots = Snapshot.objects.filter(version__protocol=protocol).order_by("pk")
        titles = protocol.versions.values_list("title", flat=True).distinct()
        story = Story.read(OF_A_PROTOCOL, protocol.pk, words)
        return Pattern(protocol.reference, tuple(titles), story, tuple(snapshots))

    def chosen(self, chance: random.Random) -> Pattern:
        """A pattern by chance, as often as its state is to be met."""
        states = list(self.by_state)
        state = chance.choices(states, [WEIGHTS[state] for state in states])[0]
        return chance.choice(self.by_state[state])

    def words_of(self, place: Place) -> dict[str, str]:
        """What the pattern's words are in a place."""
        said = {"Northmoor and Vale": place.region, self.partnership.name: f"{place.region} Partnership (sample)",
                self.partnership.prefix: place.prefix,
                self.partnership.slug: f"{place.region} partnership".lower().replace(" ", "-"),
                self.overarching.reference: f"{place.prefix}-{place.district + 1:04d}"}  # fmt: skip
        for town, there in zip(TOWNS, (place.first, place.second, place.third), strict=True):
            said |= {town: there, town.lower(): there.lower()}
        said |= {email: f"{email.partition('@')[0]}@{place.domain}" for email in self.mailboxes}
        said |= {email: f"{email.partition('@')[0]}@{place.seat}" for email in self.officers}
        said |= dict.fromkeys(self.files, self.file.sha256)
        first = place.number * len(self.registered)
        return said | {number: f"ZB{first + index:06d}" for index, number in enumerate(self.registered)}


def titled(pattern: Pattern, number: int) -> dict[str, str]:
    """The titles of one copy, which says which ward it is about."""
    ward = WARDS[number % len(WARDS)]
    return {title: f"{title}: {ward} ward" for title in pattern.titles}


def refrozen(pattern: Pattern, words: dict[str, str]) -> dict[str, str]:
    """The fingerprints of the copy's frozen texts, by those of the pattern's; short ones too."""
    table = next(one for one in pattern.story.tables if one.label == "protocols.Snapshot")
    place = [field.attname for field in table.fields].index("text")
    said: dict[str, str] = {}
    for row, snapshot in zip(table.rows, pattern.snapshots, strict=True):
        text = row[place]
        digest = fingerprint(text if isinstance(text, str) else text.joined({**words, **said}))
        said |= {snapshot.sha256: digest, snapshot.sha256[:SHORT]: digest[:SHORT]}
    return said
