"""What the record of one incident says, and whether it holds together."""

from dataclasses import dataclass
from datetime import date, time

from django.utils import timezone

from protocols.errors import Invalid
from protocols.models import Incident, Party, ProtocolVersion
from protocols.models.incidents import HOURS_TO_TELL
from protocols.services.rows import RowContent

OWED = {
    "party": "Choose the party at which it happened.",
    "kind": "Choose whether it was a breach or a near miss.",
    "what": "Write what happened, without names of people.",
    "happened_on": "Enter the day on which it happened.",
    "known_on": "Enter the day on which the party came to know of it.",
    "known_time": "Enter the time at which the party came to know of it, such as 2:30pm.",
}
ART_33 = "UK GDPR Art 33(1)"


@dataclass(frozen=True)
class IncidentContent(RowContent[Incident]):
    """What one record says; `recorded_by` is put in by the service."""

    party: Party | None
    kind: str
    what: str
    happened_on: date
    known_on: date
    known_time: time
    told: str = Incident.Told.NOT_YET
    told_on: date | None = None
    told_time: time | None = None
    told_reason: str = ""
    lessons: str = ""
    recorded_by: str = ""

    def check(self, version: ProtocolVersion) -> None:
        """Raise Invalid, naming the field, where it does not hold together."""
        for name, sentence in OWED.items():
            value = getattr(self, name)
            if value is None or (isinstance(value, str) and not value.strip()):
                raise Invalid(sentence, name)
        if self.party is None or self.party.version_id != version.pk:
            raise Invalid(OWED["party"], "party")
        if self.kind not in Incident.Kind.values:
            raise Invalid(OWED["kind"], "kind")
        row = Incident(**self.as_fields())
        if self.known_on < self.happened_on:
            raise Invalid("Nobody can know of it before it happened. Check both days.", "known_on")
        if max(self.known_on, self.happened_on) > timezone.localdate():
            raise Invalid("This day has not come yet. Enter today or an earlier day.", "known_on")
        self._check_told(row)

    def as_fields(self) -> dict[str, object]:
        """The fields of the row; when the Commissioner was told is kept only where it was."""
        told = {} if self.told == Incident.Told.YES else {"told_on": None, "told_time": None}
        return {**super().as_fields(), **told}

    def _check_told(self, row: Incident) -> None:
        """Whether, when and why the Commissioner was told, or was not."""
        if self.told not in Incident.Told.values:
            raise Invalid("Choose whether the Information Commissioner was told.", "told")
        if self.told == Incident.Told.NO and row.is_breach and not self.told_reason.strip():
            raise Invalid(
                f"Write why it is unlikely to put anybody at risk: only then need nobody be told ({ART_33}).",
                "told_reason",
            )
        if self.told != Incident.Told.YES:
            return
        if self.told_on is None:
            raise Invalid("Enter the day on which the Commissioner was told.", "told_on")
        if self.told_time is None:
            raise Invalid("Enter the time at which the Commissioner was told, such as 2:30pm.", "told_time")
        told_at = row.told_at
        if told_at is None:
            raise LookupError("A day and a time make a moment.")
        if self.told_on < self.known_on or told_at > timezone.now():
            raise Invalid("The Commissioner is told after the party knows, and not in the future.", "told_on")
        if row.was_told_late and not self.told_reason.strip():
            raise Invalid(
                f"That is more than {HOURS_TO_TELL} hours after the party knew. Write why it was late ({ART_33}).",
                "told_reason",
            )
