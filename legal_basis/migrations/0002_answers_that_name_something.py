"""An index of the answers that name an entry of the law: a change of the law looks for them among all."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q

from portal.migrating import AddIndexBeside


class Migration(migrations.Migration):
    """Built beside the traffic."""

    atomic = False
    dependencies: ClassVar = [("legal_basis", "0001_first")]
    operations: ClassVar = [
        AddIndexBeside(
            model_name="answer",
            index=models.Index(
                condition=~Q(gateways=[], choices=[]), fields=["assessment"], name="answers_that_name_something"
            ),
        )
    ]
