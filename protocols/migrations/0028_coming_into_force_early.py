"""Versions that come into force between those who have signed; parties that sign later, and those that decline."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0003_deputies"),
        ("protocols", "0027_chases"),
    ]

    operations = [
        migrations.AddField(
            model_name="protocolversion",
            name="commencement",
            field=models.CharField(
                choices=[
                    ("all", "When every party has signed"),
                    ("number", "Between those who have signed, once enough of them have"),
                    ("date", "Between those who have signed, on its start date"),
                ],
                default="all",
                help_text="Whether it waits for every party's signature to come into force.",
                max_length=6,
            ),
        ),
        migrations.AddField(
            model_name="protocolversion",
            name="signatures_needed",
            field=models.PositiveSmallIntegerField(
                blank=True, help_text="How many parties have to sign before it is in force between them.", null=True
            ),
        ),
        migrations.AddField(
            model_name="protocolversion",
            name="signing_closes_on",
            field=models.DateField(blank=True, help_text="The last day on which a party may sign.", null=True),
        ),
        migrations.AddField(
            model_name="party",
            name="signs_late",
            field=models.BooleanField(
                default=False,
                help_text="Had not signed when it came into force between those who had: bound once `bound_from` is "
                "set.",
            ),
        ),
        migrations.RemoveConstraint(model_name="party", name="only_who_joins_later_has_a_first_day"),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=Q(("bound_from", None), ("joins_by__isnull", False), ("signs_late", True), _connector="OR"),
                name="only_who_joins_later_has_a_first_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="protocolversion",
            constraint=models.CheckConstraint(
                condition=Q(
                    Q(("commencement", "all"), ("signatures_needed", None), ("signing_closes_on", None)),
                    Q(
                        ("commencement", "number"),
                        ("signatures_needed__gte", 2),
                        ("signing_closes_on__isnull", False),
                    ),
                    Q(("commencement", "date"), ("signatures_needed", None), ("signing_closes_on__isnull", False)),
                    _connector="OR",
                ),
                name="coming_into_force_early_says_when_signing_closes",
            ),
        ),
        migrations.CreateModel(
            name="ComingIntoForce",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.TextField(blank=True, help_text="Why signing closed.")),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="The officer who closed it; none where the calendar, the last signature or the "
                        "agreement's end did.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.role",
                    ),
                ),
                (
                    "signing",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="came_into_force",
                        to="protocols.signing",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(
                            Q(("closed_at", None), ("closed_by", None), ("reason", "")),
                            Q(("closed_at__isnull", False), Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="signing_that_is_closed_says_why",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Refusal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="refusals", to="protocols.party"
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.role",
                        null=True,
                        blank=True,
                    ),
                ),
                (
                    "guest",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refusal",
                        to="protocols.guest",
                        null=True,
                        blank=True,
                    ),
                ),
                (
                    "signing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="refusals", to="protocols.signing"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("signing", "party"), name="a_party_declines_once"),
                    models.CheckConstraint(
                        condition=Q(
                            Q(("guest", None), ("role__isnull", False)),
                            Q(("guest__isnull", False), ("role", None)),
                            _connector="OR",
                        ),
                        name="a_refusal_is_by_role_or_guest",
                    ),
                ],
            },
        ),
    ]
