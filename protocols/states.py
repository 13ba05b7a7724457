"""The life of a protocol version as a table: state x action -> state, and who. Plain Python.

The diagram in the documentation is made from this table, and the tests run over all of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class State(Enum):
    """Where a protocol version stands."""

    DRAFT = "draft"
    CONSULTATION = "consultation"
    APPROVAL = "approval"
    SIGNING = "signing"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    TERMINATED = "terminated"
    ABANDONED = "abandoned"

    @property
    def label(self) -> str:
        """The state in words."""
        return self.value.replace("_", " ").capitalize()

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs for a model field."""
        return [(state.value, state.label) for state in cls]


class Who(Enum):
    """Who may do an action, as far as the table goes; `protocols.permissions` asks the rest."""

    OFFICER = "partnership officer"
    WRITER = "partnership officer or contributor of a party"
    READER = "anyone with a role at a party"
    DECIDER = "data protection officer, Caldicott Guardian or SIRO of a party"
    ACCOUNTABLE = "signatory or SIRO of a party"
    SIGNATORY = "signatory of a party"
    ADVISER = "legal adviser of a party"
    ARRANGER = "partnership officer or designated contact of a party"
    HANDER = "designated contact or signatory of a party"
    OWNER = "owner of the review or partnership officer"
    KEEPER = "partnership officer, or contact, contributor or data protection officer of a party"
    CONTACT = "designated contact of a party"
    BEGINNER = "partnership officer or, for a party's own act, its contact, contributor or signatory"
    OBJECTOR = "contact, contributor, signatory or data protection officer of a party"
    PORTAL = "the portal itself"


class Action(Enum):
    """Something that can be done to a protocol version."""

    EDIT_TEXT = "edit text"
    EDIT_FLOWS = "edit data flows"
    EDIT_RISKS = "edit risks"
    EDIT_CASE = "edit the case for it"
    CONFIRM_COPIED = "confirm what was copied"
    SET_PARTIES = "set parties"
    ANSWER = "answer the checklist"
    ADVISE = "advise on the checklist"
    COMMENT = "comment"
    SUGGEST = "suggest wording"
    RESOLVE = "resolve a comment"
    REOPEN = "open a comment again"
    ANSWER_SUGGESTION = "answer a suggestion"
    SET_CLOSING_DATE = "set the closing date"
    OPEN_CONSULTATION = "open consultation"
    BACK_TO_DRAFT = "take back to draft"
    SUBMIT = "submit for approval"
    ABANDON = "abandon"
    DECIDE = "decide"
    CHANGES_ASKED = "record changes asked"
    DECIDE_AGAIN = "decide again on what was carried over"
    NOT_FOLLOW = "record that advice is not followed"
    FOLLOW = "follow advice"
    SAY_MET = "say that a condition is met"
    CLOSE_CONDITION = "close a condition"
    ALL_APPROVED = "record that all have approved"
    SIGN = "sign"
    DECLINE = "decline to sign"
    STAND_ASIDE = "decline and leave the others to sign"
    PLAN_SIGNING = "plan the signing"
    NAME_COPY = "name who gets a copy"
    HAND_OVER = "hand the signing over"
    INVITE_GUEST = "invite a guest to sign"
    BRING_PAPER = "hand in a page signed on paper"
    ACCEPT_PAPER = "accept a page signed on paper"
    COME_INTO_FORCE = "bring into force between those who have signed"
    CLOSE_SIGNING = "close the signing"
    SEAL = "seal"
    VARY = "begin a new version"
    ADOPT = "adopt the new overarching version"
    SUPERSEDE = "supersede"
    EXPIRE = "expire"
    TERMINATE = "terminate"
    ALL_ENDED = "record that all parties ended it"
    DOWNLOAD_SIGNED = "download the signed document"
    SET_REVIEW_OWNER = "choose who owns the review"
    REVIEW = "record its review"
    RECORD_INCIDENT = "record an incident"
    GIVE_ADHERENCE = "state how it was kept to"
    READ_SUMMARY = "confirm the summary as read"
    ASK_TO_READ = "ask people to read the summary"
    COUNT_STAFF = "count staff without an account"
    OBJECT = "object"
    WITHDRAW_OBJECTION = "withdraw an objection"
    OVERRULE = "overrule an objection"


@dataclass(frozen=True)
class Move:
    """What an action leads to, and who may do it."""

    to: State
    who: Who


def _stay(state: State, *pairs: tuple[Action, Who]) -> dict[tuple[State, Action], Move]:
    return {(state, action): Move(state, who) for action, who in pairs}


