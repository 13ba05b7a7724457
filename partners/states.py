"""Where a partner stands with the portal, and what can be done there. Plain Python."""

from enum import Enum, StrEnum


class Standing(StrEnum):
    """Where a partner stands; the value is what `Partner.status` stores."""

    LISTED = "listed"
    INVITED = "invited"
    UNCONFIRMED = "unconfirmed"
    WAITING = "waiting"
    MORE_ASKED = "more_asked"
    APPROVED = "approved"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """The standing in words."""
        return LABELS[self]

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs for a form or a model field."""
        return [(standing.value, standing.label) for standing in cls]


class Step(Enum):
    """Something that can be done to a partner's registration; the value reads after "You cannot"."""

    REGISTER = "register this body"
    INVITE_TO_REGISTER = "invite this body to register"
    CONFIRM = "confirm the email address"
    APPROVE = "approve this registration"
    REFUSE = "refuse this registration"
    ASK = "ask this applicant for more"
    REPLY = "answer"
    ADMIT = "bring this partner into another partnership"
    INVITE_PEOPLE = "invite people"


LABELS: dict[Standing, str] = {
    Standing.LISTED: "Listed, not yet joined",
    Standing.INVITED: "Invited to register",
    Standing.UNCONFIRMED: "Email not yet confirmed",
    Standing.WAITING: "Waiting for a decision",
    Standing.MORE_ASKED: "Asked for more",
    Standing.APPROVED: "Approved",
    Standing.REFUSED: "Refused",
}

OPEN_TO: dict[Step, frozenset[Standing]] = {
    Step.REGISTER: frozenset({Standing.LISTED, Standing.INVITED, Standing.UNCONFIRMED, Standing.REFUSED}),
    Step.INVITE_TO_REGISTER: frozenset({Standing.LISTED, Standing.INVITED, Standing.REFUSED}),
    Step.CONFIRM: frozenset({Standing.UNCONFIRMED}),
    Step.APPROVE: frozenset({Standing.WAITING, Standing.MORE_ASKED}),
    Step.REFUSE: frozenset({Standing.WAITING, Standing.MORE_ASKED}),
    Step.ASK: frozenset({Standing.WAITING}),
    Step.REPLY: frozenset({Standing.MORE_ASKED}),
    Step.ADMIT: frozenset({Standing.APPROVED}),
    Step.INVITE_PEOPLE: frozenset({Standing.APPROVED}),
}


def allows(standing: Standing, step: Step) -> bool:
    """Whether the step can be taken where the partner stands."""
    return standing in OPEN_TO[step]


def refusal(standing: Standing, step: Step) -> str:
    """The sentence for a step that cannot be taken where the partner stands."""
    where = " or ".join(f"“{s.label.lower()}”" for s in Standing if s in OPEN_TO[step])
    return f"You cannot {step.value} now: it stands at “{standing.label.lower()}”, and this needs {where}."
