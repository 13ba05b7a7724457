"""Decisions can be conditions, advice, and carried over; reasons are pinned to clauses, flows and steps."""

import django.db.models.deletion
import django.utils.timezone
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def pins_are_of_clauses(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Every reason pinned so far was pinned to a clause."""
    apps.get_model("protocols", "DecisionPin").objects.update(place="section")


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0003_deputies"),
        ("protocols", "0022_receipts_and_archive_copies"),
    ]

    operations = [
        migrations.CreateModel(
            name="Condition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "The whole"),
                            ("section", "Clause"),
                            ("flow", "Data flow"),
                            ("step", "Step of a legal record"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                ("target", models.CharField(blank=True, max_length=160)),
                ("label", models.CharField(blank=True, max_length=300)),
                ("text", models.TextField()),
                ("number", models.PositiveIntegerField(help_text="Counted within the decision.")),
                ("due_on", models.DateField(blank=True, help_text="The day by which it is to be met.", null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("proposed", "Said to be met"),
                            ("met", "Met"),
                            ("waived", "Waived"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("evidence", models.TextField(blank=True, help_text="How it is said to be met.")),
                ("proposed_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reason",
                    models.TextField(blank=True, help_text="Why it was waived, found met, or not found met yet."),
                ),
            ],
            options={
                "ordering": ["decision", "number"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="decision",
            name="a_decision_says_when_and_by_whom",
        ),
        migrations.RemoveConstraint(
            model_name="decision",
            name="conditions_and_changes_have_reasons",
        ),
        migrations.AddField(
            model_name="comment",
            name="flow_number",
            field=models.PositiveIntegerField(blank=True, help_text="The data flow that it is about.", null=True),
        ),
        migrations.AddField(
            model_name="comment",
            name="place",
            field=models.CharField(blank=True, help_text="That flow or step in words.", max_length=300),
        ),
        migrations.AddField(
            model_name="comment",
            name="step",
            field=models.CharField(
                blank=True, help_text="The step of a legal record: party, flow and step.", max_length=160
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="answer",
            field=models.TextField(blank=True, help_text="Why the advice is not followed."),
        ),
        migrations.AddField(
            model_name="decision",
            name="answered_at",
            field=models.DateTimeField(blank=True, help_text="When the party answered advice against.", null=True),
        ),
        migrations.AddField(
            model_name="decision",
            name="answered_by",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partners.role"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="carried_from",
            field=models.ForeignKey(
                blank=True,
                help_text="The earlier approval that stands, because nothing that it covers has changed.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="carried_to",
                to="protocols.decision",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="news",
            field=models.TextField(
                blank=True, help_text="What is new to this approver, and why it was carried over or not."
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="risk",
            field=models.PositiveSmallIntegerField(choices=[(0, "Lower"), (1, "Medium"), (2, "High")], default=0),
        ),
        migrations.AddField(
            model_name="decision",
            name="risk_words",
            field=models.TextField(blank=True, help_text="Why the risk is what it is."),
        ),
        migrations.AddField(
            model_name="decisionpin",
            name="label",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.RenameField(model_name="decisionpin", old_name="section_id", new_name="target"),
        migrations.AlterField(
            model_name="decisionpin",
            name="target",
            field=models.CharField(blank=True, max_length=160),
        ),
        migrations.AddField(
            model_name="decisionpin",
            name="place",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "The whole"),
                    ("section", "Clause"),
                    ("flow", "Data flow"),
                    ("step", "Step of a legal record"),
                ],
                default="",
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("approved", "Approved"),
                    ("conditions", "Approved with conditions"),
                    ("changes", "Changes asked for"),
                    ("against", "Advised against"),
                    ("followed", "Advised against, and followed"),
                    ("not_followed", "Advised against, and not followed"),
                    ("lapsed", "No longer needed"),
                ],
                default="waiting",
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None), ("outcome__in", ["waiting", "lapsed"])),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("outcome__in", ["approved", "conditions", "changes", "against", "followed", "not_followed"]),
                    ),
                    _connector="OR",
                ),
                name="a_decision_says_when_and_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome__in", ["waiting", "lapsed", "approved"]),
                    models.Q(("text", ""), _negated=True),
                    _connector="OR",
                ),
                name="conditions_and_changes_have_reasons",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                        ("outcome__in", ["followed", "not_followed"]),
                    ),
                    models.Q(
                        models.Q(("outcome__in", ["followed", "not_followed"]), _negated=True),
                        ("answered_at", None),
                        ("answered_by", None),
                    ),
                    _connector="OR",
                ),
                name="advice_answered_says_when_and_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "not_followed"), _negated=True),
                    models.Q(("answer", ""), _negated=True),
                    _connector="OR",
                ),
                name="advice_not_followed_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("carried_from", None), ("outcome__in", ["approved", "conditions"]), _connector="OR"
                ),
                name="only_an_approval_is_carried_over",
            ),
        ),
        migrations.RunPython(pins_are_of_clauses, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="decisionpin",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("place", ""), _negated=True), models.Q(("target", ""), _negated=True)),
                name="a_pin_has_its_place",
            ),
        ),
        migrations.AddField(
            model_name="condition",
            name="closed_by",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partners.role"
            ),
        ),
        migrations.AddField(
            model_name="condition",
            name="decision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="conditions", to="protocols.decision"
            ),
        ),
        migrations.AddField(
            model_name="condition",
            name="proposed_by",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partners.role"
            ),
        ),
        migrations.AddConstraint(
            model_name="condition",
            constraint=models.UniqueConstraint(fields=("decision", "number"), name="condition_number_once"),
        ),
        migrations.AddConstraint(
            model_name="condition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), ("closed_by", None), ("state__in", ["open", "proposed"])),
                    models.Q(
                        ("closed_at__isnull", False), ("closed_by__isnull", False), ("state__in", ["met", "waived"])
                    ),
                    _connector="OR",
                ),
                name="a_condition_closed_says_when_and_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="condition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "waived"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_condition_waived_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="condition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "proposed"), _negated=True),
                    models.Q(
                        models.Q(("evidence", ""), _negated=True),
                        ("proposed_at__isnull", False),
                        ("proposed_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="a_condition_said_to_be_met_has_evidence",
            ),
        ),
    ]
