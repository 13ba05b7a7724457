"""The contract under which a processor acts."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("protocols", "0003_risk")]
    operations: ClassVar = [
        migrations.AddField(
            "party",
            "processor_contract",
            models.CharField(
                blank=True, help_text="The contract under which a processor acts (UK GDPR Art 28(3)).", max_length=200
            ),
        ),
    ]
