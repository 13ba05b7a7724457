"""What went wrong with shared data, or nearly did, and whether the Information Commissioner was told."""

from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from protocols.models.numbered import NumberedRow
from protocols.models.protocols import Party, ProtocolVersion

HOURS_TO_TELL = 72
"""Within how many hours of knowing of a breach the Commissioner is told (UK GDPR Art 33(1))."""


class Incident(NumberedRow):
    """A breach or a near miss at one party, as its own people recorded it; the parties read it, the public does not.

    The 72 hours of UK GDPR Art 33(1) run from when the party came to know, `known_on` at `known_time`, local time. A
    breach is told unless it is unlikely to put anybody at risk, which `told_reason` then says; it also says why the
    Commissioner was told late.
    """

    class Kind(models.TextChoices):
        """Whether anything happened to the data."""

        BREACH = "breach", "Breach"
        NEAR_MISS = "near_miss", "Near miss"

    class Told(models.TextChoices):
        """Whether the Information Commissioner was told."""

        NOT_YET = "not_yet", "Not decided yet"
        YES = "yes", "Told"
        NO = "no", "Not told"

    version = models.ForeignKey(ProtocolVersion, on_delete=models.PROTECT, related_name="incidents")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="incidents")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    what = models.TextField(help_text="What happened, without names of people.")
    happened_on = models.DateField()
    known_on = models.DateField(help_text="The day on which the party came to know of it.")
    known_time = models.TimeField(default=time.min)
    told = models.CharField(max_length=7, choices=Told.choices, default=Told.NOT_YET)
    told_on = models.DateField(null=True, blank=True)
    told_time = models.TimeField(null=True, blank=True)
    told_reason = models.TextField(blank=True, help_text="Why it was not told, or told late.")
    lessons = models.TextField(blank=True)
    recorded_by = models.CharField(max_length=250, help_text="Who, in which role, of which body, as text.")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-known_on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "number"], name="incident_number_once"),
            models.CheckConstraint(
                condition=Q(told="yes", told_on__isnull=False, told_time__isnull=False)
                | (~Q(told="yes") & Q(told_on=None, told_time=None)),
                name="an_incident_told_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(kind="breach", told="no") | ~Q(told_reason=""), name="a_breach_not_told_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"Incident {self.number}"

    @property
    def is_breach(self) -> bool:
        """Whether something happened to the data."""
        return self.kind == self.Kind.BREACH

    @property
    def known_at(self) -> datetime:
        """When the party came to know of it."""
        return moment_of(self.known_on, self.known_time)

    @property
    def tell_by(self) -> datetime:
        """When the 72 hours are over: hours that pass, so reckoned in UTC, whatever the clocks do meanwhile."""
        return self.known_at.astimezone(UTC) + timedelta(hours=HOURS_TO_TELL)

    @property
    def told_at(self) -> datetime | None:
        """When the Commissioner was told."""
        if self.told_on is None or self.told_time is None:
            return None
        return moment_of(self.told_on, self.told_time)

    @property
    def was_told_late(self) -> bool:
        """Whether the Commissioner was told after the 72 hours."""
        return self.told_at is not None and self.told_at > self.tell_by

    @property
    def is_overdue(self) -> bool:
        """Whether the 72 hours are over and nobody has decided."""
        return self.is_breach and self.told == self.Told.NOT_YET and timezone.now() > self.tell_by


def moment_of(day: date, at: time) -> datetime:
    """A day and a time of the clock here, as a moment."""
    return timezone.make_aware(datetime.combine(day, at))
