"""How high a risk is, who gains and pays, what stands in the way, who answers for what. Plain Python.

A risk is scored by likelihood times severity, each from 1 to 5, as the ICO's template for impact assessments weighs
them. The levels and the mark at which a risk is high are this portal's own rule; `docs/explanation/risk.md` gives it.
"""

from dataclasses import dataclass
from enum import Enum

LIKELIHOODS = {1: "Rare", 2: "Unlikely", 3: "Possible", 4: "Likely", 5: "Almost certain"}
SEVERITIES = {1: "Minimal", 2: "Minor", 3: "Moderate", 4: "Serious", 5: "Severe"}
SCALE = range(1, 6)
MEDIUM_FROM = 6
HIGH_FROM = 15
"""Scores from here on are high. Severe harm (5) that is at least possible (3) is on the mark, so it is always high."""


class RiskLevel(Enum):
    """How high a risk is; the value is stored nowhere, for it follows from the score."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def label(self) -> str:
        """The level in a word."""
        return self.value.capitalize()


def score_of(likelihood: int, severity: int) -> int:
    """The score, from 1 to 25."""
    return likelihood * severity


def level_of(likelihood: int, severity: int) -> RiskLevel:
    """The level that a likelihood and a severity make."""
    score = score_of(likelihood, severity)
    if score >= HIGH_FROM:
        return RiskLevel.HIGH
    return RiskLevel.MEDIUM if score >= MEDIUM_FROM else RiskLevel.LOW


class CaseGroup(Enum):
    """Who gains or pays: the four groups of Figure A of “Data sharing for neighbourhood renewal” (ODPM, 2005)."""

    COMMUNITY = "community"
    AGENCIES = "agencies"
    MANAGERS = "managers"
    STAFF = "staff"

    @property
    def label(self) -> str:
        """The group in words."""
        return {
            CaseGroup.COMMUNITY: "Local communities and service users",
            CaseGroup.AGENCIES: "Partner agencies",
            CaseGroup.MANAGERS: "Managers",
            CaseGroup.STAFF: "Staff",
        }[self]

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs for a model field."""
        return [(group.value, group.label) for group in cls]


class BarrierKind(Enum):
    """The seven kinds of barrier to sharing that the same report found."""

    LAWFULNESS = "lawfulness"
    DISCLOSURE = "disclosure"
    NARROW = "narrow"
    COSTS = "costs"
    DEFINITIONS = "definitions"
    RESOURCES = "resources"
    CULTURE = "culture"

    @property
    def label(self) -> str:
        """The kind in words."""
        return {
            BarrierKind.LAWFULNESS: "Doubt about what is lawful",
            BarrierKind.DISCLOSURE: "Doubt about what may be disclosed",
            BarrierKind.NARROW: "Narrow readings of powers",
            BarrierKind.COSTS: "Costs and risks",
            BarrierKind.DEFINITIONS: "Differing definitions and boundaries",
            BarrierKind.RESOURCES: "Too few people and systems",
            BarrierKind.CULTURE: "Culture",
        }[self]

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs for a model field."""
        return [(kind.value, kind.label) for kind in cls]


class Commencement(Enum):
    """How an overarching version comes into force, which its text says and every party approves."""

    ALL = "all"
    NUMBER = "number"
    DATE = "date"

    @property
    def label(self) -> str:
        """The way in words."""
        return {
            Commencement.ALL: "When every party has signed",
            Commencement.NUMBER: "Between those who have signed, once enough of them have",
            Commencement.DATE: "Between those who have signed, on its start date",
        }[self]

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs for a model field."""
        return [(one.value, one.label) for one in cls]


class Signers(Enum):
    """Who signs an instrument."""

    OWN = "the party that it is about"
    ALL = "every party that is bound"


class Approvers(Enum):
    """Who decides on an instrument, for each party that signs it."""

    DPO = "its data protection officer"
    AS_AGREEMENT = "its data protection officer, and every other post that decided on the agreement for it"


@dataclass(frozen=True)
class Answering:
    """Who approves an instrument of a kind and who signs it."""

    signers: Signers
    approvers: Approvers


ANSWERING: dict[str, Answering] = {
    "accession": Answering(Signers.OWN, Approvers.DPO),
    "withdrawal": Answering(Signers.OWN, Approvers.DPO),
    "renewal": Answering(Signers.ALL, Approvers.AS_AGREEMENT),
    "suspension": Answering(Signers.OWN, Approvers.DPO),
    "resumption": Answering(Signers.OWN, Approvers.AS_AGREEMENT),
    "termination": Answering(Signers.ALL, Approvers.DPO),
}
"""By kind of instrument. What lets sharing go on is decided by the same posts as the agreement itself; what stops it is
not to wait for them."""


OWN_ACTS = frozenset({"withdrawal", "suspension", "resumption"})
"""The kinds that are one party's own act: its own people may begin one, as the officer may for it."""


class SigningMethod(Enum):
    """How a signatory was known and signed; the value stands in the certificate of the signature.

    `PORTAL` is of signatures from before it was kept what was given to sign, a password or a code.
    """

    PORTAL = "portal"
    PASSWORD = "password"  # noqa: S105 - a way of being known, not a secret
    CODE = "code"
    LINK_AND_CODE = "link_and_code"
    PAPER = "paper"

    @property
    def label(self) -> str:
        """The method in words."""
        return {
            SigningMethod.PORTAL: "signed in to the portal",
            SigningMethod.PASSWORD: "signed in to the portal; gave the password again to sign",
            SigningMethod.CODE: "signed in to the portal; gave a code of the authenticator app, or a recovery code, "
            "to sign",
            SigningMethod.LINK_AND_CODE: "mailed link and code",
            SigningMethod.PAPER: "signed on paper; scan attached",
        }[self]
