"""An index of the parties that accede to the overarching protocol by signing: few of all that a partner is party to."""

from typing import ClassVar

from django.db import migrations, models

from portal.migrating import AddIndexBeside


class Migration(migrations.Migration):
    """Built beside the traffic."""

    atomic = False
    dependencies: ClassVar = [("protocols", "0004_guests_codes_run_out")]
    operations: ClassVar = [
        AddIndexBeside(
            "party",
            models.Index(
                fields=["partner"], condition=models.Q(("accedes_to_parent", True)), name="parties_that_accede"
            ),
        )
    ]
