"""The clause library of a partnership: clauses worth having again, and where each was put in."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.audit.models import Audited
from protocols.models.texts import Section


class SavedClause(Audited):
    """A clause that somebody saved to be used again. Its wording never changes; a better one is saved anew."""

    partnership = models.ForeignKey("partners.Partnership", on_delete=models.PROTECT, related_name="saved_clauses")
    title = models.CharField(max_length=120)
    theme = models.CharField(max_length=40, blank=True, help_text="The theme's id; empty for any.")
    tags = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True, help_text="When to use it, and when not.")
    body = models.TextField()
    words = models.TextField(help_text="What is searched: title, tags, note and text, in small letters.")
    variables = models.JSONField(default=list, help_text="What its variables are, as a template's content has them.")
    came_from = models.ForeignKey(Section, on_delete=models.SET_NULL, related_name="saved_as", null=True, blank=True)
    nonce = models.UUIDField(unique=True, help_text="Made with the form, so that a repeated post saves nothing twice.")
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.CharField(max_length=250)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["title", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "title"], condition=Q(retired_at=None), name="saved_clause_title_once"
            )
        ]

    def __str__(self) -> str:
        return self.title


class ClauseUse(Audited):
    """A saved clause was put into a section. What the section says now may be something else: a page compares them."""

    clause = models.ForeignKey(SavedClause, on_delete=models.CASCADE, related_name="uses")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="clause_uses")
    put_in_at = models.DateTimeField(default=timezone.now)
    put_in_by = models.CharField(max_length=250)

    class Meta:
        ordering: ClassVar = ["-put_in_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["clause", "section"], name="clause_used_once_a_section")
        ]

    def __str__(self) -> str:
        return f"{self.clause} in {self.section}"
