"""All tables of the room, as they stood before the first release."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("legal_basis", "0001_initial"),
        ("legal_basis", "0002_answers_advice_and_law"),
        ("legal_basis", "0003_moving_to_a_new_text"),
        ("legal_basis", "0004_evidence"),
        ("legal_basis", "0005_drawing_on_another"),
        ("legal_basis", "0006_practice_walks"),
    ]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("partners", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assessments", to="partners.partner"
                    ),
                ),
                ("checklist", models.CharField(max_length=40)),
                ("checklist_version", models.CharField(max_length=20)),
                ("moved_from", models.CharField(blank=True, max_length=20)),
                ("reworded", models.JSONField(blank=True, default=list)),
                (
                    "draws_on",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="drawn_on_by",
                        to="legal_basis.assessment",
                    ),
                ),
                ("facts", models.JSONField(default=dict)),
                ("facts_hash", models.CharField(max_length=64)),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Under way"), ("concluded", "Concluded"), ("withdrawn", "Withdrawn")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("end", models.CharField(blank=True, max_length=14)),
                ("record", models.JSONField(blank=True, help_text="The walk as it was concluded.", null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("concluded_at", models.DateTimeField(blank=True, null=True)),
                ("concluded_by", models.CharField(blank=True, max_length=250)),
            ],
            options={
                "ordering": ["opened_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "concluded"), _negated=True),
                            models.Q(
                                ("concluded_at__isnull", False),
                                ("record__isnull", False),
                                models.Q(("end", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_concluded_assessment_has_its_record",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ChecklistVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("checklist", models.CharField(max_length=40)),
                ("version", models.CharField(max_length=20)),
                ("title", models.CharField(max_length=200)),
                ("can_support_approval", models.BooleanField()),
                ("content", models.JSONField(help_text="The content file, as data.")),
                ("sha256", models.CharField(max_length=64)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["checklist", "version"],
                "constraints": [
                    models.UniqueConstraint(fields=("checklist", "version"), name="checklist_version_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="GatewayRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gateway", models.CharField(max_length=60, unique=True)),
                ("cite", models.CharField(max_length=250)),
                ("kind", models.CharField(max_length=20)),
                ("status", models.CharField(max_length=20)),
                ("content", models.JSONField()),
                ("library_version", models.CharField(max_length=20)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["gateway"],
            },
        ),
        migrations.CreateModel(
            name="PracticeWalk",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="practice_walks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("nonce", models.UUIDField()),
                ("name", models.CharField(max_length=80)),
                ("checklist", models.CharField(max_length=40)),
                ("checklist_version", models.CharField(max_length=20)),
                ("walk", models.JSONField(default=dict)),
                ("standing", models.CharField(max_length=14)),
                ("begun_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-changed_at", "pk"],
                "constraints": [models.UniqueConstraint(fields=("person", "nonce"), name="one_practice_walk_a_form")],
            },
        ),
        migrations.CreateModel(
            name="Advice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="advice", to="legal_basis.assessment"
                    ),
                ),
                ("step", models.CharField(max_length=12)),
                (
                    "opinion",
                    models.CharField(
                        choices=[("agrees", "Agrees"), ("disagrees", "Disagrees"), ("needs_more", "Needs more")],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField()),
                ("advised_by", models.CharField(max_length=250)),
                ("advised_by_id", models.BigIntegerField(null=True)),
                ("capacity", models.CharField(blank=True, max_length=250)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assessment", "step", "advised_by_id"), name="one_advice_a_step_an_adviser"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="legal_basis.assessment"
                    ),
                ),
                ("step", models.CharField(max_length=12)),
                ("key", models.CharField(max_length=40)),
                ("reason", models.TextField(blank=True)),
                ("choices", models.JSONField(default=list)),
                ("gateways", models.JSONField(default=list)),
                ("answered_by", models.CharField(max_length=250)),
                ("answered_by_id", models.BigIntegerField(null=True)),
                ("capacity", models.CharField(blank=True, max_length=250)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("set_aside", models.BooleanField(default=False)),
                ("taken_from", models.JSONField(blank=True, default=dict)),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("assessment", "step"), name="one_answer_a_step")],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="legal_basis.assessment",
                    ),
                ),
                ("step", models.CharField(max_length=12)),
                (
                    "name",
                    models.CharField(
                        help_text="The file's name as it was given, made fit to be shown.", max_length=150
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("PDF", "PDF"),
                            ("PNG", "PNG picture"),
                            ("JPEG", "JPEG picture"),
                            ("DOCX", "Word document"),
                            ("XLSX", "Excel workbook"),
                            ("PPTX", "PowerPoint presentation"),
                            ("ODT", "OpenDocument text"),
                            ("ODS", "OpenDocument spreadsheet"),
                            ("ODP", "OpenDocument presentation"),
                        ],
                        max_length=4,
                    ),
                ),
                ("size", models.PositiveIntegerField(help_text="Bytes.")),
                ("sha256", models.CharField(max_length=64)),
                (
                    "stored_as",
                    models.CharField(help_text="The file's name in the storage.", max_length=100, unique=True),
                ),
                ("shows", models.CharField(help_text="What it shows.", max_length=200)),
                ("is_advice", models.BooleanField(default=False)),
                ("added_by", models.CharField(max_length=250)),
                ("added_by_id", models.BigIntegerField(null=True)),
                ("capacity", models.CharField(blank=True, max_length=250)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("recorded", models.BooleanField(default=False, help_text="Whether a concluded record ever named it.")),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("removed_by", models.CharField(blank=True, max_length=250)),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)),
                        fields=("assessment", "step", "sha256", "is_advice"),
                        name="one_file_once_a_step",
                    ),
                    models.CheckConstraint(condition=models.Q(("size__gt", 0)), name="evidence_is_not_empty"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at", None), ("removed_by", "")),
                            models.Q(("removed_at__isnull", False), models.Q(("removed_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="evidence_removed_says_by_whom",
                    ),
                ],
            },
        ),
    ]
