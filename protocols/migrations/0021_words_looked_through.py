"""Keep with clauses, comments and flows what in their words looks like a person's data."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from portal.personal_data import find_personal_data
from portal.richtext import plain

KEPT = "What in its words looks like a person's data."
WORDS = {
    "Section": ("body",),
    "Comment": ("body", "response"),
    "DataFlow": (
        "title", "items", "subjects", "purpose", "method", "frequency", "retention", "geography", "small_number_rule",
        "control_reference",
    ),
}  # fmt: skip


def look_through(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Look through what was written before."""
    for name, fields in WORDS.items():
        model = apps.get_model("protocols", name)
        for row in model.objects.only("pk", *fields).iterator():
            texts = [getattr(row, field) for field in fields]
            texts = [plain(text) for text in texts] if name == "Section" else texts
            found = dict.fromkeys(finding for text in texts for finding in find_personal_data(text))
            if found:
                model.objects.filter(pk=row.pk).update(people=[[one.what, one.hint] for one in found])


class Migration(migrations.Migration):
    dependencies = [("protocols", "0020_flow_dataset")]

    operations = [
        *(
            migrations.AddField(
                model_name=name.lower(),
                name="people",
                field=models.JSONField(default=list, editable=False, help_text=KEPT),
            )
            for name in WORDS
        ),
        migrations.RunPython(look_through, migrations.RunPython.noop),
    ]
