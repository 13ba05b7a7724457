"""Text that came in Word: files that wait for somebody's word, and what has no place in a clause yet."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.audit.models import Audited
from protocols.models.protocols import ProtocolVersion
from protocols.models.texts import Section


class WordUpload(Audited):
    """A Word file that was uploaded, kept between its report and the word of whoever sent it; then what came of it."""

    class Kind(models.TextChoices):
        """What is in it: text to be brought in, or an edited copy of the version's own text."""

        TEXT = "text", "Text to bring in"
        COPY = "copy", "Edited copy"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    version = models.ForeignKey(ProtocolVersion, on_delete=models.CASCADE, related_name="word_uploads")
    role = models.ForeignKey("partners.Role", on_delete=models.PROTECT, related_name="word_uploads")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField(help_text="The file; emptied once its text is brought in.")
    uploaded_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict, blank=True, help_text="What came of it: how many of each.")

    class Meta:
        ordering: ClassVar = ["-uploaded_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(done_at=None) | Q(content=b""), name="a_word_file_done_is_not_kept"),
        ]

    def __str__(self) -> str:
        return self.file_name


class UnplacedText(Audited):
    """A part of a Word file that stands in no clause yet: to be put at the end of one, or set aside; never lost."""

    class State(models.TextChoices):
        """Where it stands; all but waiting are for good."""

        WAITING = "waiting", "Not yet placed"
        PLACED = "placed", "Placed"
        SET_ASIDE = "set aside", "Set aside"

    version = models.ForeignKey(ProtocolVersion, on_delete=models.CASCADE, related_name="unplaced_texts")
    file_name = models.CharField(max_length=200)
    position = models.PositiveIntegerField(help_text="Its place in the file.")
    heading = models.CharField(max_length=200, blank=True)
    html = models.TextField(blank=True, help_text="Sanitised HTML.")
    brought_at = models.DateTimeField(default=timezone.now)
    brought_by = models.CharField(max_length=250)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    placed_in = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="placed_texts", null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=250, blank=True)
    reason = models.TextField(blank=True, help_text="Why it was set aside; empty for any other.")

    class Meta:
        ordering: ClassVar = ["version", "brought_at", "position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="waiting", settled_at=None, settled_by="")
                | (~Q(state="waiting") & Q(settled_at__isnull=False) & ~Q(settled_by="")),
                name="a_settled_text_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(state="placed", placed_in__isnull=False) | (~Q(state="placed") & Q(placed_in=None)),
                name="a_placed_text_says_where",
            ),
            models.CheckConstraint(
                condition=(Q(state="set aside") & ~Q(reason="")) | (~Q(state="set aside") & Q(reason="")),
                name="a_text_set_aside_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.heading or "Words before the first heading"
