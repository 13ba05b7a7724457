"""Pinning what approvers say to places of the frozen text, and turning reasons into comments on the draft."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from partners.models import Role
from protocols.errors import Invalid
from protocols.facts.places import WHOLE, Place, places
from protocols.models import Comment, Condition, Decision, DecisionPin, Pinned, Section
from protocols.queries.pinned import GENERAL, SEE_PINS, nonce_of

SEE_CONDITIONS = "See the conditions."


@dataclass(frozen=True)
class Pin:
    """A reason, and the place of the frozen text that it is about: see `protocols.models.Pinned`."""

    target: str
    text: str
    place: str = "section"


@dataclass(frozen=True)
class Wanted:
    """A condition as the approver writes it: its words, its place, and the day by which it is to be met."""

    text: str
    place: str = ""
    target: str = ""
    due_on: date | None = None


def keep_pins(decision: Decision, pins: Iterable[Pin]) -> None:
    """Keep the reasons where they were pinned. Raises Invalid for a place that the text does not have."""
    known = places(decision.snapshot.content)
    for pin in pins:
        if pin.text.strip():
            place = _place(known, pin.place, pin.target)
            DecisionPin(
                decision=decision, place=place.kind, target=place.target, label=place.label, text=pin.text.strip()
            ).save()


def keep_conditions(decision: Decision, wanted: Iterable[Wanted]) -> None:
    """Keep each condition as a row of its own; the text alone is one condition on the whole."""
    known = places(decision.snapshot.content)
    rows = [one for one in wanted if one.text.strip()] or [Wanted(decision.text)]
    for number, one in enumerate(rows, start=1):
        place = _place(known, one.place, one.target) if one.place else WHOLE
        Condition(
            decision=decision, number=number, place=place.kind, target=place.target, label=place.label,
            text=one.text.strip(), due_on=one.due_on,
        ).save()  # fmt: skip


def comment_on_draft(decision: Decision, *, by: Role) -> None:
    """Put each reason beside its clause, flow or step of the draft, and the general one on the whole."""
    version = decision.snapshot.version
    sections = {section.section_id: section for section in Section.objects.filter(version=version)}
    for number, pin in enumerate(decision.pins.all()):
        comment = _comment(decision, number, pin.text, by=by)
        if pin.place == Pinned.Place.SECTION:
            comment.section = sections.get(pin.target)
        else:
            comment.place = pin.label
            comment.flow_number = int(pin.target) if pin.place == Pinned.Place.FLOW else None
            comment.step = pin.target if pin.place == Pinned.Place.STEP else ""
        comment.save()
    if decision.text != SEE_PINS:
        _comment(decision, GENERAL, decision.text, by=by).save()


def _place(known: dict[str, Place], kind: str, target: str) -> Place:
    found = known.get(f"{kind}-{target}")
    if found is None:
        raise Invalid("Choose a section, flow or step of this text for each reason.", "pins")
    return found


def _comment(decision: Decision, number: int, text: str, *, by: Role) -> Comment:
    nonce = nonce_of(decision, number)
    return Comment(version=decision.snapshot.version, author=by, body=text.strip(), nonce=nonce)
