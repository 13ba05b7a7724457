"""Giving a statement of adherence, once, signed off by name; and putting one right by another in its place."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.utils import timezone

from partners.models import Role
from portal.audit.acts import act
from protocols import permissions
from protocols.errors import Invalid, NotAllowed, WrongState
from protocols.models import Adherence
from protocols.services.stepping import locked
from protocols.states import Action

Kept = Adherence.Kept
Publications = Adherence.Publications


@dataclass(frozen=True)
class Undertaking:
    """One undertaking as it was asked, whether it was kept, and why not wholly."""

    words: str
    kept: str
    reason: str = ""


@dataclass(frozen=True)
class Statement:
    """What a partner states of one year."""

    undertakings: Sequence[Undertaking]
    staff_briefed: int
    staff: int
    incidents: str
    data_quality: str
    publications: str
    publications_note: str
    signed_name: str
    signed_post: str

    def check(self) -> None:
        """Raise Invalid, naming the field, where it does not hold together."""
        for number, one in enumerate(self.undertakings):
            if one.kept not in Kept.values:
                raise Invalid("Choose whether this undertaking was kept.", f"kept_{number}")
            if one.kept != Kept.YES and not one.reason.strip():
                raise Invalid("Write why it was not wholly kept, and what is done about it.", f"reason_{number}")
        if self.staff_briefed > self.staff:
            raise Invalid("No more can be briefed than handle the data. Check both numbers.", "staff_briefed")
        owed = {
            "incidents": "Write what went wrong in the year, or that nothing did.",
            "data_quality": "Write how good the shared data was, and what was put right.",
            "signed_name": "Enter the name of whoever signs it off.",
            "signed_post": "Enter the post of whoever signs it off.",
        }
        for name, sentence in owed.items():
            if not getattr(self, name).strip():
                raise Invalid(sentence, name)
        if self.publications not in Publications.values:
            raise Invalid("Choose whether shared data was used in publications.", "publications")
        if self.publications != Publications.NONE and not self.publications_note.strip():
            raise Invalid("Name the publications, and how the source was consulted.", "publications_note")

    def as_fields(self) -> dict[str, object]:
        """The fields of the row."""
        texts = {name: value.strip() for name, value in asdict(self).items() if isinstance(value, str)}
        numbers = {"staff_briefed": self.staff_briefed, "staff": self.staff}
        return {**texts, **numbers, "undertakings": [asdict(one) for one in self.undertakings]}


def give_statement(*, by: Role, statement: Adherence, given: Statement) -> Adherence:
    """Give a statement that was asked for. The same again is no second; another one is refused.

    Raises NotAllowed, WrongState, or Invalid beside the field at fault.
    """
    with act("protocols.adherence.give", by=by, subject=statement.version) as giving:
        held = _held(statement)
        check_give(by, held)
        given.check()
        fields = given.as_fields()
        if held.is_given:
            if all(getattr(held, name) == value for name, value in fields.items()):
                giving.cancel()
                return held
            raise WrongState(f"{held.partner} has given its statement. If it is wrong, correct it: the first is kept.")
        for name, value in fields.items():
            setattr(held, name, value)
        held.given_by, held.given_at = by, timezone.now()
        held.save()
        giving.details |= {"partner": str(held.partner), "year_to": held.due_on.isoformat()}
    return held


def correct_statement(*, by: Role, statement: Adherence, given: Statement, correction: str) -> Adherence:
    """Give another statement in the place of one that was given, saying what was wrong; the first is kept as it is.

    The same again is no second; one that was corrected already is refused. Raises NotAllowed, WrongState or Invalid.
    """
    with act("protocols.adherence.correct", by=by, subject=statement.version) as correcting:
        held = _held(statement)
        check_correct(by, held)
        given.check()
        if not correction.strip():
            raise Invalid("Write what was wrong, as every party should read it.", "correction")
        fields = {**given.as_fields(), "correction": correction.strip()}
        if held.replaced_at is not None:
            later = Adherence.objects.get(corrects=held)
            if any(getattr(later, name) != value for name, value in fields.items()):
                raise WrongState("This statement was corrected already. Open the one that stands now.")
            correcting.cancel()
            return later
        held.replaced_at = timezone.now()
        held.save(update_fields=["replaced_at"])
        later = Adherence(
            protocol_id=held.protocol_id, version=held.version, partner=held.partner, due_on=held.due_on,
            asked_on=held.asked_on, corrects=held, given_by=by, given_at=held.replaced_at, **fields,
        )  # fmt: skip
        later.save()
        correcting.details |= {"partner": str(held.partner), "year_to": held.due_on.isoformat()}
    return later


def check_correct(by: Role, statement: Adherence) -> None:
    """Raise NotAllowed or WrongState unless somebody may correct a statement: those who give it, once it is given."""
    check_give(by, statement)
    if not statement.is_given:
        raise WrongState(f"{statement.partner} has not given its statement yet, so there is nothing to correct.")


def why_not_correct(by: Role, statement: Adherence) -> str | None:
    """The sentence that says why somebody cannot correct a statement now; None where they can."""
    if statement.replaced_at is not None:
        return "This statement was corrected already. Open the one that stands now."
    try:
        check_correct(by, statement)
    except (NotAllowed, WrongState) as refused:
        return refused.sentence
    return None


def check_give(by: Role, statement: Adherence) -> None:
    """Raise NotAllowed or WrongState unless somebody may give a statement: the keepers of its partner may."""
    permissions.check(by, statement.version, Action.GIVE_ADHERENCE)
    if by.partner_id != statement.partner_id:
        raise NotAllowed(f"Only the people of {statement.partner} can give its statement. You act as {by.label}.")


def why_not_give(by: Role, statement: Adherence) -> str | None:
    """The sentence that says why somebody cannot give a statement; None where they can."""
    try:
        check_give(by, statement)
    except (NotAllowed, WrongState) as refused:
        return refused.sentence
    return None


def _held(statement: Adherence) -> Adherence:
    """The statement as it stands now, locked behind its version."""
    version = locked(statement.version)
    held = Adherence.objects.select_for_update(of=("self",), no_key=True).select_related("partner").get(pk=statement.pk)
    held.version = version
    return held
