"""The risk register of a version: what could harm people, how likely, how badly, and what is done about it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from protocols.kinds import LIKELIHOODS, SEVERITIES, RiskLevel, level_of, score_of
from protocols.models.numbered import NumberedRow
from protocols.models.protocols import Party, ProtocolVersion

SCORES = ("likelihood_before", "severity_before", "likelihood_after", "severity_after")


def _scored(help_text: str) -> "models.PositiveSmallIntegerField[int, int]":
    return models.PositiveSmallIntegerField(help_text=help_text)


class Risk(NumberedRow):
    """One risk to people from the sharing, or from not sharing (UK GDPR Art 35(7)(c) and (d)).

    Likelihood and severity run from 1 to 5, before the mitigation and after it. A starter risk came from the theme's
    content; it has no owner until somebody gives it one.
    """

    class Source(models.TextChoices):
        """Where a risk came from."""

        STARTER = "starter", "Starter risk of the theme"
        OWN = "own", "The parties' own"

    version = models.ForeignKey(ProtocolVersion, on_delete=models.CASCADE, related_name="risks")
    title = models.CharField(max_length=200)
    description = models.TextField(help_text="What could cause it, and how it would harm people.")
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.OWN)
    starter = models.CharField(max_length=60, blank=True, help_text="Id of the starter risk that it began from.")
    likelihood_before = _scored("1 rare to 5 almost certain, with nothing done.")
    severity_before = _scored("1 minimal to 5 severe, with nothing done.")
    mitigation = models.TextField(blank=True, help_text="What is done about it.")
    likelihood_after = _scored("1 to 5, once that is done.")
    severity_after = _scored("1 to 5, once that is done.")
    owner = models.ForeignKey(Party, on_delete=models.SET_NULL, related_name="risks", null=True, blank=True)
    owner_post = models.CharField(max_length=120, blank=True, help_text="The post at that party that answers for it.")

    class Meta:
        ordering: ClassVar = ["version", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "number"], name="risk_number_once"),
            models.UniqueConstraint(
                fields=["version", "starter"], condition=~Q(starter=""), name="a_starter_risk_is_added_once"
            ),
            models.CheckConstraint(
                condition=Q(source="starter") & ~Q(starter="") | Q(source="own", starter=""),
                name="a_starter_risk_names_its_starter",
            ),
            models.CheckConstraint(
                condition=Q(*((f"{name}__range", (1, 5)) for name in SCORES)), name="risk_scores_run_from_1_to_5"
            ),
            models.CheckConstraint(
                condition=~Q(mitigation="")
                | Q(likelihood_after=F("likelihood_before"), severity_after=F("severity_before")),
                name="a_changed_risk_says_what_was_done",
            ),
        ]

    def __str__(self) -> str:
        return f"Risk {self.number}: {self.title}"

    @property
    def score_before(self) -> int:
        """Likelihood times severity with nothing done."""
        return score_of(self.likelihood_before, self.severity_before)

    @property
    def score_after(self) -> int:
        """Likelihood times severity once the mitigation is in place: what remains."""
        return score_of(self.likelihood_after, self.severity_after)

    @property
    def level_before(self) -> RiskLevel:
        """How high it is with nothing done."""
        return level_of(self.likelihood_before, self.severity_before)

    @property
    def level_after(self) -> RiskLevel:
        """How high it stays."""
        return level_of(self.likelihood_after, self.severity_after)

    @property
    def stays_high(self) -> bool:
        """Whether a high risk remains, so that the regulator has to be consulted first (UK GDPR Art 36(1))."""
        return self.level_after is RiskLevel.HIGH

    @property
    def words(self) -> dict[str, str]:
        """The four numbers in words, by field."""
        return {
            name: (LIKELIHOODS if name.startswith("likelihood") else SEVERITIES)[getattr(self, name)] for name in SCORES
        }
