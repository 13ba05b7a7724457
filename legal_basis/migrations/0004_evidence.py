"""Files that show what an answer rests on."""

from typing import ClassVar
from uuid import uuid4

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

KINDS = [
    ("PDF", "PDF"), ("PNG", "PNG picture"), ("JPEG", "JPEG picture"), ("DOCX", "Word document"),
    ("XLSX", "Excel workbook"), ("PPTX", "PowerPoint presentation"), ("ODT", "OpenDocument text"),
    ("ODS", "OpenDocument spreadsheet"), ("ODP", "OpenDocument presentation"),
]  # fmt: skip
FIELDS = [
    ("id", models.UUIDField(default=uuid4, editable=False, primary_key=True, serialize=False)),
    ("step", models.CharField(max_length=12)),
    ("name", models.CharField(help_text="The file's name as it was given, made fit to be shown.", max_length=150)),
    ("kind", models.CharField(choices=KINDS, max_length=4)),
    ("size", models.PositiveIntegerField(help_text="Bytes.")),
    ("sha256", models.CharField(max_length=64)),
    ("stored_as", models.CharField(help_text="The file's name in the storage.", max_length=100, unique=True)),
    ("shows", models.CharField(help_text="What it shows.", max_length=200)),
    ("is_advice", models.BooleanField(default=False)),
    ("added_by", models.CharField(max_length=250)),
    ("added_by_id", models.BigIntegerField(null=True)),
    ("capacity", models.CharField(blank=True, max_length=250)),
    ("at", models.DateTimeField(default=django.utils.timezone.now)),
    ("recorded", models.BooleanField(default=False, help_text="Whether a concluded record ever named it.")),
    ("removed_at", models.DateTimeField(blank=True, null=True)),
    ("removed_by", models.CharField(blank=True, max_length=250)),
    (
        "assessment",
        models.ForeignKey(
            on_delete=django.db.models.deletion.CASCADE, related_name="evidence", to="legal_basis.assessment"
        ),
    ),
]
STANDING = models.Q(removed_at=None)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("legal_basis", "0003_moving_to_a_new_text")]
    operations: ClassVar = [
        migrations.CreateModel("Evidence", FIELDS, {"ordering": ["at", "pk"]}),
        migrations.AddConstraint(
            "evidence",
            models.UniqueConstraint(
                condition=STANDING, fields=["assessment", "step", "sha256", "is_advice"], name="one_file_once_a_step"
            ),
        ),
        migrations.AddConstraint(
            "evidence", models.CheckConstraint(condition=models.Q(size__gt=0), name="evidence_is_not_empty")
        ),
        migrations.AddConstraint(
            "evidence",
            models.CheckConstraint(
                condition=(STANDING & models.Q(removed_by=""))
                | (models.Q(removed_at__isnull=False) & ~models.Q(removed_by="")),
                name="evidence_removed_says_by_whom",
            ),
        ),
    ]
