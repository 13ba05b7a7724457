"""Redlines as PDF become one kind of file made in the background, beside the case and the preview of a template."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("protocols", "0015_submissions_put_back"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="redlinefile", name="one_file_a_redline"),
        migrations.RemoveConstraint(model_name="redlinefile", name="a_redline_made_has_its_file"),
        migrations.RenameModel(old_name="RedlineFile", new_name="MadeFile"),
        migrations.AddField(
            model_name="madefile",
            name="kind",
            field=models.CharField(
                choices=[("redline", "Redline"), ("case", "The case for it"), ("preview", "Preview of a template")],
                default="redline",
                max_length=7,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="madefile",
            name="problem",
            field=models.CharField(blank=True, help_text="Why it could not be made, as a sentence.", max_length=500),
        ),
        migrations.AddField(
            model_name="madefile",
            name="template",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="made_files",
                to="protocols.template",
            ),
        ),
        migrations.AlterField(
            model_name="madefile",
            name="after",
            field=models.CharField(blank=True, help_text="Of a redline: the key of the newer side.", max_length=40),
        ),
        migrations.AlterField(
            model_name="madefile",
            name="before",
            field=models.CharField(blank=True, help_text="Of a redline: the key of the older side.", max_length=40),
        ),
        migrations.AlterField(
            model_name="madefile",
            name="text",
            field=models.TextField(
                help_text="Canonical JSON: what it is made from, as that read when it was asked for."
            ),
        ),
        migrations.AlterField(
            model_name="madefile",
            name="version",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="made_files",
                to="protocols.protocolversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="madefile",
            constraint=models.UniqueConstraint(fields=("version", "sha256"), name="one_file_a_content_of_a_version"),
        ),
        migrations.AddConstraint(
            model_name="madefile",
            constraint=models.UniqueConstraint(fields=("template", "sha256"), name="one_file_a_content_of_a_template"),
        ),
        migrations.AddConstraint(
            model_name="madefile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("made_at", None), ("name", "")),
                    models.Q(("made_at__isnull", False), models.Q(("name", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_file_made_is_kept",
            ),
        ),
        migrations.AddConstraint(
            model_name="madefile",
            constraint=models.CheckConstraint(
                condition=models.Q(("problem", ""), ("made_at", None), _connector="OR"),
                name="a_file_is_made_or_says_why_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="madefile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "preview"), ("template__isnull", False), ("version", None)),
                    models.Q(
                        models.Q(("kind", "preview"), _negated=True),
                        ("template", None),
                        ("version__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="a_file_is_of_what_its_kind_says",
            ),
        ),
    ]
