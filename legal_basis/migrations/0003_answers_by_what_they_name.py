"""An index of the entries of the law that answers name: a change of the law looks for few among millions."""

from typing import ClassVar

from django.db import migrations

from portal.migrating import IndexNames


class Migration(migrations.Migration):
    """Built beside the traffic."""

    atomic = False
    dependencies: ClassVar = [("legal_basis", "0002_answers_that_name_something")]
    operations: ClassVar = [
        IndexNames(
            "answer", ("gateways", "choices"), "entries_that_answers_name",
            where="NOT (choices = '[]'::jsonb AND gateways = '[]'::jsonb)",
        )
    ]  # fmt: skip
