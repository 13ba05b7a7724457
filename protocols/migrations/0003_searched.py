"""Titles on the register, and all references, are found by parts of them from indexes."""

from django.db import migrations

from portal.migrating import IndexParts


class Migration(migrations.Migration):
    """Does it beside the traffic."""

    atomic = False
    dependencies = [("protocols", "0002_as_registered")]
    operations = [
        IndexParts("protocolversion", "title", "titles_on_register", where="is_public AND state = 'in_force'"),
        IndexParts("protocol", "reference", "parts_of_references"),
    ]
