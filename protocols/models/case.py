"""The case for a protocol: who gains what, at what cost, and what stood in the way."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from protocols.kinds import BarrierKind, CaseGroup
from protocols.models.numbered import NumberedRow
from protocols.models.protocols import Party, ProtocolVersion


class CaseEntry(NumberedRow):
    """A benefit or a cost of the sharing, to one of four groups, after Figure A of the report of 2005.

    `measured` says how anybody will know. An estimate is a whole number of pounds or hours, once or each year.
    """

    class Side(models.TextChoices):
        """Which side of the balance it stands on."""

        BENEFIT = "benefit", "Benefit"
        COST = "cost", "Cost"

    class Unit(models.TextChoices):
        """What an estimate counts."""

        POUNDS = "pounds", "Pounds"
        HOURS = "hours", "Hours"

    class Per(models.TextChoices):
        """How often."""

        ONCE = "once", "Once"
        YEAR = "year", "Each year"

    version = models.ForeignKey(ProtocolVersion, on_delete=models.CASCADE, related_name="case_entries")
    side = models.CharField(max_length=7, choices=Side.choices)
    group = models.CharField(max_length=9, choices=CaseGroup.choices())
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    measured = models.TextField(blank=True, help_text="How anybody will know.")
    amount = models.PositiveIntegerField(null=True, blank=True, help_text="An estimate, in whole units.")
    unit = models.CharField(max_length=6, choices=Unit.choices, blank=True)
    per = models.CharField(max_length=4, choices=Per.choices, blank=True)
    starter = models.CharField(max_length=60, blank=True, help_text="Id of the starter that it began from.")
    owner = models.ForeignKey(Party, on_delete=models.SET_NULL, related_name="case_entries", null=True, blank=True)
    owner_post = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["version", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "number"], name="case_number_once"),
            models.UniqueConstraint(
                fields=["version", "starter"], condition=~Q(starter=""), name="a_starter_of_the_case_is_added_once"
            ),
            models.CheckConstraint(
                condition=Q(amount=None, unit="", per="") | (Q(amount__isnull=False) & ~Q(unit="") & ~Q(per="")),
                name="an_estimate_has_its_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()} {self.number}: {self.title}"

    @property
    def estimate(self) -> str:
        """The estimate in words, such as £12,000 each year; nothing where there is none."""
        if self.amount is None:
            return ""
        hours = "hour" if self.amount == 1 else "hours"
        much = f"£{self.amount:,}" if self.unit == self.Unit.POUNDS else f"{self.amount:,} {hours}"
        return f"{much} {self.get_per_display().lower()}"


class Barrier(NumberedRow):
    """Something that stood, or may stand, in the way of sharing, of one of the seven kinds; and what was done."""

    class Standing(models.TextChoices):
        """How far it has been got over."""

        EXPECTED = "expected", "Not met yet, but expected"
        MET = "met", "Met, and still in the way"
        OVERCOME = "overcome", "Met, and got over"

    version = models.ForeignKey(ProtocolVersion, on_delete=models.CASCADE, related_name="barriers")
    kind = models.CharField(max_length=12, choices=BarrierKind.choices())
    title = models.CharField(max_length=200)
    description = models.TextField(help_text="What it was: who said what, and what it held up.")
    standing = models.CharField(max_length=8, choices=Standing.choices, default=Standing.MET)
    done = models.TextField(blank=True, help_text="What was done about it.")
    owner = models.ForeignKey(Party, on_delete=models.SET_NULL, related_name="barriers", null=True, blank=True)
    owner_post = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["version", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "number"], name="barrier_number_once"),
            models.CheckConstraint(condition=~Q(standing="overcome") | ~Q(done=""), name="a_barrier_got_over_says_how"),
        ]

    def __str__(self) -> str:
        return f"Barrier {self.number}: {self.title}"
