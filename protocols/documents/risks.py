"""The risk register as it is shown: two pictures, before and after mitigation, and a row a risk. Plain functions.

The pictures are tables of 5 by 5: likelihood down, severity across. Each cell tells its level in a word and holds the
numbers of its risks, so that nothing hangs on colour.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from protocols.kinds import LIKELIHOODS, SEVERITIES, RiskLevel, level_of, score_of


@dataclass(frozen=True)
class Cell:
    """One place in a picture: its score, its level and the numbers of the risks that stand there."""

    score: int
    level: RiskLevel
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class GridRow:
    """One likelihood, with a cell for each severity."""

    likelihood: int
    word: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Weight:
    """A risk's likelihood and severity at one time, in numbers and words."""

    likelihood: int
    severity: int

    @property
    def score(self) -> int:
        """Likelihood times severity."""
        return score_of(self.likelihood, self.severity)

    @property
    def level(self) -> RiskLevel:
        """How high that is."""
        return level_of(self.likelihood, self.severity)

    @property
    def words(self) -> str:
        """Both in words, such as “Possible, serious”."""
        return f"{LIKELIHOODS[self.likelihood]}, {SEVERITIES[self.severity].lower()}"


@dataclass(frozen=True)
class RiskRow:
    """One risk for a table. `owner` is a name, "" where nobody owns it; `key` is the row's own, if it has one."""

    number: int
    title: str
    description: str
    mitigation: str
    owner: str
    owner_post: str
    is_starter: bool
    before: Weight
    after: Weight
    key: object = None

    @property
    def stays_high(self) -> bool:
        """Whether it is high after mitigation."""
        return self.after.level is RiskLevel.HIGH


@dataclass(frozen=True)
class RiskRegister:
    """All risks of a version, in order of number, and both pictures of them."""

    rows: Sequence[RiskRow]
    before: Sequence[GridRow]
    after: Sequence[GridRow]

    @property
    def high(self) -> list[RiskRow]:
        """The risks that stay high."""
        return [row for row in self.rows if row.stays_high]

    @property
    def severities(self) -> list[tuple[int, str]]:
        """The heads of a picture's columns."""
        return list(SEVERITIES.items())


def register_of(risks: Iterable[Mapping[str, Any]], names: Mapping[Any, str]) -> RiskRegister:
    """The register of some risks, given as a snapshot has them; `names` are the parties' by their keys."""
    rows = [_row(risk, names) for risk in risks]
    return RiskRegister(
        rows,
        grid_of([(row.number, row.before) for row in rows]),
        grid_of([(row.number, row.after) for row in rows]),
    )


def grid_of(placed: Sequence[tuple[int, Weight]]) -> tuple[GridRow, ...]:
    """The picture of some numbered weights: the likeliest row first, the mildest column first."""
    return tuple(
        GridRow(
            likelihood,
            word,
            tuple(
                Cell(
                    score_of(likelihood, severity),
                    level_of(likelihood, severity),
                    tuple(number for number, weight in placed if weight == Weight(likelihood, severity)),
                )
                for severity in SEVERITIES
            ),
        )
        for likelihood, word in reversed(LIKELIHOODS.items())
    )


def _row(risk: Mapping[str, Any], names: Mapping[Any, str]) -> RiskRow:
    return RiskRow(
        number=risk["number"],
        title=risk["title"],
        description=risk["description"],
        mitigation=risk["mitigation"],
        owner=names.get(risk["owner"], "") if risk["owner"] is not None else "",
        owner_post=risk["owner_post"],
        is_starter=risk["source"] == "starter",
        before=Weight(risk["likelihood_before"], risk["severity_before"]),
        after=Weight(risk["likelihood_after"], risk["severity_after"]),
        key=risk.get("key"),
    )
