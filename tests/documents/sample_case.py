"""A case with something in each of its lists, of bodies that do not exist."""

from datetime import date

from protocols.documents.case import BarrierLine, Board, Case, CaseLine, GroupCase, KindCase
from protocols.kinds import BarrierKind, CaseGroup

ON = date(2027, 3, 3)
_MEASURED = "Repeat incidents at known addresses, each quarter."


def _line(number: int, title: str) -> CaseLine:
    owner = ("Northbrook Council", "Head of community safety")
    return CaseLine(number, title, "Fewer people are hurt.", _MEASURED, "£120,000 a year", *owner)


def sample_case() -> Case:
    """Every group with a benefit and a cost, and every kind of barrier met once."""
    groups = [GroupCase(one, [_line(1, "Earlier help")], [_line(2, "Analysts' time")]) for one in CaseGroup]
    barrier = (1, "Doubt", "Each asked its own counsel.", "overcome", "Overcome", "One opinion was shared.", "", "")
    return Case(groups, [KindCase(one, "Found in most areas.", [BarrierLine(*barrier)]) for one in BarrierKind])


def sample_board() -> Board:
    """Whose protocol it is."""
    return Board(
        "Safer Northbrook Partnership", "SAM-0002", "Violence and anti-social behaviour in Northbrook",
        "To reduce violence in public places.", "In force since 1 April 2027",
        ["Northbrook Council", "Moorland Police"], "https://portal.example/protocols/SAM-0002/",
    )  # fmt: skip
