"""The register is read in its own order, and its agreements in force are counted, from indexes; titles are counted."""

from django.db import migrations, models

from portal.migrating import AddIndexBeside, CountWords


class Migration(migrations.Migration):
    """Does it beside the traffic."""

    atomic = False
    dependencies = [("protocols", "0001_first")]
    operations = [
        AddIndexBeside("protocol", models.Index(fields=["theme", "reference"], name="protocols_as_registered")),
        AddIndexBeside(
            "protocolversion",
            models.Index(
                fields=["protocol"],
                condition=models.Q(("is_public", True), ("state", "in_force")),
                name="versions_on_register",
            ),
        ),
        CountWords("protocolversion", "title", "protocol_titles"),
    ]
