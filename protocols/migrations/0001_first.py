"""All tables of the room, as they stood before the first release."""

import datetime
import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import protocols.models.signatories


class Migration(migrations.Migration):
    replaces = [
        ("protocols", "0001_initial"),
        ("protocols", "0002_protocol_nonce"),
        ("protocols", "0003_risk"),
        ("protocols", "0004_party_processor_contract"),
        ("protocols", "0005_made_elsewhere"),
        ("protocols", "0006_redlines"),
        ("protocols", "0007_indemnity_agreed"),
        ("protocols", "0008_consulting"),
        ("protocols", "0009_template_studio"),
        ("protocols", "0010_flow_control"),
        ("protocols", "0011_the_case_and_copies"),
        ("protocols", "0012_word_texts"),
        ("protocols", "0013_clauses_replaced"),
        ("protocols", "0014_texts_set_aside_say_why"),
        ("protocols", "0015_submissions_put_back"),
        ("protocols", "0016_made_files"),
        ("protocols", "0017_presence"),
        ("protocols", "0018_instruments"),
        ("protocols", "0019_sections_taken_over"),
        ("protocols", "0020_flow_dataset"),
        ("protocols", "0021_words_looked_through"),
        ("protocols", "0022_receipts_and_archive_copies"),
        ("protocols", "0023_decisions_in_full"),
        ("protocols", "0024_reviews_and_adherence"),
        ("protocols", "0025_signing_logistics"),
        ("protocols", "0026_review_terms"),
        ("protocols", "0027_chases"),
        ("protocols", "0028_coming_into_force_early"),
        ("protocols", "0029_how_signatories_came"),
        ("protocols", "0030_joining_and_corrections"),
    ]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("datasets", "0001_initial"),
        ("legal_basis", "0001_first"),
        ("partners", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="partners.partnership",
                    ),
                ),
                ("register", models.CharField(help_text="The register that it was read from.", max_length=120)),
                ("key", models.CharField(max_length=150)),
                ("reference", models.CharField(blank=True, help_text="Its number in that register.", max_length=100)),
                ("title", models.CharField(max_length=300)),
                ("raw", models.JSONField(help_text="The row as it was given: pairs of heading and cell.")),
                ("fingerprint", models.CharField(help_text="SHA-256 of what the row says.", max_length=64)),
                (
                    "doubts",
                    models.JSONField(
                        blank=True, default=list, help_text="What was doubtful: pairs of column and sentence."
                    ),
                ),
                ("gateway", models.CharField(blank=True, max_length=60)),
                ("gateway_set", models.BooleanField(default=False)),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("review_on", models.DateField(blank=True, null=True)),
                ("review_set", models.BooleanField(default=False)),
                ("is_public", models.BooleanField(default=True)),
                (
                    "file_name",
                    models.CharField(blank=True, help_text="Empty where it was entered by hand.", max_length=200),
                ),
                ("line", models.PositiveIntegerField()),
                (
                    "revision",
                    models.PositiveIntegerField(
                        default=1, help_text="Rises with every change, so that none goes unseen."
                    ),
                ),
                ("imported_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("imported_by", models.CharField(max_length=250)),
            ],
            options={
                "ordering": ["register", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partnership", "register", "key"), name="one_agreement_per_register_entry"
                    )
                ],
                "indexes": [models.Index(fields=["partnership", "review_on"], name="protocols_a_partner_10b897_idx")],
            },
        ),
        migrations.CreateModel(
            name="AgreementUpload",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreement_uploads",
                        to="partners.partnership",
                    ),
                ),
                ("register", models.CharField(max_length=120)),
                ("file_name", models.CharField(max_length=200)),
                ("content", models.BinaryField(help_text="The file; emptied once it is imported.")),
                ("uploaded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("counts", models.JSONField(blank=True, default=dict, help_text="How many rows had which outcome.")),
            ],
            options={
                "ordering": ["-uploaded_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("done_at", None), ("content", b""), _connector="OR"),
                        name="an_imported_file_is_not_kept",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NamedBody",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="named_bodies",
                        to="partners.partnership",
                    ),
                ),
                ("text", models.CharField(max_length=300)),
                ("key", models.CharField(help_text="The spelling under which two texts are the same.", max_length=300)),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="named_as",
                        to="partners.partner",
                    ),
                ),
                ("kept_as_text", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["text", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("partnership", "key"), name="one_named_body_per_text"),
                    models.CheckConstraint(
                        condition=models.Q(("partner", None), ("kept_as_text", False), _connector="OR"),
                        name="a_matched_body_is_not_kept_as_text",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Protocol",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reference",
                    models.CharField(help_text="Such as GM-0007; never used again.", max_length=20, unique=True),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="protocols", to="partners.partnership"
                    ),
                ),
                (
                    "tier",
                    models.CharField(choices=[("overarching", "Overarching"), ("thematic", "Thematic")], max_length=12),
                ),
                ("theme", models.CharField(blank=True, max_length=40)),
                (
                    "nonce",
                    models.UUIDField(
                        default=uuid.uuid4,
                        help_text="Made with the form, so that a repeated post creates nothing.",
                        unique=True,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "review_owner",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who sees to its review; none where the officer does.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews_owned",
                        to="partners.role",
                    ),
                ),
            ],
            options={
                "ordering": ["reference"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("theme", ""), ("tier", "overarching")),
                            models.Q(("tier", "thematic"), models.Q(("theme", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="thematic_protocols_have_a_theme",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementBody",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bodies", to="protocols.agreement"
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mentions", to="protocols.namedbody"
                    ),
                ),
                (
                    "part",
                    models.CharField(choices=[("controller", "Controller"), ("processor", "Processor")], max_length=10),
                ),
                ("position", models.PositiveSmallIntegerField()),
            ],
            options={
                "ordering": ["agreement", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("agreement", "part", "body"), name="a_body_is_named_once_in_a_part")
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementFile",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="protocols.agreement"
                    ),
                ),
                (
                    "title",
                    models.CharField(help_text="What the file is, such as Signed copy of March 2019.", max_length=200),
                ),
                ("name", models.CharField(help_text="The file's name in the storage.", max_length=200)),
                ("given_name", models.CharField(help_text="The name that it came under.", max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField(help_text="Bytes.")),
                ("pages", models.PositiveIntegerField()),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("added_by", models.CharField(max_length=250)),
            ],
            options={
                "ordering": ["added_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("agreement", "sha256"), name="a_file_is_attached_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedClause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="saved_clauses",
                        to="partners.partnership",
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("theme", models.CharField(blank=True, help_text="The theme's id; empty for any.", max_length=40)),
                ("tags", models.CharField(blank=True, max_length=200)),
                ("note", models.TextField(blank=True, help_text="When to use it, and when not.")),
                ("body", models.TextField()),
                (
                    "words",
                    models.TextField(help_text="What is searched: title, tags, note and text, in small letters."),
                ),
                (
                    "variables",
                    models.JSONField(
                        default=list, help_text="What its variables are, as a template's content has them."
                    ),
                ),
                (
                    "nonce",
                    models.UUIDField(
                        help_text="Made with the form, so that a repeated post saves nothing twice.", unique=True
                    ),
                ),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("saved_by", models.CharField(max_length=250)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["title", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at", None)),
                        fields=("partnership", "title"),
                        name="saved_clause_title_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Template",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60, unique=True)),
                (
                    "tier",
                    models.CharField(choices=[("overarching", "Overarching"), ("thematic", "Thematic")], max_length=12),
                ),
                (
                    "theme",
                    models.CharField(blank=True, help_text="The theme's id; empty for overarching.", max_length=40),
                ),
                ("title", models.CharField(max_length=200)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                (
                    "partnership",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="templates",
                        to="partners.partnership",
                    ),
                ),
                (
                    "nonce",
                    models.UUIDField(
                        blank=True,
                        help_text="Made with the form, so that a repeated post makes nothing twice.",
                        null=True,
                        unique=True,
                    ),
                ),
            ],
            options={
                "ordering": ["tier", "title"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("partnership__isnull", False)),
                        fields=("partnership", "title"),
                        name="own_template_title_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TemplateDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "template",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="draft", to="protocols.template"
                    ),
                ),
                ("content", models.JSONField()),
                ("revision", models.PositiveIntegerField(default=1)),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("saved_by", models.CharField(blank=True, max_length=250)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TemplateVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="protocols.template"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("published_on", models.DateField()),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ["template", "-number"],
                "constraints": [models.UniqueConstraint(fields=("template", "number"), name="template_version_once")],
            },
        ),
        migrations.CreateModel(
            name="ProtocolVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "protocol",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="protocols.protocol"
                    ),
                ),
                ("number", models.PositiveIntegerField(default=1)),
                ("title", models.CharField(max_length=200)),
                ("purpose", models.TextField(help_text="What it is for, in plain words.")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("consultation", "Consultation"),
                            ("approval", "Approval"),
                            ("signing", "Signing"),
                            ("in_force", "In force"),
                            ("superseded", "Superseded"),
                            ("expired", "Expired"),
                            ("terminated", "Terminated"),
                            ("abandoned", "Abandoned"),
                        ],
                        default="draft",
                        max_length=14,
                    ),
                ),
                ("state_since", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "template_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="protocol_versions",
                        to="protocols.templateversion",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="thematic_versions",
                        to="protocols.protocolversion",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="protocols.protocolversion",
                    ),
                ),
                (
                    "copied_from",
                    models.ForeignKey(
                        blank=True,
                        help_text="The version of another protocol that it began from.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="protocols.protocolversion",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="protocol_versions",
                        to="partners.role",
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("review_on", models.DateField()),
                (
                    "consultation_closes_on",
                    models.DateField(blank=True, help_text="The last day on which to comment.", null=True),
                ),
                (
                    "commencement",
                    models.CharField(
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
                (
                    "signatures_needed",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="How many parties have to sign before it is in force between them.",
                        null=True,
                    ),
                ),
                (
                    "signing_closes_on",
                    models.DateField(blank=True, help_text="The last day on which a party may sign.", null=True),
                ),
                ("is_public", models.BooleanField(default=True, verbose_name="publish on the register")),
                ("not_public_reason", models.TextField(blank=True)),
                ("ended_reason", models.TextField(blank=True, help_text="Why it was abandoned or terminated.")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["protocol", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("protocol", "number"), name="version_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "in_force")), fields=("protocol",), name="one_version_in_force"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["draft", "consultation", "approval", "signing"])),
                        fields=("protocol",),
                        name="one_version_under_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on", None), ("ends_on__gt", models.F("starts_on")), _connector="OR"),
                        name="version_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("review_on__gt", models.F("starts_on"))), name="review_after_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_public", True), models.Q(("not_public_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="not_public_needs_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("commencement", "all"), ("signatures_needed", None), ("signing_closes_on", None)),
                            models.Q(
                                ("commencement", "number"),
                                ("signatures_needed__gte", 2),
                                ("signing_closes_on__isnull", False),
                            ),
                            models.Q(
                                ("commencement", "date"),
                                ("signatures_needed", None),
                                ("signing_closes_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="coming_into_force_early_says_when_signing_closes",
                    ),
                ],
                "indexes": [models.Index(fields=["state", "state_since"], name="protocols_p_state_2bca60_idx")],
            },
        ),
        migrations.CreateModel(
            name="Adherence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "protocol",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="adherence", to="protocols.protocol"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adherence",
                        to="protocols.protocolversion",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="adherence", to="partners.partner"
                    ),
                ),
                ("due_on", models.DateField(help_text="The anniversary that ends the year.")),
                ("asked_on", models.DateField(help_text="When it was last asked for.")),
                ("undertakings", models.JSONField(blank=True, default=list)),
                ("staff_briefed", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "staff",
                    models.PositiveIntegerField(blank=True, help_text="How many handle the shared data.", null=True),
                ),
                ("incidents", models.TextField(blank=True)),
                ("data_quality", models.TextField(blank=True)),
                (
                    "publications",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "Nothing was published from it"),
                            ("consulted", "It was used, and its source was consulted each time"),
                            ("not_consulted", "It was used, and its source was not always consulted"),
                        ],
                        max_length=13,
                    ),
                ),
                ("publications_note", models.TextField(blank=True)),
                ("signed_name", models.CharField(blank=True, max_length=120)),
                ("signed_post", models.CharField(blank=True, max_length=120)),
                (
                    "given_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adherence",
                        to="partners.role",
                    ),
                ),
                ("given_at", models.DateTimeField(blank=True, null=True)),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        help_text="The statement in whose place it was given; that one is kept.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="protocols.adherence",
                    ),
                ),
                ("correction", models.TextField(blank=True, help_text="What was wrong with the one that it corrects.")),
                (
                    "replaced_at",
                    models.DateTimeField(blank=True, help_text="When another was given in its place.", null=True),
                ),
            ],
            options={
                "ordering": ["-due_on", "partner__short_name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None)),
                        fields=("protocol", "partner", "due_on"),
                        name="one_adherence_statement_a_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("correction", ""), ("corrects", None)),
                            models.Q(("corrects__isnull", False), models.Q(("correction", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_corrected_statement_says_what_was_wrong",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("replaced_at", None), ("given_at__isnull", False), _connector="OR"),
                        name="only_a_statement_given_is_replaced",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("given_at", None), ("given_by", None), ("signed_name", "")),
                            models.Q(
                                ("given_at__isnull", False),
                                ("given_by__isnull", False),
                                models.Q(("signed_name", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_adherence_statement_given_is_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("staff", None), ("staff_briefed", None)),
                            ("staff_briefed__lte", models.F("staff")),
                            _connector="OR",
                        ),
                        name="no_more_briefed_than_there_are_staff",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MadeFile",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("redline", "Redline"),
                            ("case", "The case for it"),
                            ("preview", "Preview of a template"),
                        ],
                        max_length=7,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="made_files",
                        to="protocols.protocolversion",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="made_files",
                        to="protocols.template",
                    ),
                ),
                (
                    "before",
                    models.CharField(blank=True, help_text="Of a redline: the key of the older side.", max_length=40),
                ),
                (
                    "after",
                    models.CharField(blank=True, help_text="Of a redline: the key of the newer side.", max_length=40),
                ),
                (
                    "text",
                    models.TextField(
                        help_text="Canonical JSON: what it is made from, as that read when it was asked for."
                    ),
                ),
                ("sha256", models.CharField(help_text="Of that text.", max_length=64)),
                (
                    "name",
                    models.CharField(
                        blank=True, help_text="The file's name in the storage; empty until made.", max_length=200
                    ),
                ),
                ("pages", models.PositiveIntegerField(default=0)),
                (
                    "problem",
                    models.CharField(blank=True, help_text="Why it could not be made, as a sentence.", max_length=500),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("made_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["asked_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "sha256"), name="one_file_a_content_of_a_version"),
                    models.UniqueConstraint(fields=("template", "sha256"), name="one_file_a_content_of_a_template"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("made_at", None), ("name", "")),
                            models.Q(("made_at__isnull", False), models.Q(("name", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_file_made_is_kept",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("problem", ""), ("made_at", None), _connector="OR"),
                        name="a_file_is_made_or_says_why_not",
                    ),
                    models.CheckConstraint(
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
                ],
            },
        ),
        migrations.CreateModel(
            name="NamedText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="named_texts",
                        to="protocols.protocolversion",
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("text", models.TextField(help_text="Canonical JSON: what it read, and the rows behind it.")),
                (
                    "sha256",
                    models.CharField(
                        help_text="Of the rows: texts with the same one are the same text.", max_length=64
                    ),
                ),
                (
                    "nonce",
                    models.UUIDField(
                        help_text="Made with the form, so that a repeated post names nothing twice.", unique=True
                    ),
                ),
                ("named_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("named_by", models.CharField(max_length=250)),
            ],
            options={
                "ordering": ["version", "-named_at", "-pk"],
                "constraints": [models.UniqueConstraint(fields=("version", "name"), name="text_name_once")],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to="protocols.protocolversion",
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="readings", to="partners.role"
                    ),
                ),
                ("since", models.DateTimeField(blank=True, null=True)),
                ("looked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["version", "looked_at", "pk"],
                "constraints": [models.UniqueConstraint(fields=("version", "reader"), name="one_reading_a_reader")],
            },
        ),
        migrations.CreateModel(
            name="ReviewReminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="review_reminders",
                        to="protocols.protocolversion",
                    ),
                ),
                ("review_on", models.DateField()),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("3 months", "3 months before"),
                            ("1 month", "1 month before"),
                            ("1 week", "1 week before"),
                            ("on the day", "On the day"),
                        ],
                        max_length=10,
                    ),
                ),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["version", "sent_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "review_on", "step"), name="one_reminder_of_a_review_a_step"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Section",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "people",
                    models.JSONField(
                        default=list, editable=False, help_text="What in its words looks like a person's data."
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sections",
                        to="protocols.protocolversion",
                    ),
                ),
                ("section_id", models.CharField(max_length=12)),
                ("position", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("body", models.TextField(blank=True)),
                (
                    "inherits",
                    models.CharField(
                        choices=[
                            ("none", "Its own text only"),
                            ("as is", "The overarching text as it is"),
                            ("extend", "The overarching text, then its own"),
                            ("subset", "Its own list, chosen from the overarching one"),
                            ("replace", "Its own text in place of the overarching one"),
                        ],
                        default="none",
                        max_length=8,
                    ),
                ),
                (
                    "replaces_reason",
                    models.TextField(blank=True, help_text="Why its own text stands in place of the overarching one."),
                ),
                (
                    "departs_from",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="How it took the overarching text before, and what it said then.",
                    ),
                ),
                ("mandatory", models.BooleanField(default=False)),
                (
                    "taken",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="Of the newer template version that it was taken over from: its number, and what stands beside it.",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                ("reviewed", models.BooleanField(default=False, help_text="Whether a writer has marked it as ready.")),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("saved_by", models.CharField(blank=True, max_length=250)),
            ],
            options={
                "ordering": ["version", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "section_id"), name="section_once"),
                    models.UniqueConstraint(fields=("version", "position"), name="position_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("inherits", "replace"), models.Q(("replaces_reason", ""), _negated=True)),
                            models.Q(models.Q(("inherits", "replace"), _negated=True), ("replaces_reason", "")),
                            _connector="OR",
                        ),
                        name="replaced_clause_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StaffCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="staff_counts",
                        to="protocols.protocolversion",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="staff_counts", to="partners.partner"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("how", models.CharField(blank=True, help_text="How they were briefed.", max_length=200)),
                (
                    "counted_by",
                    models.CharField(help_text="Who, in which role, of which body, as text.", max_length=250),
                ),
                ("counted_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["version", "partner__short_name"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "partner"), name="one_count_of_staff_a_partner")
                ],
            },
        ),
        migrations.CreateModel(
            name="SummaryReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="summary_readings",
                        to="protocols.protocolversion",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="summary_readings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="summary_readings",
                        to="partners.partner",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="summary_readings", to="partners.role"
                    ),
                ),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "ordering": ["version", "partner__short_name", "person__name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "person", "partner"), name="one_reading_of_a_summary_a_person"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("asked_at__isnull", False), ("confirmed_at", None)),
                            models.Q(("confirmed_at__isnull", False), models.Q(("sha256", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_summary_confirmed_says_of_which_text",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VariableValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="variables",
                        to="protocols.protocolversion",
                    ),
                ),
                ("key", models.CharField(max_length=60)),
                ("value", models.TextField(blank=True)),
                (
                    "spec",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="What the variable is, where the version's template does not say.",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("version", "key"), name="variable_once")],
            },
        ),
        migrations.CreateModel(
            name="WordUpload",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="word_uploads",
                        to="protocols.protocolversion",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="word_uploads", to="partners.role"
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=[("text", "Text to bring in"), ("copy", "Edited copy")], max_length=4),
                ),
                ("file_name", models.CharField(max_length=200)),
                ("content", models.BinaryField(help_text="The file; emptied once its text is brought in.")),
                ("uploaded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("counts", models.JSONField(blank=True, default=dict, help_text="What came of it: how many of each.")),
            ],
            options={
                "ordering": ["-uploaded_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("done_at", None), ("content", b""), _connector="OR"),
                        name="a_word_file_done_is_not_kept",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClauseUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "clause",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="uses", to="protocols.savedclause"
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="clause_uses", to="protocols.section"
                    ),
                ),
                ("put_in_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("put_in_by", models.CharField(max_length=250)),
            ],
            options={
                "ordering": ["-put_in_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("clause", "section"), name="clause_used_once_a_section")
                ],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "people",
                    models.JSONField(
                        default=list, editable=False, help_text="What in its words looks like a person's data."
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="protocols.protocolversion",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="protocols.section",
                    ),
                ),
                (
                    "flow_number",
                    models.PositiveIntegerField(blank=True, help_text="The data flow that it is about.", null=True),
                ),
                (
                    "step",
                    models.CharField(
                        blank=True, help_text="The step of a legal record: party, flow and step.", max_length=160
                    ),
                ),
                ("place", models.CharField(blank=True, help_text="That flow or step in words.", max_length=300)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="partners.role"
                    ),
                ),
                ("body", models.TextField()),
                ("quote", models.TextField(blank=True, help_text="The words that it is about; empty for the whole.")),
                ("quote_before", models.CharField(blank=True, max_length=64)),
                ("quote_after", models.CharField(blank=True, max_length=64)),
                (
                    "quote_paragraph",
                    models.PositiveIntegerField(blank=True, help_text="Counted from 0 within the section.", null=True),
                ),
                (
                    "quote_revision",
                    models.PositiveIntegerField(blank=True, help_text="Of the section, at that time.", null=True),
                ),
                (
                    "nonce",
                    models.UUIDField(
                        help_text="Made with the form, so that a repeated post adds nothing.", unique=True
                    ),
                ),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "late",
                    models.BooleanField(
                        default=False, help_text="Whether it came after the closing date of the consultation."
                    ),
                ),
                ("response", models.TextField(blank=True)),
                ("resolved_at", models.DateTimeField(blank=True, null=True)),
                ("resolved_by", models.CharField(blank=True, max_length=250)),
                (
                    "earlier",
                    models.JSONField(blank=True, default=list, help_text="Responses after which it was opened again."),
                ),
            ],
            options={
                "ordering": ["written_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("resolved_at", None), ("resolved_by", "")),
                            models.Q(("resolved_at__isnull", False), models.Q(("resolved_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="resolved_comment_says_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("quote", ""), ("quote_revision", None)),
                            models.Q(
                                models.Q(("quote", ""), _negated=True),
                                ("quote_revision__isnull", False),
                                ("section__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="quoted_words_stand_in_a_clause",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "section",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presences",
                        to="protocols.section",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("told_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("section", "person"), name="one_presence_a_person_and_clause")
                ],
            },
        ),
        migrations.CreateModel(
            name="SectionRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="revisions", to="protocols.section"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("body", models.TextField(blank=True)),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("saved_by", models.CharField(blank=True, max_length=250)),
            ],
            options={
                "ordering": ["section", "-number"],
                "constraints": [models.UniqueConstraint(fields=("section", "number"), name="revision_once")],
            },
        ),
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="suggestions", to="protocols.section"
                    ),
                ),
                (
                    "base_revision",
                    models.PositiveIntegerField(help_text="The revision of the clause that it was written against."),
                ),
                ("base_sha256", models.CharField(help_text="Of the clause's body at that revision.", max_length=64)),
                (
                    "proposed",
                    models.TextField(blank=True, help_text="Sanitised HTML: the whole clause as it would read."),
                ),
                ("why", models.TextField(blank=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="suggestions", to="partners.role"
                    ),
                ),
                (
                    "suggested_by",
                    models.CharField(help_text="Who, in which role, of which body, as text.", max_length=250),
                ),
                ("suggested_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "late",
                    models.BooleanField(
                        default=False, help_text="Whether it came after the closing date of the consultation."
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("accepted", "Accepted"),
                            ("rejected", "Rejected"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("answer", models.TextField(blank=True, help_text="The reason given; a rejection has one.")),
                ("answered_by", models.CharField(blank=True, max_length=250)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "nonce",
                    models.UUIDField(
                        help_text="Made with the form, so that a repeated post adds nothing.", unique=True
                    ),
                ),
            ],
            options={
                "ordering": ["suggested_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at", None), ("answered_by", ""), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("answered_at__isnull", False),
                                models.Q(("answered_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_suggestion_answered_says_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "rejected"), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_suggestion_rejected_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnplacedText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unplaced_texts",
                        to="protocols.protocolversion",
                    ),
                ),
                ("file_name", models.CharField(max_length=200)),
                ("position", models.PositiveIntegerField(help_text="Its place in the file.")),
                ("heading", models.CharField(blank=True, max_length=200)),
                ("html", models.TextField(blank=True, help_text="Sanitised HTML.")),
                ("brought_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("brought_by", models.CharField(max_length=250)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Not yet placed"), ("placed", "Placed"), ("set aside", "Set aside")],
                        default="waiting",
                        max_length=9,
                    ),
                ),
                (
                    "placed_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placed_texts",
                        to="protocols.section",
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("settled_by", models.CharField(blank=True, max_length=250)),
                ("reason", models.TextField(blank=True, help_text="Why it was set aside; empty for any other.")),
            ],
            options={
                "ordering": ["version", "brought_at", "position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at", None), ("settled_by", ""), ("state", "waiting")),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("settled_at__isnull", False),
                                models.Q(("settled_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_settled_text_says_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("placed_in__isnull", False), ("state", "placed")),
                            models.Q(models.Q(("state", "placed"), _negated=True), ("placed_in", None)),
                            _connector="OR",
                        ),
                        name="a_placed_text_says_where",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "set aside"), models.Q(("reason", ""), _negated=True)),
                            models.Q(models.Q(("state", "set aside"), _negated=True), ("reason", "")),
                            _connector="OR",
                        ),
                        name="a_text_set_aside_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mentions", to="protocols.comment"
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mentions", to="partners.role"
                    ),
                ),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["comment", "pk"],
                "constraints": [models.UniqueConstraint(fields=("comment", "role"), name="mention_once")],
            },
        ),
        migrations.CreateModel(
            name="Barrier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "nonce",
                    models.UUIDField(
                        help_text="Made with the form, so that a repeated post adds nothing.", unique=True
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="barriers",
                        to="protocols.protocolversion",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("lawfulness", "Doubt about what is lawful"),
                            ("disclosure", "Doubt about what may be disclosed"),
                            ("narrow", "Narrow readings of powers"),
                            ("costs", "Costs and risks"),
                            ("definitions", "Differing definitions and boundaries"),
                            ("resources", "Too few people and systems"),
                            ("culture", "Culture"),
                        ],
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("description", models.TextField(help_text="What it was: who said what, and what it held up.")),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("expected", "Not met yet, but expected"),
                            ("met", "Met, and still in the way"),
                            ("overcome", "Met, and got over"),
                        ],
                        default="met",
                        max_length=8,
                    ),
                ),
                ("done", models.TextField(blank=True, help_text="What was done about it.")),
                ("owner_post", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "ordering": ["version", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "number"), name="barrier_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("standing", "overcome"), _negated=True),
                            models.Q(("done", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_barrier_got_over_says_how",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "nonce",
                    models.UUIDField(
                        help_text="Made with the form, so that a repeated post adds nothing.", unique=True
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="case_entries",
                        to="protocols.protocolversion",
                    ),
                ),
                ("side", models.CharField(choices=[("benefit", "Benefit"), ("cost", "Cost")], max_length=7)),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("community", "Local communities and service users"),
                            ("agencies", "Partner agencies"),
                            ("managers", "Managers"),
                            ("staff", "Staff"),
                        ],
                        max_length=9,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("description", models.TextField(blank=True)),
                ("measured", models.TextField(blank=True, help_text="How anybody will know.")),
                (
                    "amount",
                    models.PositiveIntegerField(blank=True, help_text="An estimate, in whole units.", null=True),
                ),
                (
                    "unit",
                    models.CharField(blank=True, choices=[("pounds", "Pounds"), ("hours", "Hours")], max_length=6),
                ),
                ("per", models.CharField(blank=True, choices=[("once", "Once"), ("year", "Each year")], max_length=4)),
                (
                    "starter",
                    models.CharField(blank=True, help_text="Id of the starter that it began from.", max_length=60),
                ),
                ("owner_post", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "ordering": ["version", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "number"), name="case_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("starter", ""), _negated=True),
                        fields=("version", "starter"),
                        name="a_starter_of_the_case_is_added_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount", None), ("per", ""), ("unit", "")),
                            models.Q(
                                ("amount__isnull", False),
                                models.Q(("unit", ""), _negated=True),
                                models.Q(("per", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_estimate_has_its_unit",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JoinRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="join_requests",
                        to="protocols.protocolversion",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="join_requests", to="partners.partner"
                    ),
                ),
                ("reason", models.TextField(help_text="Why it asks, as every party should read it.")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="join_requests", to="partners.role"
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("begun", "Accession begun"),
                            ("refused", "Refused"),
                            ("taken_back", "Taken back"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("answer", models.TextField(blank=True, help_text="Why it was refused.")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="join_requests_answered",
                        to="partners.role",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "nonce",
                    models.UUIDField(help_text="Made with the form, so that a repeated post asks once.", unique=True),
                ),
            ],
            options={
                "ordering": ["-asked_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("version", "partner"),
                        name="one_waiting_request_of_a_partner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_request_refused_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parties",
                        to="protocols.protocolversion",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parties", to="partners.partner"
                    ),
                ),
                (
                    "controller_role",
                    models.CharField(
                        choices=[
                            ("separate", "Separate controller"),
                            ("joint", "Joint controller"),
                            ("processor", "Processor"),
                        ],
                        default="separate",
                        max_length=10,
                    ),
                ),
                (
                    "processor_contract",
                    models.CharField(
                        blank=True,
                        help_text="The contract under which a processor acts (UK GDPR Art 28(3)).",
                        max_length=200,
                    ),
                ),
                (
                    "indemnity_agreed",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="Who agreed to an indemnity in the text, by kind of post, and the fingerprint of its words.",
                    ),
                ),
                (
                    "accedes_to_parent",
                    models.BooleanField(default=False, help_text="Signs the overarching protocol by signing this one."),
                ),
                (
                    "signs_late",
                    models.BooleanField(
                        default=False,
                        help_text="Had not signed when it came into force between those who had: bound once `bound_from` is set.",
                    ),
                ),
                (
                    "bound_from",
                    models.DateField(blank=True, help_text="Where it joined later: from which day on.", null=True),
                ),
                ("bound_until", models.DateField(blank=True, help_text="Where it left: its last day.", null=True)),
            ],
            options={
                "ordering": ["partner__short_name", "pk"],
                "constraints": [models.UniqueConstraint(fields=("version", "partner"), name="party_once")],
            },
        ),
        migrations.CreateModel(
            name="ConsultationReminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reminders", to="protocols.party"
                    ),
                ),
                ("closes_on", models.DateField()),
                (
                    "when",
                    models.CharField(
                        choices=[("before", "Some days before"), ("on the day", "On the day")], max_length=10
                    ),
                ),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["party", "sent_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("party", "closes_on", "when"), name="one_reminder_of_a_closing_date"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DataFlow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "nonce",
                    models.UUIDField(
                        help_text="Made with the form, so that a repeated post adds nothing.", unique=True
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "people",
                    models.JSONField(
                        default=list, editable=False, help_text="What in its words looks like a person's data."
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="flows",
                        to="protocols.protocolversion",
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "sender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="flows_out", to="protocols.party"
                    ),
                ),
                ("items", models.TextField(help_text="One data item a line.")),
                ("subjects", models.CharField(help_text="About whom.", max_length=300)),
                (
                    "identifiability",
                    models.CharField(
                        choices=[
                            ("identifiable", "Identifiable: names or other direct identifiers"),
                            ("pseudonymised", "Pseudonymised: codes in place of names, still personal data"),
                            ("anonymous", "Anonymous: nobody can be identified by anyone reasonably likely to try"),
                            ("deceased", "Only about people who have died"),
                        ],
                        max_length=14,
                    ),
                ),
                (
                    "kinds",
                    models.JSONField(blank=True, default=list, help_text="Ids of the special kinds of data in it."),
                ),
                (
                    "regime",
                    models.CharField(
                        choices=[
                            ("general", "General processing (UK GDPR)"),
                            ("law_enforcement", "Law enforcement (Data Protection Act 2018 Part 3)"),
                            ("mixed", "Both, by party"),
                        ],
                        default="general",
                        max_length=16,
                    ),
                ),
                ("purpose", models.TextField()),
                ("method", models.CharField(help_text="How it is sent.", max_length=300)),
                ("frequency", models.CharField(max_length=200)),
                ("retention", models.CharField(max_length=300)),
                ("geography", models.CharField(max_length=200)),
                (
                    "small_numbers_below",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="Counts below this are treated as small.", null=True
                    ),
                ),
                (
                    "small_numbers_method",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("suppress", "Left out"),
                            ("round", "Rounded"),
                            ("merge", "Added together with others until they are not small"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "small_numbers_secondary",
                    models.BooleanField(
                        default=False,
                        help_text="Whether other counts are kept back from which a small one could be worked out.",
                    ),
                ),
                (
                    "small_number_rule",
                    models.CharField(blank=True, help_text="More on small numbers, in words.", max_length=300),
                ),
                (
                    "control",
                    models.CharField(
                        choices=[
                            ("separate", "Each controller decides for itself"),
                            ("joint", "Joint controllers: they decide together why and how it is used"),
                            ("processor", "The recipients act only on the sender's instructions, as its processors"),
                        ],
                        default="separate",
                        max_length=9,
                    ),
                ),
                (
                    "control_reference",
                    models.CharField(
                        blank=True,
                        help_text="Where the joint arrangement, or the processor's contract, is.",
                        max_length=300,
                    ),
                ),
                ("research", models.BooleanField(default=False)),
                ("collected_on_consent", models.BooleanField(default=False)),
                ("leaves_uk", models.BooleanField(default=False)),
                (
                    "dataset",
                    models.ForeignKey(
                        blank=True,
                        help_text="The data set of the sender that it was built from.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="flows",
                        to="datasets.dataset",
                    ),
                ),
                (
                    "dataset_told",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="What the data set said of itself when the flow was last compared with it.",
                    ),
                ),
                ("refused_at", models.DateTimeField(blank=True, null=True)),
                ("refused_reason", models.TextField(blank=True)),
                ("recipients", models.ManyToManyField(related_name="flows_in", to="protocols.party")),
            ],
            options={
                "ordering": ["version", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "number"), name="flow_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("identifiability", "anonymous"), _negated=True),
                            models.Q(("small_number_rule", ""), _negated=True),
                            models.Q(("small_numbers_method", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="anonymous_flows_have_a_small_number_rule",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("small_numbers_below", None),
                                ("small_numbers_method", ""),
                                ("small_numbers_secondary", False),
                            ),
                            models.Q(
                                ("small_numbers_below__gte", 2),
                                ("small_numbers_below__isnull", False),
                                models.Q(("small_numbers_method", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="small_numbers_have_a_threshold_and_a_method",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("dataset", None), ("dataset_told", {})),
                            models.Q(("dataset__isnull", False), models.Q(("dataset_told", {}), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_flow_from_a_dataset_knows_what_it_said",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "nonce",
                    models.UUIDField(
                        help_text="Made with the form, so that a repeated post adds nothing.", unique=True
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incidents",
                        to="protocols.protocolversion",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="incidents", to="protocols.party"
                    ),
                ),
                ("kind", models.CharField(choices=[("breach", "Breach"), ("near_miss", "Near miss")], max_length=9)),
                ("what", models.TextField(help_text="What happened, without names of people.")),
                ("happened_on", models.DateField()),
                ("known_on", models.DateField(help_text="The day on which the party came to know of it.")),
                ("known_time", models.TimeField(default=datetime.time(0, 0))),
                (
                    "told",
                    models.CharField(
                        choices=[("not_yet", "Not decided yet"), ("yes", "Told"), ("no", "Not told")],
                        default="not_yet",
                        max_length=7,
                    ),
                ),
                ("told_on", models.DateField(blank=True, null=True)),
                ("told_time", models.TimeField(blank=True, null=True)),
                ("told_reason", models.TextField(blank=True, help_text="Why it was not told, or told late.")),
                ("lessons", models.TextField(blank=True)),
                (
                    "recorded_by",
                    models.CharField(help_text="Who, in which role, of which body, as text.", max_length=250),
                ),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-known_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "number"), name="incident_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("told", "yes"), ("told_on__isnull", False), ("told_time__isnull", False)),
                            models.Q(models.Q(("told", "yes"), _negated=True), ("told_on", None), ("told_time", None)),
                            _connector="OR",
                        ),
                        name="an_incident_told_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "breach"), ("told", "no"), _negated=True),
                            models.Q(("told_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_breach_not_told_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Instrument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instruments",
                        to="protocols.protocolversion",
                    ),
                ),
                ("number", models.PositiveIntegerField(help_text="Counted within the version.")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("accession", "Accession"),
                            ("withdrawal", "Withdrawal"),
                            ("renewal", "Renewal"),
                            ("suspension", "Suspension"),
                            ("resumption", "End of a suspension"),
                            ("termination", "Termination"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("consultation", "Consultation"),
                            ("approval", "Approval"),
                            ("signing", "Signing"),
                            ("in_force", "In force"),
                            ("superseded", "Superseded"),
                            ("expired", "Expired"),
                            ("terminated", "Terminated"),
                            ("abandoned", "Abandoned"),
                        ],
                        default="draft",
                        max_length=14,
                    ),
                ),
                ("state_since", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "party",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instruments",
                        to="protocols.party",
                    ),
                ),
                ("effective_on", models.DateField(help_text="The day on which it takes effect, once signed.")),
                (
                    "objections_until",
                    models.DateField(
                        blank=True,
                        help_text="Of an accession: the last day on which a party may object to it.",
                        null=True,
                    ),
                ),
                ("reason", models.TextField(help_text="Why, as every party should read it.")),
                ("terms", models.JSONField(blank=True, default=dict)),
                (
                    "begun_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="instruments", to="partners.role"
                    ),
                ),
                ("begun_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "applied_at",
                    models.DateTimeField(blank=True, help_text="When its effect was carried out.", null=True),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "nonce",
                    models.UUIDField(
                        default=uuid.uuid4,
                        help_text="Made with the form, so that a repeated post creates nothing.",
                        unique=True,
                    ),
                ),
                ("signers", models.ManyToManyField(related_name="instruments_to_sign", to="protocols.party")),
            ],
            options={
                "ordering": ["version", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "number"), name="instrument_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["draft", "approval", "signing"])),
                        fields=("version", "kind", "party"),
                        name="one_instrument_of_a_kind_for_a_party",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("party", None), ("state__in", ["draft", "approval", "signing"])),
                        fields=("version", "kind"),
                        name="one_instrument_of_a_kind_for_all",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("applied_at", None), ("state", "in_force"), _connector="OR"),
                        name="only_a_signed_instrument_is_applied",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Risk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "nonce",
                    models.UUIDField(
                        help_text="Made with the form, so that a repeated post adds nothing.", unique=True
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="risks",
                        to="protocols.protocolversion",
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("description", models.TextField(help_text="What could cause it, and how it would harm people.")),
                (
                    "source",
                    models.CharField(
                        choices=[("starter", "Starter risk of the theme"), ("own", "The parties' own")],
                        default="own",
                        max_length=8,
                    ),
                ),
                (
                    "starter",
                    models.CharField(blank=True, help_text="Id of the starter risk that it began from.", max_length=60),
                ),
                (
                    "likelihood_before",
                    models.PositiveSmallIntegerField(help_text="1 rare to 5 almost certain, with nothing done."),
                ),
                (
                    "severity_before",
                    models.PositiveSmallIntegerField(help_text="1 minimal to 5 severe, with nothing done."),
                ),
                ("mitigation", models.TextField(blank=True, help_text="What is done about it.")),
                ("likelihood_after", models.PositiveSmallIntegerField(help_text="1 to 5, once that is done.")),
                ("severity_after", models.PositiveSmallIntegerField(help_text="1 to 5, once that is done.")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="risks",
                        to="protocols.party",
                    ),
                ),
                (
                    "owner_post",
                    models.CharField(
                        blank=True, help_text="The post at that party that answers for it.", max_length=120
                    ),
                ),
            ],
            options={
                "ordering": ["version", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "number"), name="risk_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("starter", ""), _negated=True),
                        fields=("version", "starter"),
                        name="a_starter_risk_is_added_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source", "starter"), models.Q(("starter", ""), _negated=True)),
                            models.Q(("source", "own"), ("starter", "")),
                            _connector="OR",
                        ),
                        name="a_starter_risk_names_its_starter",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("likelihood_before__range", (1, 5)),
                            ("severity_before__range", (1, 5)),
                            ("likelihood_after__range", (1, 5)),
                            ("severity_after__range", (1, 5)),
                        ),
                        name="risk_scores_run_from_1_to_5",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("mitigation", ""), _negated=True),
                            models.Q(
                                ("likelihood_after", models.F("likelihood_before")),
                                ("severity_after", models.F("severity_before")),
                            ),
                            _connector="OR",
                        ),
                        name="a_changed_risk_says_what_was_done",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "instrument",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="protocols.instrument",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="objections", to="protocols.party"
                    ),
                ),
                ("reason", models.TextField(help_text="Why, as every party should read it.")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="objections", to="partners.role"
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("withdrawn", "Withdrawn"), ("overruled", "Overruled")],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("answer", models.TextField(blank=True, help_text="Why it was withdrawn or overruled.")),
                ("authority", models.TextField(blank=True, help_text="By what right it was overruled.")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections_answered",
                        to="partners.role",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["instrument", "made_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("instrument", "party"),
                        name="one_open_objection_of_a_party",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at", None), ("answered_by", None), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="an_objection_answered_says_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "overruled"), _negated=True),
                            models.Q(("authority", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="an_objection_overruled_has_its_authority",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PartyAssessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="assessments", to="protocols.party"
                    ),
                ),
                (
                    "assessment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="party_assessment",
                        to="legal_basis.assessment",
                    ),
                ),
                ("flows", models.ManyToManyField(related_name="assessments", to="protocols.dataflow")),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Recheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rechecks",
                        to="protocols.protocolversion",
                    ),
                ),
                ("part", models.CharField(max_length=40)),
                (
                    "flow",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recheck",
                        to="protocols.dataflow",
                    ),
                ),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("confirmed_by", models.CharField(blank=True, max_length=250)),
            ],
            options={
                "ordering": ["version", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("flow", None)), fields=("version", "part"), name="copied_part_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at", None), ("confirmed_by", "")),
                            models.Q(("confirmed_at__isnull", False), models.Q(("confirmed_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_confirmed_copy_says_by_whom",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="protocols.protocolversion",
                    ),
                ),
                ("due_on", models.DateField(help_text="The review date that it answers.")),
                ("law", models.TextField(help_text="What changed in the law.")),
                ("partners", models.TextField(help_text="What changed among the partners.")),
                ("flows", models.TextField(help_text="What changed in what is shared.")),
                ("incidents", models.TextField(help_text="What went wrong, or nearly.")),
                ("adherence", models.TextField(help_text="How the parties kept to it.")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("renew", "Renew it as it is"), ("vary", "Vary it"), ("end", "End it")], max_length=5
                    ),
                ),
                ("reason", models.TextField(help_text="Why this outcome.")),
                (
                    "next_review_on",
                    models.DateField(blank=True, help_text="Of a renewal: when it is reviewed next.", null=True),
                ),
                (
                    "ends_on",
                    models.DateField(
                        blank=True,
                        help_text="Of a renewal: its new end, if it has one. Of an end: its last day.",
                        null=True,
                    ),
                ),
                (
                    "terms",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="Of an end: what becomes of data already shared, as a termination has it.",
                    ),
                ),
                (
                    "held_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="partners.role"
                    ),
                ),
                ("held_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "instrument",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review",
                        to="protocols.instrument",
                    ),
                ),
                (
                    "new_version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="begun_by_reviews",
                        to="protocols.protocolversion",
                    ),
                ),
                (
                    "nonce",
                    models.UUIDField(
                        help_text="Made with the form, so that a repeated post records nothing.", unique=True
                    ),
                ),
            ],
            options={
                "ordering": ["-held_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("next_review_on__isnull", False), ("outcome", "renew")),
                            models.Q(("ends_on", None), ("next_review_on", None), ("outcome", "vary")),
                            models.Q(("ends_on__isnull", False), ("next_review_on", None), ("outcome", "end")),
                            _connector="OR",
                        ),
                        name="a_review_has_the_dates_of_its_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "vary"), ("instrument", None)),
                            models.Q(models.Q(("outcome", "vary"), _negated=True), ("new_version", None)),
                            _connector="OR",
                        ),
                        name="a_review_leads_where_its_outcome_says",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SigningPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signing_plans",
                        to="protocols.protocolversion",
                    ),
                ),
                (
                    "instrument",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signing_plans",
                        to="protocols.instrument",
                    ),
                ),
                (
                    "due_on",
                    models.DateField(
                        blank=True, help_text="The day by which every party should have signed.", null=True
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("instrument", None)), fields=("version",), name="one_signing_plan_a_version"
                    ),
                    models.UniqueConstraint(fields=("instrument",), name="one_signing_plan_an_instrument"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="snapshots",
                        to="protocols.protocolversion",
                    ),
                ),
                (
                    "instrument",
                    models.ForeignKey(
                        blank=True,
                        help_text="The instrument whose text this is; none where it is the version's own.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="snapshots",
                        to="protocols.instrument",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField(help_text="Canonical JSON, byte for byte what the hash covers.")),
                (
                    "rows_text",
                    models.TextField(blank=True, help_text="Canonical JSON: the sections' rows, and the values given."),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("withdrawn_at", models.DateTimeField(blank=True, help_text="When it went back to draft.", null=True)),
            ],
            options={
                "ordering": ["version", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "number"), name="snapshot_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("instrument", None), ("withdrawn_at", None)),
                        fields=("version",),
                        name="one_live_snapshot_a_version",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("instrument",),
                        name="one_live_snapshot_an_instrument",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Chase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="chases", to="protocols.snapshot"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="chases", to="protocols.party"
                    ),
                ),
                ("on", models.DateField(default=django.utils.timezone.localdate)),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partners.role"
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("snapshot", "party", "on"), name="a_party_is_chased_once_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="protocols.snapshot"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="protocols.party"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("officer", "Partnership officer"),
                            ("contact", "Designated contact"),
                            ("contributor", "Contributor"),
                            ("legal_adviser", "Legal adviser"),
                            ("dpo", "Data protection officer"),
                            ("caldicott_guardian", "Caldicott Guardian"),
                            ("siro", "Senior information risk owner"),
                            ("signatory", "Signatory"),
                            ("viewer", "Viewer"),
                        ],
                        default="dpo",
                        max_length=30,
                    ),
                ),
                ("why_asked", models.CharField(blank=True, max_length=250)),
                (
                    "outcome",
                    models.CharField(
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
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="partners.role",
                    ),
                ),
                ("text", models.TextField(blank=True, help_text="Reasons, or the conditions.")),
                (
                    "news",
                    models.TextField(
                        blank=True, help_text="What is new to this approver, and why it was carried over or not."
                    ),
                ),
                (
                    "risk",
                    models.PositiveSmallIntegerField(choices=[(0, "Lower"), (1, "Medium"), (2, "High")], default=0),
                ),
                ("risk_words", models.TextField(blank=True, help_text="Why the risk is what it is.")),
                (
                    "carried_from",
                    models.ForeignKey(
                        blank=True,
                        help_text="The earlier approval that stands, because nothing that it covers has changed.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_to",
                        to="protocols.decision",
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, help_text="When the party answered advice against.", null=True),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.role",
                    ),
                ),
                ("answer", models.TextField(blank=True, help_text="Why the advice is not followed.")),
            ],
            options={
                "ordering": ["asked_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("snapshot", "party", "kind"), name="one_decision_a_party_and_post"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at", None), ("decided_by", None), ("outcome__in", ["waiting", "lapsed"])
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                (
                                    "outcome__in",
                                    ["approved", "conditions", "changes", "against", "followed", "not_followed"],
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="a_decision_says_when_and_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["waiting", "lapsed", "approved"]),
                            models.Q(("text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="conditions_and_changes_have_reasons",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "not_followed"), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="advice_not_followed_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("carried_from", None), ("outcome__in", ["approved", "conditions"]), _connector="OR"
                        ),
                        name="only_an_approval_is_carried_over",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="protocols.snapshot"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("approval_copy", "Approval copy"),
                            ("for_signing", "File for signing"),
                            ("signed", "Signed agreement"),
                            ("receipt", "Signing receipt"),
                            ("archive", "Archive copy"),
                            ("scan", "Scan of a page signed on paper"),
                        ],
                        max_length=14,
                    ),
                ),
                ("name", models.CharField(help_text="The file's name in the storage.", max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField(help_text="Bytes.")),
                ("pages", models.PositiveIntegerField(default=0)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "good_until",
                    models.DateTimeField(
                        blank=True, help_text="When the certificates of an archive copy's time stamp end.", null=True
                    ),
                ),
            ],
            options={
                "ordering": ["made_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "signed")), fields=("snapshot",), name="one_signed_file"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "approval_copy")), fields=("snapshot",), name="one_approval_copy"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "receipt")), fields=("snapshot",), name="one_signing_receipt"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("good_until__isnull", False), ("kind", "archive")),
                            models.Q(models.Q(("kind", "archive"), _negated=True), ("good_until", None)),
                            _connector="OR",
                        ),
                        name="an_archive_copy_says_how_long_its_stamp_is_good",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SigningTurn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="turns", to="protocols.signingplan"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="signing_turns", to="protocols.party"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
            ],
            options={
                "ordering": ["number", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "party"), name="a_party_has_one_turn"),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="turns_are_counted_from_one"),
                ],
            },
        ),
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
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="conditions", to="protocols.decision"
                    ),
                ),
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
                (
                    "proposed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.role",
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.role",
                    ),
                ),
                (
                    "reason",
                    models.TextField(blank=True, help_text="Why it was waived, found met, or not found met yet."),
                ),
            ],
            options={
                "ordering": ["decision", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("decision", "number"), name="condition_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("closed_by", None), ("state__in", ["open", "proposed"])),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                                ("state__in", ["met", "waived"]),
                            ),
                            _connector="OR",
                        ),
                        name="a_condition_closed_says_when_and_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "waived"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_condition_waived_has_a_reason",
                    ),
                    models.CheckConstraint(
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
                ],
            },
        ),
        migrations.CreateModel(
            name="DecisionPin",
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
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pins", to="protocols.decision"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("place", ""), _negated=True), models.Q(("target", ""), _negated=True)
                        ),
                        name="a_pin_has_its_place",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Signing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "snapshot",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signing", to="protocols.snapshot"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("preparing", "The file is being made"),
                            ("open", "Being signed"),
                            ("complete", "All have signed; being sealed"),
                            ("sealed", "Sealed"),
                            ("void", "Declined"),
                        ],
                        default="preparing",
                        max_length=10,
                    ),
                ),
                (
                    "current",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="protocols.document",
                    ),
                ),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("sealed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stage__in", ["preparing", "void"]), ("current__isnull", False), _connector="OR"
                        ),
                        name="a_signing_under_way_has_its_file",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ComingIntoForce",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "signing",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="came_into_force",
                        to="protocols.signing",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="The officer who closed it; none where the calendar, the last signature or the agreement's end did.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.role",
                    ),
                ),
                ("reason", models.TextField(blank=True, help_text="Why signing closed.")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("closed_by", None), ("reason", "")),
                            models.Q(("closed_at__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="signing_that_is_closed_says_why",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CopyTo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="copies", to="protocols.signingplan"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("email", models.EmailField(max_length=254)),
                ("why", models.CharField(blank=True, help_text="Why they need to know.", max_length=250)),
                (
                    "named_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.role",
                    ),
                ),
                ("named_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "signing",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="protocols.signing",
                    ),
                ),
                ("token_hash", models.CharField(blank=True, max_length=64, null=True, unique=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("fetched_at", models.DateTimeField(blank=True, help_text="When it was first downloaded.", null=True)),
            ],
            options={
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "email"), name="one_copy_an_address"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("expires_at", None),
                                ("fetched_at", None),
                                ("sent_at", None),
                                ("signing", None),
                                ("token_hash", None),
                            ),
                            models.Q(
                                ("expires_at__isnull", False),
                                ("sent_at__isnull", False),
                                ("signing__isnull", False),
                                ("token_hash__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_copy_sent_has_its_link",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Guest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "signing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="guests", to="protocols.signing"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="guests", to="protocols.party"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("post", models.CharField(max_length=120)),
                ("email", models.EmailField(max_length=254)),
                ("phone", models.CharField(blank=True, max_length=30)),
                (
                    "basis",
                    models.TextField(
                        help_text="The authority that the guest signs under, as whoever invites knows it."
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("told", "Read out by whoever invites"), ("mail", "In a second mail")],
                        default="told",
                        max_length=4,
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partners.role"
                    ),
                ),
                ("invited_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("expires_at", models.DateTimeField(default=protocols.models.signatories.guest_expiry)),
                ("code_hash", models.CharField(max_length=128)),
                ("codes", models.PositiveSmallIntegerField(default=1)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("declined_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["invited_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("declined_at", None), ("used_at", None), ("withdrawn_at", None)),
                        fields=("signing", "party"),
                        name="one_open_guest_a_party",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("used_at", None), ("withdrawn_at", None)),
                            models.Q(("declined_at", None), ("used_at", None)),
                            models.Q(("declined_at", None), ("withdrawn_at", None)),
                            _connector="OR",
                        ),
                        name="a_guest_signed_declined_or_was_withdrawn",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "signing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="handovers", to="protocols.signing"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="handovers", to="protocols.party"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("email", models.EmailField(max_length=254)),
                (
                    "to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.role",
                    ),
                ),
                ("basis", models.TextField(help_text="The authority on which it is handed over.")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partners.role"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PaperSignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "signing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="protocols.signing"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="protocols.party"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("post", models.CharField(max_length=120)),
                ("basis", models.TextField(help_text="The authority signed under.")),
                ("signed_on", models.DateField(help_text="The day written on the page.")),
                ("sha256", models.CharField(max_length=64)),
                (
                    "scan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="paper", to="protocols.document"
                    ),
                ),
                (
                    "brought_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partners.role"
                    ),
                ),
                ("brought_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.role",
                    ),
                ),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("refused_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.TextField(blank=True, help_text="Why it was refused.")),
            ],
            options={
                "ordering": ["brought_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("refused_at", None)),
                        fields=("signing", "party"),
                        name="one_paper_signature_a_party",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_at", None), ("decided_by", None), ("refused_at", None)),
                            models.Q(
                                ("accepted_at__isnull", False), ("decided_by__isnull", False), ("refused_at", None)
                            ),
                            models.Q(
                                ("accepted_at", None), ("decided_by__isnull", False), ("refused_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="a_paper_signature_is_decided_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("brought_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="a_second_person_accepts_paper",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SigningReminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "signing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reminders", to="protocols.signing"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="protocols.party",
                    ),
                ),
                ("due_on", models.DateField()),
                ("week", models.SmallIntegerField()),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["sent_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("signing", "party", "due_on", "week"), name="one_reminder_a_party_and_week_of_signing"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("party", None)),
                        fields=("signing", "due_on", "week"),
                        name="one_reminder_an_officer_and_week",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Refusal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "signing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="refusals", to="protocols.signing"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="refusals", to="protocols.party"
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.role",
                    ),
                ),
                (
                    "guest",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refusal",
                        to="protocols.guest",
                    ),
                ),
                ("reason", models.TextField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("signing", "party"), name="a_party_declines_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("guest", None), ("role__isnull", False)),
                            models.Q(("guest__isnull", False), ("role", None)),
                            _connector="OR",
                        ),
                        name="a_refusal_is_by_role_or_guest",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "signing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="protocols.signing"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="protocols.party"
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="partners.role",
                    ),
                ),
                (
                    "guest",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signature",
                        to="protocols.guest",
                    ),
                ),
                (
                    "paper",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signature",
                        to="protocols.papersignature",
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("post", models.CharField(max_length=120)),
                ("basis", models.TextField(help_text="The authority signed under, such as the scheme of delegation.")),
                ("signed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("signed_sha256", models.CharField(help_text="Hash of the file that was signed.", max_length=64)),
                (
                    "proof",
                    models.CharField(
                        blank=True,
                        choices=[("password", "Password"), ("code", "Authenticator or recovery code")],
                        max_length=8,
                    ),
                ),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                (
                    "address",
                    models.GenericIPAddressField(
                        blank=True,
                        help_text="The network address that the signature came from; shown on the receipt alone.",
                        null=True,
                    ),
                ),
                (
                    "result",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="made_by_signature",
                        to="protocols.document",
                    ),
                ),
                ("void_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["signed_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("signing", "party"), name="a_party_signs_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("guest", None), ("paper", None), ("role__isnull", False)),
                            models.Q(("guest__isnull", False), ("paper", None), ("role", None)),
                            models.Q(("guest", None), ("paper__isnull", False), ("role", None)),
                            _connector="OR",
                        ),
                        name="a_signature_is_by_role_guest_or_paper",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("proof", ""), ("role__isnull", False), _connector="OR"),
                        name="only_who_is_signed_in_gives_proof",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="savedclause",
            name="came_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="saved_as",
                to="protocols.section",
            ),
        ),
        migrations.AddField(
            model_name="template",
            name="copied_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="copies",
                to="protocols.templateversion",
            ),
        ),
        migrations.AddField(
            model_name="barrier",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="barriers",
                to="protocols.party",
            ),
        ),
        migrations.AddField(
            model_name="caseentry",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="case_entries",
                to="protocols.party",
            ),
        ),
        migrations.AddField(
            model_name="joinrequest",
            name="instrument",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="asked_for_by",
                to="protocols.instrument",
            ),
        ),
        migrations.AddConstraint(
            model_name="joinrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("instrument__isnull", False), ("state", "begun")),
                    models.Q(models.Q(("state", "begun"), _negated=True), ("instrument", None)),
                    _connector="OR",
                ),
                name="a_request_begun_has_its_accession",
            ),
        ),
        migrations.AddField(
            model_name="party",
            name="joins_by",
            field=models.ForeignKey(
                blank=True,
                help_text="The accession by which it joins a version in force.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="joining",
                to="protocols.instrument",
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("bound_from", None), ("joins_by__isnull", False), ("signs_late", True), _connector="OR"
                ),
                name="only_who_joins_later_has_a_first_day",
            ),
        ),
    ]
