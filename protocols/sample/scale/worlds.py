"""Making a world: the pattern first, then partnership after partnership, then protocol after protocol."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction

from partners.models import Partnership
from portal.accounts.models import User
from portal.audit.acts import SYSTEM, act
from portal.audit.models import AuditEvent
from protocols.sample.scale.copying import Copier, Copying
from protocols.sample.scale.districts import District, looked_up
from protocols.sample.scale.files import stand_in
from protocols.sample.scale.patterns import Pattern, Patterns, refrozen, titled
from protocols.sample.scale.places import WARDS, Gazetteer, Place
from protocols.sample.scale.trails import Told, append, told

ACTION = "protocols.sample.scale"
EACH = 1000
"""Protocols of one partnership: a large region's."""
BATCH = 50
"""Protocols in one transaction: what is lost when the command is stopped."""


class NotEmpty(Exception):
    """The portal holds people already, and was not begun by this command with the same seed."""


@dataclass
class World:
    """The portal of one seed. `make` goes on from where it was stopped."""

    seed: int
    say: Callable[[str], None]
    each: int = EACH
    districts: dict[int, District] = field(default_factory=dict)

    def begin(self, load: Callable[[], object]) -> None:
        """Let the sample be made by its services in an empty portal. Raises NotEmpty in any other."""
        begun = AuditEvent.objects.filter(action=f"{ACTION}.begin").first()
        if begun is None:
            if User.objects.exists() or Partnership.objects.exists():
                raise NotEmpty("This portal has people in it. A world of protocols is made in an empty portal only.")
            with act(f"{ACTION}.begin", by=SYSTEM, details={"seed": self.seed}):
                pass
        elif begun.details["seed"] != self.seed:
            raise NotEmpty(f"This portal was begun with seed {begun.details['seed']}. Go on with that one.")
        elif Partnership.objects.filter(is_sample=False).exists():
            raise NotEmpty("This portal has a partnership that is no sample. Nothing was added.")
        if not AuditEvent.objects.filter(action=f"{ACTION}.pattern").exists():
            if User.objects.exists():
                raise NotEmpty("The sample was not finished when the command was stopped. Begin with an empty portal.")
            with transaction.atomic():  # stopped in the middle, there is none of it
                load()
                with act(f"{ACTION}.pattern", by=SYSTEM):
                    pass

    def make(self, protocols: int) -> int:
        """Add protocols until there are so many beside the sample's own; how many were added."""
        file = stand_in()
        self.patterns = Patterns(Partnership.objects.filter(is_sample=True).earliest("pk"), file)
        self.gazetteer, self.copier = Gazetteer(self.seed), Copier(file.cells)
        done = first = self._done()
        began = time.monotonic()
        while done < protocols:
            last = min(done + BATCH, protocols)
            with act(ACTION, by=SYSTEM, details={"seed": self.seed, "made": last}):
                self.copier.how.hurry()
                events = [event for number in range(done, last) for event in self._one(number)]
                append(events, self.copier.numbers)
                self.copier.numbers.tell()
            done = last
            rate = (done - first) / (time.monotonic() - began)
            self.say(f"{done:,} of {protocols:,} protocols, {rate:.0f} a second")
        return done - first

    def _done(self) -> int:
        last = AuditEvent.objects.filter(action=ACTION).order_by("-sequence").first()
        return int(str(last.details["made"])) if last else 0

    def _one(self, number: int) -> list[Told]:
        """One protocol: its partnership and district too, where it is the first there."""
        chance = random.Random(f"{self.seed}/{number}")  # noqa: S311 - no secret: a seed's world is the same again
        region, place = divmod(number, self.each)
        across = self.gazetteer.across
        if place < across:
            return self._district(self.gazetteer.place(region, place), region, chance)
        there = self._found(region, chance.randrange(across))
        return self._told(self.patterns.chosen(chance), there, place + 1, chance)

    def _told(self, pattern: Pattern, there: District, number: int, chance: random.Random) -> list[Told]:
        words = {**there.words, pattern.reference: f"{there.place.prefix}-{number:04d}"}
        words |= titled(pattern, chance.randrange(len(WARDS)))
        words |= refrozen(pattern, words)
        copying = Copying(self.copier, chance, dict(there.keys), words)
        copying.copy(pattern.story)
        return told(pattern.story.events, copying.keys, words)

    def _district(self, place: Place, region: int, chance: random.Random) -> list[Told]:
        """A district's bodies and people, and the overarching protocol that they stand under."""
        patterns, words = self.patterns, self.patterns.words_of(place)
        words |= refrozen(patterns.overarching, words)
        copying = Copying(self.copier, chance, {}, words)
        stories = [patterns.district, patterns.overarching.story]
        if place.is_capital:
            stories.insert(0, patterns.region)
        else:
            copying.keys |= self._found(region, 0).keys_of(patterns.region)
        events: list[Told] = []
        for story in stories:
            copying.copy(story)
            events += told(story.events, copying.keys, words)
        self.districts[place.number] = District.of(place, copying)
        return events

    def _found(self, region: int, district: int) -> District:
        """A district that stands already: remembered, or looked up after the command was stopped."""
        place = self.gazetteer.place(region, district)
        if place.number not in self.districts:
            self.districts[place.number] = looked_up(place, self.patterns)
        return self.districts[place.number]
