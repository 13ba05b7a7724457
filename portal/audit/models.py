"""The trail itself, and the base of every model whose writes must pass through an act."""

from collections.abc import Iterable
from typing import Any, ClassVar, NoReturn, Self, TypeVar

from django.db import models

from portal.audit.chain import GENESIS, link
from portal.audit.guards import AppendOnly, require_act

M = TypeVar("M", bound=models.Model)


class AppendOnlyQuerySet(models.QuerySet["AuditEvent"]):
    """Refuses to change or remove events; the database refuses too, by triggers."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refused: an event is never changed."""
        raise AppendOnly

    def delete(self) -> NoReturn:
        """Refused: an event is never removed."""
        raise AppendOnly


class AuditEvent(models.Model):
    """One thing that happened. Holds no foreign keys, so that it outlives what it speaks of."""

    sequence = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    action = models.CharField(max_length=80)
    actor_name = models.CharField(max_length=250)
    capacity = models.CharField(max_length=250, blank=True)
    person_id = models.BigIntegerField(null=True)
    role_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    subject_type = models.CharField(max_length=80, blank=True)
    subject_id = models.CharField(max_length=64, blank=True)
    subject_label = models.CharField(max_length=250, blank=True)
    details = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, default=GENESIS)
    hash = models.CharField(max_length=64, unique=True)

    objects = models.Manager.from_queryset(AppendOnlyQuerySet)()

    class Meta:
        ordering: ClassVar = ["sequence"]
        indexes: ClassVar = [
            models.Index(fields=["subject_type", "subject_id", "sequence"]),
            models.Index(fields=["organisation_id", "sequence"]),
            models.Index(fields=["person_id", "sequence"]),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"

    def content(self) -> dict[str, object]:
        """What the hash covers: every field but the hash, in plain JSON types; the time is in UTC."""
        return {
            "sequence": self.sequence,
            "at": self.at.isoformat(timespec="microseconds"),
            "action": self.action,
            "actor_name": self.actor_name,
            "capacity": self.capacity,
            "person_id": self.person_id,
            "role_id": self.role_id,
            "organisation_id": self.organisation_id,
            "subject_type": self.subject_type,
            "subject_id": self.subject_id,
            "subject_label": self.subject_label,
            "details": self.details,
        }

    def expected_hash(self) -> str:
        """The hash that this event must bear."""
        return link(self.previous_hash, self.content())

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the event. Raises AppendOnly for anything but a first insert."""
        if not self._state.adding:
            raise AppendOnly
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused: an event is never removed."""
        raise AppendOnly


class ChainHead(models.Model):
    """The end of the chain: one row, locked while an event is added, so that events cannot fork."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="one_chain_head")]

    def __str__(self) -> str:
        return f"chain of {self.sequence}"


class AuditedQuerySet(models.QuerySet[M]):
    """A query set whose bulk writes, too, demand an act."""

    def update(self, **kwargs: Any) -> int:
        """Change rows, inside an act only."""
        require_act(self.model)
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Remove rows, inside an act only."""
        require_act(self.model)
        return super().delete()

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        """Insert rows, inside an act only."""
        require_act(self.model)
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> int:
        """Change rows, inside an act only."""
        require_act(self.model)
        return super().bulk_update(objs, *args, **kwargs)


class Audited(models.Model):
    """The base of every domain model: without an open act, nothing can be written."""

    objects: ClassVar[models.Manager[Self]] = models.Manager.from_queryset(AuditedQuerySet)()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row. Raises UnauditedWrite outside an act."""
        require_act(type(self))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Remove the row. Raises UnauditedWrite outside an act."""
        require_act(type(self))
        return super().delete(*args, **kwargs)