_WRITING = (
    (Action.EDIT_TEXT, Who.WRITER),
    (Action.EDIT_FLOWS, Who.WRITER),
    (Action.EDIT_RISKS, Who.WRITER),
    (Action.EDIT_CASE, Who.WRITER),
    (Action.CONFIRM_COPIED, Who.WRITER),
    (Action.SET_PARTIES, Who.OFFICER),
    (Action.ADOPT, Who.OFFICER),
    (Action.ANSWER, Who.WRITER),
    (Action.ADVISE, Who.ADVISER),
    (Action.COMMENT, Who.READER),
    (Action.SUGGEST, Who.READER),
    (Action.RESOLVE, Who.OFFICER),
    (Action.REOPEN, Who.READER),
    (Action.ANSWER_SUGGESTION, Who.OFFICER),
    (Action.SET_REVIEW_OWNER, Who.OFFICER),
)
_PLANNING = ((Action.PLAN_SIGNING, Who.OFFICER), (Action.NAME_COPY, Who.ARRANGER))
_SIGNING = (
    (Action.SIGN, Who.SIGNATORY),
    (Action.HAND_OVER, Who.HANDER),
    (Action.INVITE_GUEST, Who.ARRANGER),
    (Action.BRING_PAPER, Who.ARRANGER),
    (Action.ACCEPT_PAPER, Who.ARRANGER),
    *_PLANNING,
)
_WHILE_OPEN = (*_SIGNING, (Action.STAND_ASIDE, Who.SIGNATORY), (Action.CLOSE_SIGNING, Who.OFFICER))
_CLOSED = (Action.SEAL, Who.PORTAL)
_KEPT = (
    (Action.DOWNLOAD_SIGNED, Who.READER),
    (Action.RECORD_INCIDENT, Who.KEEPER),
    (Action.GIVE_ADHERENCE, Who.KEEPER),
)
_LIVING = (
    (Action.SET_REVIEW_OWNER, Who.OFFICER),
    (Action.REVIEW, Who.OWNER),
    (Action.READ_SUMMARY, Who.READER),
    (Action.ASK_TO_READ, Who.KEEPER),
    (Action.COUNT_STAFF, Who.CONTACT),
)

_CONDITIONS = ((Action.SAY_MET, Who.OFFICER), (Action.CLOSE_CONDITION, Who.DECIDER))
_DECIDING = (
    (Action.DECIDE, Who.DECIDER),
    (Action.DECIDE_AGAIN, Who.DECIDER),
    (Action.NOT_FOLLOW, Who.ACCOUNTABLE),
    *_CONDITIONS,
)

Table = Mapping[tuple[State, Action], Move]

TABLE: Table = {
    **_stay(State.DRAFT, *_WRITING, *_PLANNING),
    (State.DRAFT, Action.OPEN_CONSULTATION): Move(State.CONSULTATION, Who.OFFICER),
    (State.DRAFT, Action.ABANDON): Move(State.ABANDONED, Who.OFFICER),
    **_stay(State.CONSULTATION, *_WRITING, *_PLANNING),
    **_stay(State.CONSULTATION, (Action.SET_CLOSING_DATE, Who.OFFICER)),
    (State.CONSULTATION, Action.BACK_TO_DRAFT): Move(State.DRAFT, Who.OFFICER),
    (State.CONSULTATION, Action.SUBMIT): Move(State.APPROVAL, Who.OFFICER),
    (State.CONSULTATION, Action.ABANDON): Move(State.ABANDONED, Who.OFFICER),
    **_stay(State.APPROVAL, *_DECIDING, *_PLANNING, (Action.COMMENT, Who.READER)),
    (State.APPROVAL, Action.BACK_TO_DRAFT): Move(State.DRAFT, Who.OFFICER),
    (State.APPROVAL, Action.CHANGES_ASKED): Move(State.DRAFT, Who.DECIDER),
    (State.APPROVAL, Action.FOLLOW): Move(State.DRAFT, Who.ACCOUNTABLE),
    (State.APPROVAL, Action.ALL_APPROVED): Move(State.SIGNING, Who.PORTAL),
    **_stay(State.SIGNING, *_SIGNING, *_CONDITIONS),
    **_stay(State.SIGNING, (Action.STAND_ASIDE, Who.SIGNATORY)),
    (State.SIGNING, Action.DECLINE): Move(State.DRAFT, Who.SIGNATORY),
    (State.SIGNING, Action.BACK_TO_DRAFT): Move(State.DRAFT, Who.OFFICER),
    (State.SIGNING, Action.COME_INTO_FORCE): Move(State.IN_FORCE, Who.PORTAL),
    (State.SIGNING, Action.SEAL): Move(State.IN_FORCE, Who.PORTAL),
    **_stay(State.IN_FORCE, *_WHILE_OPEN),
    **_stay(State.IN_FORCE, *_CONDITIONS, _CLOSED),
    **_stay(State.IN_FORCE, *_LIVING),
    **_stay(State.IN_FORCE, *_KEPT, (Action.VARY, Who.OFFICER), (Action.ADOPT, Who.OFFICER)),
    (State.IN_FORCE, Action.SUPERSEDE): Move(State.SUPERSEDED, Who.PORTAL),
    (State.IN_FORCE, Action.EXPIRE): Move(State.EXPIRED, Who.PORTAL),
    (State.IN_FORCE, Action.TERMINATE): Move(State.TERMINATED, Who.OFFICER),
    (State.IN_FORCE, Action.ALL_ENDED): Move(State.TERMINATED, Who.PORTAL),
    **_stay(State.SUPERSEDED, *_KEPT, _CLOSED),
    **_stay(State.EXPIRED, *_KEPT, _CLOSED),
    **_stay(State.TERMINATED, *_KEPT, _CLOSED),
}

