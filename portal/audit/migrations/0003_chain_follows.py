"""The database itself moves the chain's end with each event, and refuses one that does not follow it."""

from django.db import migrations

from portal.audit.triggers import follow, stop_following


class Migration(migrations.Migration):
    """Puts the trigger on."""

    dependencies = [("audit", "0002_append_only")]
    operations = [migrations.RunPython(follow, stop_following)]
