"""Templates: the wording that a protocol begins from. A version's wording never changes.

Built-in templates mirror reviewed files. A partnership's own are drafted here and published as versions of the same
shape.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.audit.models import Audited


class Tier(models.TextChoices):
    """The two tiers of protocol."""

    OVERARCHING = "overarching", "Overarching"
    THEMATIC = "thematic", "Thematic"


class Template(Audited):
    """A named template, of which there are versions. Without a partnership it is built in, and mirrors a file."""

    slug = models.SlugField(max_length=60, unique=True)
    tier = models.CharField(max_length=12, choices=Tier.choices)
    theme = models.CharField(max_length=40, blank=True, help_text="The theme's id; empty for overarching.")
    title = models.CharField(max_length=200)
    retired_at = models.DateTimeField(null=True, blank=True)
    partnership = models.ForeignKey(
        "partners.Partnership", on_delete=models.PROTECT, related_name="templates", null=True, blank=True
    )
    copied_from = models.ForeignKey(
        "TemplateVersion", on_delete=models.PROTECT, related_name="copies", null=True, blank=True
    )
    nonce = models.UUIDField(
        null=True, blank=True, unique=True, help_text="Made with the form, so that a repeated post makes nothing twice."
    )

    class Meta:
        ordering: ClassVar = ["tier", "title"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "title"],
                condition=Q(partnership__isnull=False),
                name="own_template_title_once",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_own(self) -> bool:
        """Whether a partnership made it."""
        return self.partnership_id is not None


class TemplateVersion(Audited):
    """One exact wording of a template, with its hash."""

    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    published_on = models.DateField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["template", "-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["template", "number"], name="template_version_once")]

    def __str__(self) -> str:
        return f"{self.template}, version {self.number}"


class TemplateDraft(Audited):
    """What the next version of a partnership's own template would say; there is one at most, gone once published."""

    template = models.OneToOneField(Template, on_delete=models.CASCADE, related_name="draft")
    content = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.CharField(max_length=250, blank=True)

    def __str__(self) -> str:
        return f"{self.template}, draft"
