"""One body, or one office of a body, as a public register tells it. Plain Python."""

from dataclasses import dataclass, field
from datetime import date

from partners.kinds import BodyKind


@dataclass(frozen=True)
class Entry:
    """One row of a register.

    `ended` is the ISO date on which the body ended, or empty; `successors` the codes of those that replaced it;
    `same_as` the same body's place in another register, as "register:code"; `doubt` says why the row may not be a
    legal person; `office_of` names the body whose office it is, by the names it has had.
    """

    line: int
    source: str
    code: str
    name: str
    short_name: str = ""
    kind: BodyKind = BodyKind.GOVERNMENT
    legal_form: str = ""
    nation: str = "England"
    address: str = ""
    ended: str = ""
    successors: tuple[str, ...] = ()
    same_as: str = ""
    note: str = ""
    doubt: str = ""
    office_of: tuple[str, ...] = ()
    details: dict[str, str] = field(default_factory=dict)

    def has_ended(self, on: date) -> bool:
        """Whether the body had ended on a day; an end that is still to come does not count."""
        return bool(self.ended) and self.ended <= on.isoformat()


def in_words(iso: str) -> str:
    """An ISO date as people write it; a month or a year alone stays one, and what is no date stays as it is."""
    try:
        day = date.fromisoformat(iso if len(iso) != len("2015-03") else f"{iso}-01")
    except ValueError:
        return iso
    return f"{day:%B %Y}" if len(iso) == len("2015-03") else f"{day.day} {day:%B %Y}"
