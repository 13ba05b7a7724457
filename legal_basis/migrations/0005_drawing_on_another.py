"""Which assessment another draws on, and where each answer was taken from."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("legal_basis", "0004_evidence")]
    operations: ClassVar = [
        migrations.AddField(
            "assessment",
            "draws_on",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="drawn_on_by",
                to="legal_basis.assessment",
            ),
        ),
        migrations.AddField("answer", "taken_from", models.JSONField(blank=True, default=dict)),
    ]
