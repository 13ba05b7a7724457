"""Templates: the wording that a protocol begins from. Rows mirror reviewed files; a version's wording never changes."""

from typing import ClassVar

from django.db import models

from portal.audit.models import Audited


class Tier(models.TextChoices):
    """The two tiers of protocol."""

    OVERARCHING = "overarching", "Overarching"
    THEMATIC = "thematic", "Thematic"


class Template(Audited):
    """A named template, of which there are versions."""

    slug = models.SlugField(max_length=60, unique=True)
    tier = models.CharField(max_length=12, choices=Tier.choices)
    theme = models.CharField(max_length=40, blank=True, help_text="The theme's id; empty for overarching.")
    title = models.CharField(max_length=200)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["tier", "title"]

    def __str__(self) -> str:
        return self.title


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
