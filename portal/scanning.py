"""Rows whose words are looked through for a person's data whenever they are written, so that no page has to."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self, TypeVar

from django.db import models

from portal.audit.models import Audited, AuditedQuerySet
from portal.personal_data import Finding, find_personal_data

M = TypeVar("M", bound="Scanned")


class UnscannedWrite(RuntimeError):
    """Words were to be changed past the look for a person's data: save the row, or use `bulk_update`."""


class ScannedQuerySet(AuditedQuerySet[M]):
    """A query set whose bulk writes look through the words too."""

    def update(self, **kwargs: Any) -> int:
        """Change rows. Raises UnscannedWrite for words, unless what was found in them is given as well."""
        if "people" not in kwargs and self.model.holds_words(kwargs):
            raise UnscannedWrite(f"{self.model.__name__}: {', '.join(kwargs)}")
        return super().update(**kwargs)

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        """Insert rows, each looked through."""
        rows = list(objs)
        for row in rows:
            row.look_through()
        return super().bulk_create(rows, *args, **kwargs)

    def bulk_update(self, objs: Iterable[M], fields: Iterable[str], batch_size: int | None = None) -> int:
        """Change rows, each looked through where its words are among the fields."""
        rows, fields = list(objs), list(fields)
        if self.model.holds_words(fields):
            for row in rows:
                row.look_through()
            fields = [*dict.fromkeys([*fields, "people"])]
        return super().bulk_update(rows, fields, batch_size=batch_size)


class Scanned(Audited):
    """A row that keeps what in its own words looks like a person's data: `people`, pairs of what it is and a hint.

    `WORDS` names the fields that hold words. What is found depends on them and on `portal.personal_data` alone; where
    the latter changes, `manage.py scan_words` looks through every row again.
    """

    WORDS: ClassVar[tuple[str, ...]] = ()

    people = models.JSONField(default=list, editable=False, help_text="What in its words looks like a person's data.")

    objects: ClassVar[models.Manager[Self]] = models.Manager.from_queryset(ScannedQuerySet)()

    class Meta:
        abstract = True

    @classmethod
    def holds_words(cls, names: Iterable[str]) -> bool:
        """Whether one of these fields holds words."""
        return any(name in cls.WORDS for name in names)

    @property
    def findings(self) -> list[Finding]:
        """What was found in its words when it was written."""
        return [Finding(what, hint) for what, hint in self.people]

    def words(self) -> list[str]:
        """Its words, as plain texts."""
        return [getattr(self, name) for name in self.WORDS]

    def look_through(self) -> bool:
        """Find anew what looks like a person's data; whether that differs from what was kept."""
        found = dict.fromkeys(finding for text in self.words() for finding in find_personal_data(text))
        before, self.people = self.people, [[one.what, one.hint] for one in found]
        changed: bool = before != self.people
        return changed

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row, looked through first."""
        wanted = kwargs.get("update_fields")
        if wanted is None or self.holds_words(wanted):
            self.look_through()
            if wanted is not None:
                kwargs["update_fields"] = [*dict.fromkeys([*wanted, "people"])]
        super().save(*args, **kwargs)
