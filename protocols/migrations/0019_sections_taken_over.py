"""A section keeps what stands beside it in the newer template version that it was taken over from."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("protocols", "0018_instruments"),
    ]

    operations = [
        migrations.AddField(
            model_name="section",
            name="taken",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text=(
                    "Of the newer template version that it was taken over from: its number, and what stands beside it."
                ),
            ),
        ),
    ]
