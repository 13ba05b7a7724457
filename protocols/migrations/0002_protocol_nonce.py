import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("protocols", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="protocol",
            name="nonce",
            field=models.UUIDField(
                default=uuid.uuid4,
                unique=True,
                help_text="Made with the form, so that a repeated post creates nothing.",
            ),
        ),
    ]
