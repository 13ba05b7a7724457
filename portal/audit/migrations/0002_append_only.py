"""The database itself refuses to change or remove an event."""

from django.db import migrations

from portal.audit.triggers import put_on, take_off


class Migration(migrations.Migration):
    """Puts the triggers on."""

    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(put_on, take_off)]
