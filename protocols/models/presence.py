"""Who has a clause open to write in."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from protocols.models.texts import Section


class Presence(models.Model):
    """The last word from somebody's open page that they are writing in a clause: one row to a person and clause.

    It counts for a minute and is then swept away. Nothing of an agreement hangs on it, so it is written outside acts;
    and the database does not check that the clause is there, for which it would wait while the clause is saved.
    """

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="presences", db_constraint=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="presences")
    told_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["section", "person"], name="one_presence_a_person_and_clause")
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.section}"
