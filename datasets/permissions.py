"""Who may do what in this room: `why_not_x` answers with one refusal sentence, or ""; `check_x` raises it."""

from datasets.errors import NotAllowed
from datasets.kinds import WRITERS
from datasets.models import Want
from partners.models import Partner, Role


def why_not_write(by: Role, partner: Partner | int | None) -> str:
    """Describing a partner's data sets: its own contact, contributors and data protection officer."""
    if writes_for(by) is not None and by.partner_id == _key(partner):
        return ""
    whose = f"of {partner}" if isinstance(partner, Partner) else "of the partner that holds it"
    return (
        f"Only the designated contact, a contributor or the data protection officer {whose} can do this. "
        f"You act as {by.label}."
    )


def check_write(by: Role, partner: Partner | int | None) -> None:
    """Raise NotAllowed unless they may describe the partner's data sets."""
    _require(why_not_write(by, partner))


def check_answer(by: Role, want: Want) -> None:
    """Raise NotAllowed unless they may answer a want: those who write the holder's catalogue."""
    check_write(by, want.holder)


def check_withdraw(by: Role, want: Want) -> None:
    """Raise NotAllowed unless they may withdraw a want: those who could have asked it."""
    check_write(by, want.asker)


def writes_for(by: Role | None) -> int | None:
    """The key of the partner for which somebody writes a catalogue; None for those who only read."""
    return by.partner_id if by is not None and by.role in WRITERS and by.is_current() else None


def _require(sentence: str) -> None:
    if sentence:
        raise NotAllowed(sentence)


def _key(partner: Partner | int | None) -> int | None:
    return partner.pk if isinstance(partner, Partner) else partner
