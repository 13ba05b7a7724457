"""Data flows: who gives what about whom to whom; and which assessment of which party covers them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from portal.audit.models import Audited
from portal.scanning import Scanned
from protocols.models.numbered import NumberedRow
from protocols.models.protocols import Party, ProtocolVersion


class DataFlow(Scanned, NumberedRow):
    """One flow of data from one party to others. A refused flow is kept, with what stopped it."""

    WORDS = (
        "title", "items", "subjects", "purpose", "method", "frequency", "retention", "geography", "small_number_rule",
        "control_reference",
    )  # fmt: skip

    class Identifiability(models.TextChoices):
        """Whether people can be identified from the data (UK GDPR Art 4(1) and 4(5))."""

        IDENTIFIABLE = "identifiable", "Identifiable: names or other direct identifiers"
        PSEUDONYMISED = "pseudonymised", "Pseudonymised: codes in place of names, still personal data"
        ANONYMOUS = "anonymous", "Anonymous: nobody can be identified by anyone reasonably likely to try"
        DECEASED = "deceased", "Only about people who have died"

    class Regime(models.TextChoices):
        """Which data protection regime the purpose falls under."""

        GENERAL = "general", "General processing (UK GDPR)"
        LAW_ENFORCEMENT = "law_enforcement", "Law enforcement (Data Protection Act 2018 Part 3)"
        MIXED = "mixed", "Both, by party"

    class Control(models.TextChoices):
        """Who decides why and how the data of the flow is used (UK GDPR Art 4(7), 26 and 28)."""

        SEPARATE = "separate", "Each controller decides for itself"
        JOINT = "joint", "Joint controllers: they decide together why and how it is used"
        PROCESSOR = "processor", "The recipients act only on the sender's instructions, as its processors"

    class SmallNumbers(models.TextChoices):
        """What is done with a count that is small enough to point to somebody."""

        SUPPRESS = "suppress", "Left out"
        ROUND = "round", "Rounded"
        MERGE = "merge", "Added together with others until they are not small"

    version = models.ForeignKey(ProtocolVersion, on_delete=models.CASCADE, related_name="flows")
    title = models.CharField(max_length=200)
    sender = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="flows_out")
    recipients = models.ManyToManyField(Party, related_name="flows_in")
    items = models.TextField(help_text="One data item a line.")
    subjects = models.CharField(max_length=300, help_text="About whom.")
    identifiability = models.CharField(max_length=14, choices=Identifiability.choices)
    kinds = models.JSONField(default=list, blank=True, help_text="Ids of the special kinds of data in it.")
    regime = models.CharField(max_length=16, choices=Regime.choices, default=Regime.GENERAL)
    purpose = models.TextField()
    method = models.CharField(max_length=300, help_text="How it is sent.")
    frequency = models.CharField(max_length=200)
    retention = models.CharField(max_length=300)
    geography = models.CharField(max_length=200)
    small_numbers_below = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Counts below this are treated as small."
    )
    small_numbers_method = models.CharField(max_length=8, choices=SmallNumbers.choices, blank=True)
    small_numbers_secondary = models.BooleanField(
        default=False, help_text="Whether other counts are kept back from which a small one could be worked out."
    )
    small_number_rule = models.CharField(max_length=300, blank=True, help_text="More on small numbers, in words.")
    control = models.CharField(max_length=9, choices=Control.choices, default=Control.SEPARATE)
    control_reference = models.CharField(
        max_length=300, blank=True, help_text="Where the joint arrangement, or the processor's contract, is."
    )
    research = models.BooleanField(default=False)
    collected_on_consent = models.BooleanField(default=False)
    leaves_uk = models.BooleanField(default=False)
    dataset = models.ForeignKey(
        "datasets.Dataset", on_delete=models.PROTECT, related_name="flows", null=True, blank=True,
        help_text="The data set of the sender that it was built from.",
    )  # fmt: skip
    dataset_told = models.JSONField(
        default=dict, blank=True, help_text="What the data set said of itself when the flow was last compared with it."
    )
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["version", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "number"], name="flow_number_once"),
            models.CheckConstraint(
                condition=~Q(identifiability="anonymous") | ~Q(small_number_rule="") | ~Q(small_numbers_method=""),
                name="anonymous_flows_have_a_small_number_rule",
            ),
            models.CheckConstraint(
                condition=Q(small_numbers_below=None, small_numbers_method="", small_numbers_secondary=False)
                | (Q(small_numbers_below__isnull=False, small_numbers_below__gte=2) & ~Q(small_numbers_method="")),
                name="small_numbers_have_a_threshold_and_a_method",
            ),
            models.CheckConstraint(
                condition=Q(dataset=None, dataset_told={}) | (Q(dataset__isnull=False) & ~Q(dataset_told={})),
                name="a_flow_from_a_dataset_knows_what_it_said",
            ),
        ]

    def __str__(self) -> str:
        return f"Flow {self.number}: {self.title}"

    @property
    def recipient_ids(self) -> list[int]:
        """The keys of the parties that receive it."""
        return [party.pk for party in self.recipients.all()]

    @property
    def item_list(self) -> list[str]:
        """The data items, one by one."""
        return [line.strip() for line in self.items.splitlines() if line.strip()]

    @property
    def small_numbers(self) -> str:
        """The whole small number rule as a sentence or two; "" where there is none."""
        if self.small_numbers_below is None:
            return self.small_number_rule
        method = self.SmallNumbers(self.small_numbers_method).label
        said = f"Counts below {self.small_numbers_below} are {method[0].lower()}{method[1:]}."
        if self.small_numbers_secondary:
            said += " So are other counts from which one of them could be worked out."
        return f"{said} {self.small_number_rule}".strip()

    @property
    def dataset_has_changed(self) -> bool:
        """Whether its data set says anything else than when the two were last compared."""
        return self.dataset is not None and self.dataset.told != self.dataset_told

    @property
    def is_refused(self) -> bool:
        """Whether it was left out because a checklist stopped it."""
        return self.refused_at is not None


class PartyAssessment(Audited):
    """One party's walk of the checklist, and the flows of that party which it covers."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="assessments")
    assessment = models.OneToOneField(
        "legal_basis.Assessment", on_delete=models.PROTECT, related_name="party_assessment"
    )
    flows = models.ManyToManyField(DataFlow, related_name="assessments")

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"Assessment by {self.party}"
