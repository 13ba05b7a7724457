"""That a partner was written to because it is late: at most once a day for one text."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from portal.audit.models import Audited
from protocols.models.decisions import Snapshot
from protocols.models.protocols import Party


class Chase(Audited):
    """One mail to those at a party who owe a decision or a signature on a text; `on` is the day."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="chases")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="chases")
    on = models.DateField(default=timezone.localdate)
    sent_by = models.ForeignKey("partners.Role", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["snapshot", "party", "on"], name="a_party_is_chased_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.party}, written to on {self.on}"
