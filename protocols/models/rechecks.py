"""What a copied protocol brought along, and who has looked at it again."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from portal.audit.models import Audited
from protocols.models.flows import DataFlow
from protocols.models.protocols import ProtocolVersion


class Recheck(Audited):
    """A part of a copied protocol that has to be looked at again: `part` is its id in the content, or one flow.

    It is open until somebody confirms it; a flow is also looked at by changing it.
    """

    version = models.ForeignKey(ProtocolVersion, on_delete=models.CASCADE, related_name="rechecks")
    part = models.CharField(max_length=40)
    flow = models.OneToOneField(DataFlow, on_delete=models.CASCADE, related_name="recheck", null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering: ClassVar = ["version", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "part"], condition=Q(flow=None), name="copied_part_once"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by="") | (Q(confirmed_at__isnull=False) & ~Q(confirmed_by="")),
                name="a_confirmed_copy_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} of {self.version}"

    @property
    def is_open(self) -> bool:
        """Whether it waits to be looked at."""
        changed = self.flow is not None and (self.flow.revision > 1 or self.flow.is_refused)
        return self.confirmed_at is None and not changed
