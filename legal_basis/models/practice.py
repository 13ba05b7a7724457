"""Practice walks that a signed-in person keeps: theirs alone, and no ground for anything."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from portal.audit.models import Audited


class PracticeWalk(Audited):
    """One person's practice walk of a checklist, kept until they delete it or their account goes.

    Nothing points at it, so that no approval can ever rest on it; `walk` holds its facts and answers, and `standing`
    the token of its next step or the code of its end. `nonce` was made with the form that began it, so that a post
    sent twice begins one walk.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="practice_walks")
    nonce = models.UUIDField()
    name = models.CharField(max_length=80)
    checklist = models.CharField(max_length=40)
    checklist_version = models.CharField(max_length=20)
    walk = models.JSONField(default=dict)
    standing = models.CharField(max_length=14)
    begun_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-changed_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "nonce"], name="one_practice_walk_a_form"),
        ]

    def __str__(self) -> str:
        return f"practice walk of {self.checklist}"  # not its name: the trail keeps what this says