INSTRUMENTS: Table = {
    **_stay(State.DRAFT, (Action.EDIT_TEXT, Who.BEGINNER), *_PLANNING),
    **_stay(State.DRAFT, (Action.OBJECT, Who.OBJECTOR), (Action.WITHDRAW_OBJECTION, Who.OBJECTOR)),
    **_stay(State.DRAFT, (Action.OVERRULE, Who.OFFICER)),
    (State.DRAFT, Action.SUBMIT): Move(State.APPROVAL, Who.BEGINNER),
    (State.DRAFT, Action.ABANDON): Move(State.ABANDONED, Who.BEGINNER),
    **_stay(State.APPROVAL, *_DECIDING, *_PLANNING),
    (State.APPROVAL, Action.BACK_TO_DRAFT): Move(State.DRAFT, Who.BEGINNER),
    (State.APPROVAL, Action.CHANGES_ASKED): Move(State.DRAFT, Who.DECIDER),
    (State.APPROVAL, Action.FOLLOW): Move(State.DRAFT, Who.ACCOUNTABLE),
    (State.APPROVAL, Action.ALL_APPROVED): Move(State.SIGNING, Who.PORTAL),
    **_stay(State.SIGNING, *_SIGNING, *_CONDITIONS),
    (State.SIGNING, Action.DECLINE): Move(State.DRAFT, Who.SIGNATORY),
    (State.SIGNING, Action.SEAL): Move(State.IN_FORCE, Who.PORTAL),
    (State.DRAFT, Action.EXPIRE): Move(State.ABANDONED, Who.PORTAL),
    (State.APPROVAL, Action.EXPIRE): Move(State.ABANDONED, Who.PORTAL),
    (State.SIGNING, Action.EXPIRE): Move(State.ABANDONED, Who.PORTAL),
    **_stay(State.IN_FORCE, (Action.DOWNLOAD_SIGNED, Who.READER), *_CONDITIONS),
}
"""The life of an instrument: a short document about a version in force. Once signed it is never undone; one that is
under way when the agreement ends, or when who has to sign it changes, expires."""

WHILE_OPEN = frozenset(action for action, _ in _WHILE_OPEN)
"""What can be done to a version in force only where its text lets parties sign later, and signing is not closed."""

WORKING = frozenset({State.DRAFT, State.CONSULTATION})
SETTLED = frozenset({State.IN_FORCE, State.SUPERSEDED, State.EXPIRED, State.TERMINATED})


def move(state: State, action: Action, table: Table = TABLE) -> Move | None:
    """What the action leads to from this state; None where it cannot be done."""
    return table.get((state, action))


def refusal(state: State, action: Action, table: Table = TABLE) -> str:
    """The sentence for an action that the state does not allow."""
    where = [f"“{s.label.lower()}”" for s in State if (s, action) in table]
    what = "version" if table is TABLE else "document"
    allowed = " or ".join(filter(None, [", ".join(where[:-1]), *where[-1:]]))
    return (
        f"You cannot {action.value} while this {what} is in the state “{state.label.lower()}”. "
        f"It can be done only in {allowed}."
    )
