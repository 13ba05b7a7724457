"""Roles: the only things here that carry power. Plain Python."""

from enum import Enum


class RoleKind(Enum):
    """A kind of role; OFFICER is held in a partnership, all others at one partner."""

    OFFICER = "officer"
    CONTACT = "contact"
    CONTRIBUTOR = "contributor"
    LEGAL_ADVISER = "legal_adviser"
    DPO = "dpo"
    CALDICOTT_GUARDIAN = "caldicott_guardian"
    SIRO = "siro"
    SIGNATORY = "signatory"
    VIEWER = "viewer"

    @property
    def label(self) -> str:
        """The role in words, in lower case as it stands inside a sentence."""
        return LABELS[self]

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs for a form or a model field."""
        return [(kind.value, kind.label[0].upper() + kind.label[1:]) for kind in cls]

    @classmethod
    def at_partner(cls) -> list["RoleKind"]:
        """The roles that a partner gives to its own people."""
        return [kind for kind in cls if kind is not cls.OFFICER]


LABELS: dict[RoleKind, str] = {
    RoleKind.OFFICER: "partnership officer",
    RoleKind.CONTACT: "designated contact",
    RoleKind.CONTRIBUTOR: "contributor",
    RoleKind.LEGAL_ADVISER: "legal adviser",
    RoleKind.DPO: "data protection officer",
    RoleKind.CALDICOTT_GUARDIAN: "Caldicott Guardian",
    RoleKind.SIRO: "senior information risk owner",
    RoleKind.SIGNATORY: "signatory",
    RoleKind.VIEWER: "viewer",
}

# Roles in which one approves or signs for an organisation: whoever holds one needs a second factor where that is asked.
BINDING: frozenset[RoleKind] = frozenset(
    {
        RoleKind.LEGAL_ADVISER,
        RoleKind.DPO,
        RoleKind.CALDICOTT_GUARDIAN,
        RoleKind.SIRO,
        RoleKind.SIGNATORY,
    }
)

# Posts that one person may not hold together at one partner: the second would check the first (UK GDPR Art 38(6)).
CONFLICTS: list[tuple[RoleKind, RoleKind]] = [
    (RoleKind.DPO, RoleKind.SIRO),
    (RoleKind.DPO, RoleKind.SIGNATORY),
    (RoleKind.DPO, RoleKind.CONTRIBUTOR),
]
