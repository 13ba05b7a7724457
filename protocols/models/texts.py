"""The text of a version: sections, what each was before, the values that fill it, and what people say of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.audit.models import Audited
from portal.richtext import plain
from portal.scanning import Scanned
from protocols.models.protocols import ProtocolVersion


class Section(Scanned):
    """A numbered clause of a version. `section_id` is its id in the section library, such as S03."""

    WORDS = ("body",)

    class Inherits(models.TextChoices):
        """How a thematic protocol takes the overarching protocol's clause of the same id."""

        NONE = "none", "Its own text only"
        AS_IS = "as is", "The overarching text as it is"
        EXTEND = "extend", "The overarching text, then its own"
        SUBSET = "subset", "Its own list, chosen from the overarching one"
        REPLACE = "replace", "Its own text in place of the overarching one"

    version = models.ForeignKey(ProtocolVersion, on_delete=models.CASCADE, related_name="sections")
    section_id = models.CharField(max_length=12)
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    inherits = models.CharField(max_length=8, choices=Inherits.choices, default=Inherits.NONE)
    replaces_reason = models.TextField(blank=True, help_text="Why its own text stands in place of the overarching one.")
    departs_from = models.JSONField(
        default=dict, blank=True, help_text="How it took the overarching text before, and what it said then."
    )
    mandatory = models.BooleanField(default=False)
    taken = models.JSONField(
        default=dict,
        blank=True,
        help_text="Of the newer template version that it was taken over from: its number, and what stands beside it.",
    )
    revision = models.PositiveIntegerField(default=1)
    reviewed = models.BooleanField(default=False, help_text="Whether a writer has marked it as ready.")
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering: ClassVar = ["version", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "section_id"], name="section_once"),
            models.UniqueConstraint(fields=["version", "position"], name="position_once"),
            models.CheckConstraint(
                condition=Q(inherits="replace") & ~Q(replaces_reason="")
                | ~Q(inherits="replace") & Q(replaces_reason=""),
                name="replaced_clause_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"

    def words(self) -> list[str]:
        """The text without its markup."""
        return [plain(self.body)]


class SectionRevision(Audited):
    """What a section said after each save: kept, so that nothing written is ever lost."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    body = models.TextField(blank=True)
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering: ClassVar = ["section", "-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["section", "number"], name="revision_once")]

    def __str__(self) -> str:
        return f"{self.section}, revision {self.number}"


class VariableValue(Audited):
    """What fills a variable, such as the breach notice period, everywhere in a version's text."""

    version = models.ForeignKey(ProtocolVersion, on_delete=models.CASCADE, related_name="variables")
    key = models.CharField(max_length=60)
    value = models.TextField(blank=True)
    spec = models.JSONField(
        default=dict, blank=True, help_text="What the variable is, where the version's template does not say."
    )

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "key"], name="variable_once")]

    def __str__(self) -> str:
        return self.key


class Comment(Scanned):
    """What somebody at a party says about a version, about one of its sections, or about words in that section.

    The words are kept as the W3C's Web Annotation Data Model selects a quotation: exactly, with what stood before and
    after; and with the paragraph and the revision in which they stood.
    """

    WORDS = ("body", "response")

    version = models.ForeignKey(ProtocolVersion, on_delete=models.CASCADE, related_name="comments")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="comments", null=True, blank=True)
    flow_number = models.PositiveIntegerField(null=True, blank=True, help_text="The data flow that it is about.")
    step = models.CharField(max_length=160, blank=True, help_text="The step of a legal record: party, flow and step.")
    place = models.CharField(max_length=300, blank=True, help_text="That flow or step in words.")
    author = models.ForeignKey("partners.Role", on_delete=models.PROTECT, related_name="comments")
    body = models.TextField()
    quote = models.TextField(blank=True, help_text="The words that it is about; empty for the whole.")
    quote_before = models.CharField(max_length=64, blank=True)
    quote_after = models.CharField(max_length=64, blank=True)
    quote_paragraph = models.PositiveIntegerField(null=True, blank=True, help_text="Counted from 0 within the section.")
    quote_revision = models.PositiveIntegerField(null=True, blank=True, help_text="Of the section, at that time.")
    nonce = models.UUIDField(unique=True, help_text="Made with the form, so that a repeated post adds nothing.")
    written_at = models.DateTimeField(default=timezone.now)
    late = models.BooleanField(default=False, help_text="Whether it came after the closing date of the consultation.")
    response = models.TextField(blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.CharField(max_length=250, blank=True)
    earlier = models.JSONField(default=list, blank=True, help_text="Responses after which it was opened again.")

    class Meta:
        ordering: ClassVar = ["written_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by="") | (Q(resolved_at__isnull=False) & ~Q(resolved_by="")),
                name="resolved_comment_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(quote="", quote_revision=None)
                | (~Q(quote="") & Q(quote_revision__isnull=False, section__isnull=False)),
                name="quoted_words_stand_in_a_clause",
            ),
        ]

    def __str__(self) -> str:
        return self.body[:60]
