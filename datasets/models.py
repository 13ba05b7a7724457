"""Data sets that partners hold, and what partners would like of one another."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from datasets.kinds import Offer, Standing
from portal.audit.models import Audited

TOLD = (
    "definition", "period", "items", "subjects", "identifiability", "kinds", "collected_on_consent", "frequency",
    "retention", "geography", "small_numbers_below", "small_numbers_method", "small_numbers_secondary",
    "small_number_rule",
)  # fmt: skip
"""What a data flow takes from its data set, or was described by when it did."""


class Dataset(Audited):
    """One data set as its holder describes it: what it is, what counts in it, and how far it is offered.

    Described, never held: no record of it is in the portal. Retired with a reason, never deleted, because data flows
    go on speaking of it. `nonce` and `revision` guard against adding twice and against overwriting unseen.
    """

    class Identifiability(models.TextChoices):
        """Whether people can be identified from the data as it is held (UK GDPR Art 4(1) and 4(5))."""

        IDENTIFIABLE = "identifiable", "Identifiable"
        PSEUDONYMISED = "pseudonymised", "Pseudonymised"
        ANONYMOUS = "anonymous", "Anonymous"
        DECEASED = "deceased", "Only about people who have died"

    class SmallNumbers(models.TextChoices):
        """What is done with a count that is small enough to point to somebody."""

        SUPPRESS = "suppress", "Left out"
        ROUND = "round", "Rounded"
        MERGE = "merge", "Added together with others until they are not small"

    partner = models.ForeignKey("partners.Partner", on_delete=models.PROTECT, related_name="datasets")
    name = models.CharField(max_length=200)
    about = models.TextField(help_text="What it is, in plain words.")
    definition = models.TextField(help_text="What counts in it, and what does not.")
    period = models.CharField(max_length=200, blank=True, help_text="From when, and until when.")
    geography = models.CharField(max_length=200, help_text="The area, and by which units.")
    system = models.CharField(max_length=200, blank=True, help_text="Where it is kept or comes from.")
    kinds = models.JSONField(default=list, blank=True, help_text="Ids of the special kinds of data in it.")
    subjects = models.CharField(max_length=300, help_text="About whom.")
    identifiability = models.CharField(max_length=14, choices=Identifiability.choices)
    items = models.TextField(help_text="One data item a line.")
    collected_on_consent = models.BooleanField(default=False)
    frequency = models.CharField(max_length=200, help_text="How often it is refreshed.")
    retention = models.CharField(max_length=300, help_text="How long those who receive it may keep it.")
    small_numbers_below = models.PositiveSmallIntegerField(null=True, blank=True)
    small_numbers_method = models.CharField(max_length=8, choices=SmallNumbers.choices, blank=True)
    small_numbers_secondary = models.BooleanField(default=False)
    small_number_rule = models.CharField(max_length=300, blank=True)
    contact = models.CharField(max_length=200, blank=True, help_text="The team or post to ask.")
    offered = models.CharField(max_length=10, choices=Offer.choices(), default=Offer.NO.value)
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_reason = models.TextField(blank=True)
    nonce = models.UUIDField(unique=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint("partner", Lower("name"), name="dataset_name_once_at_a_partner"),
            models.CheckConstraint(
                condition=Q(retired_at=None, retired_reason="") | (Q(retired_at__isnull=False) & ~Q(retired_reason="")),
                name="a_retired_dataset_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(identifiability="anonymous") | ~Q(small_numbers_method=""),
                name="anonymous_datasets_have_a_small_number_rule",
            ),
            models.CheckConstraint(
                condition=Q(small_numbers_below=None, small_numbers_method="", small_numbers_secondary=False)
                | (Q(small_numbers_below__isnull=False, small_numbers_below__gte=2) & ~Q(small_numbers_method="")),
                name="dataset_small_numbers_have_a_threshold_and_a_method",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def item_list(self) -> list[str]:
        """The data items, one by one."""
        return [line.strip() for line in self.items.splitlines() if line.strip()]

    @property
    def offer(self) -> Offer:
        """How far it is offered."""
        return Offer(self.offered)

    @property
    def is_retired(self) -> bool:
        """Whether its holder took it out of the catalogue."""
        return self.retired_at is not None

    @property
    def told(self) -> dict[str, object]:
        """What a data flow takes from it, as it stands now, in plain JSON types."""
        return {name: getattr(self, name) for name in TOLD}

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


class Want(Audited):
    """What one partner would like of another, for what; and the holder's answer, with its reason where it is no."""

    partnership = models.ForeignKey("partners.Partnership", on_delete=models.PROTECT, related_name="wants")
    asker = models.ForeignKey("partners.Partner", on_delete=models.PROTECT, related_name="wants")
    holder = models.ForeignKey("partners.Partner", on_delete=models.PROTECT, related_name="wanted_of")
    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="wants", null=True, blank=True)
    what = models.CharField(max_length=300)
    purpose = models.TextField()
    nonce = models.UUIDField(unique=True)
    asked_by = models.CharField(max_length=250)
    asked_at = models.DateTimeField()
    standing = models.CharField(max_length=9, choices=Standing.choices(), default=Standing.WAITING.value)
    settled_by = models.CharField(max_length=250, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, help_text="Why not; or what the holder adds to a yes.")
    law = models.CharField(max_length=80, blank=True, help_text="Id of the entry in the law library that it rests on.")

    class Meta:
        ordering: ClassVar = ["-asked_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(standing="waiting", settled_at=None, settled_by=""))
                | (~Q(standing="waiting") & Q(settled_at__isnull=False) & ~Q(settled_by="")),
                name="a_settled_want_says_by_whom",
            ),
            models.CheckConstraint(condition=~Q(standing="refused") | ~Q(reason=""), name="a_refused_want_says_why"),
            models.CheckConstraint(condition=~Q(asker=models.F("holder")), name="nobody_wants_their_own"),
        ]

    def __str__(self) -> str:
        return f"{self.asker} would like {self.what} from {self.holder}"

    @property
    def status(self) -> Standing:
        """Where it stands."""
        return Standing(self.standing)
