"""Kinds of body, and what follows from a kind in law. Plain Python."""

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True)
class BodyFacts:
    """What the law makes of a kind of body.

    `body_class` says where its power can come from (checklist step C1.1); `public_authority` follows DPA 2018 s.7;
    `competent_authority` DPA 2018 s.30 and Sch 7; the two posts follow NHS and local government policy.
    """

    label: str
    body_class: str
    public_authority: bool = True
    competent_authority: bool = False
    needs_siro: bool = True
    needs_caldicott_guardian: bool = False


class BodyKind(Enum):
    """A kind of body that can be a partner; the value is stored, `.facts` says what follows from it."""

    COUNCIL = "council"
    POLICE = "police"
    POLICING_BODY = "policing_body"
    FIRE = "fire"
    NHS_TRUST = "nhs_trust"
    ICB = "icb"
    PROBATION = "probation"
    GOVERNMENT = "government"
    COMBINED_AUTHORITY = "combined_authority"
    HOUSING_ASSOCIATION = "housing_association"
    SCHOOL = "school"
    COLLEGE = "college"
    UNIVERSITY = "university"
    CHARITY = "charity"
    COMPANY = "company"

    @property
    def facts(self) -> BodyFacts:
        """What the law makes of this kind."""
        return FACTS[self]

    @property
    def label(self) -> str:
        """The kind in words."""
        return FACTS[self].label

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs for a form or a model field."""
        return [(kind.value, kind.label) for kind in cls]


FACTS: dict[BodyKind, BodyFacts] = {
    BodyKind.COUNCIL: BodyFacts("Council", "council", needs_caldicott_guardian=True),
    BodyKind.POLICE: BodyFacts("Police force", "police", competent_authority=True),
    BodyKind.POLICING_BODY: BodyFacts("Local policing body", "council", competent_authority=True),
    BodyKind.FIRE: BodyFacts("Fire and rescue authority", "council"),
    BodyKind.NHS_TRUST: BodyFacts("NHS trust", "nhs", needs_caldicott_guardian=True),
    BodyKind.ICB: BodyFacts("Integrated care board", "nhs", needs_caldicott_guardian=True),
    BodyKind.PROBATION: BodyFacts("Probation provider", "department", competent_authority=True),
    BodyKind.GOVERNMENT: BodyFacts("Government department or agency", "department"),
    BodyKind.COMBINED_AUTHORITY: BodyFacts("Combined authority", "council"),
    BodyKind.HOUSING_ASSOCIATION: BodyFacts("Housing association", "private", False, needs_siro=False),
    BodyKind.SCHOOL: BodyFacts("School or academy trust", "council", needs_siro=False),
    BodyKind.COLLEGE: BodyFacts("College", "council", needs_siro=False),
    BodyKind.UNIVERSITY: BodyFacts("University", "council", needs_siro=False),
    BodyKind.CHARITY: BodyFacts("Charity", "private", False, needs_siro=False),
    BodyKind.COMPANY: BodyFacts("Company", "private", False, needs_siro=False),
}

LEGAL_FORMS: list[tuple[str, str]] = [
    ("local_authority", "Local authority"),
    ("corporation_sole", "Corporation sole (such as a chief constable)"),
    ("statutory_corporation", "Statutory corporation (such as an NHS trust)"),
    ("crown", "Crown body"),
    ("registered_society", "Registered society"),
    ("charitable_company", "Charitable company"),
    ("cio", "Charitable incorporated organisation"),
    ("company", "Company"),
    ("academy_trust", "Academy trust"),
    ("royal_charter", "Body under royal charter"),
    ("other", "Another legal person"),
]
