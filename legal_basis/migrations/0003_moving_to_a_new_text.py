"""Where an assessment was moved from, and which of its answered steps read otherwise since."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("legal_basis", "0002_answers_advice_and_law")]
    operations: ClassVar = [
        migrations.AddField("assessment", "moved_from", models.CharField(blank=True, max_length=20)),
        migrations.AddField("assessment", "reworded", models.JSONField(blank=True, default=list)),
    ]
