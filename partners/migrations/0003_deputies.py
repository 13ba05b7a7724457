"""A role can be held in another's place, between two dates."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0002_standing_and_names"),
    ]

    operations = [
        migrations.AddField(
            model_name="role",
            name="deputises_for",
            field=models.ForeignKey(
                blank=True,
                help_text="The holder of the post in whose place this person acts between the dates.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deputies",
                to="partners.role",
            ),
        ),
        migrations.AddConstraint(
            model_name="role",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("deputises_for", None),
                    models.Q(("ends_on__isnull", False), ("kind__in", ["dpo", "caldicott_guardian", "siro"])),
                    _connector="OR",
                ),
                name="a_deputy_of_an_approver_has_both_dates",
            ),
        ),
    ]
