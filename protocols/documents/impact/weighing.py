"""The risks to people and the measures against them that UK GDPR Article 35(7)(c) and (d) ask for."""

from collections.abc import Mapping, Sequence
from typing import Any

from protocols.documents.impact.word import WordFile
from protocols.documents.risks import Cell, GridRow, RiskRegister, RiskRow
from protocols.kinds import RiskLevel

Content = Mapping[str, Any]
COLOURS = {RiskLevel.LOW: "E6F3EA", RiskLevel.MEDIUM: "FDF1D8", RiskLevel.HIGH: "FBEAEA"}


def weigh(file: WordFile, register: RiskRegister) -> None:
    """What could harm people, how likely and how badly, before anything is done."""
    file.heading("5. Risks to people")
    file.lead("A score is likelihood times severity, each from 1 to 5: low to 5, medium to 14, high from 15.")
    if register.rows:
        file.table(
            ("Risk", "Cause and harm", "Likelihood", "Severity", "Level"),
            (_risk_row(row) for row in register.rows),
            (4, 6.5, 2.2, 2.2, 2.1),
            about="Risks before anything is done",
        )
        _picture(file, "Where the risks stand before anything is done", register, register.before)
    else:
        file.paragraph("The register holds no risks yet.")
    file.blank("risks to people that the register does not name, and how you judged likelihood and severity")


def _picture(file: WordFile, title: str, register: RiskRegister, grid: Sequence[GridRow]) -> None:
    """A picture of the register: every cell tells its level in a word, so that nothing hangs on colour."""
    file.heading(title, 3)
    file.lead("The numbers are those of the risks. Likelihood is down the side, severity across the top.")
    file.picture(
        ("", *(f"{number} {word}" for number, word in register.severities)),
        (
            (
                f"{row.likelihood} {row.word}",
                [("\n".join((cell.level.label, _numbers(cell))), COLOURS[cell.level]) for cell in row.cells],
            )
            for row in grid
        ),
        (3.5, 2.7, 2.7, 2.7, 2.7, 2.7),
        about=f"{title}: likelihood down, severity across",
    )


def _numbers(cell: Cell) -> str:
    return f"Risk{'' if len(cell.numbers) == 1 else 's'} {', '.join(map(str, cell.numbers))}" if cell.numbers else ""


def _risk_row(row: RiskRow) -> Sequence[str]:
    likelihood, severity = row.before.words.split(", ")
    return (
        f"{row.number}. {row.title}", row.description, f"{row.before.likelihood} {likelihood}",
        f"{row.before.severity} {severity.capitalize()}", f"{row.before.level.label}, {row.before.score}",
    )  # fmt: skip


def name_measures(file: WordFile, content: Content, register: RiskRegister) -> None:
    """What is done about each risk, what remains, and the clauses that are measures in themselves."""
    file.heading("6. Measures")
    if register.rows:
        file.table(
            ("Risk", "What is done about it", "What remains", "Owner", "Approved (yes or no)"),
            (
                (
                    f"{row.number}. {row.title}", row.mitigation or "Nothing yet",
                    f"{row.after.level.label}, {row.after.score}\n{row.after.words}",
                    "\n".join(filter(None, (row.owner or "Nobody yet", row.owner_post))), "",
                )
                for row in register.rows
            ),
            (3.5, 5.6, 2.8, 2.8, 2.3),
            about="What is done about each risk",
        )  # fmt: skip
        _picture(file, "Where the risks stand once all that is done", register, register.after)
    if register.high:
        file.paragraph(
            "A high risk remains. The ICO has to be consulted before the processing begins (UK GDPR Article 36)."
        )
    clauses = [one for one in content["sections"] if one["number"] and not one["schedule"]]
    if clauses:
        file.lead("Clauses of the protocol that may serve as measures. Strike out those that do not:")
        file.bullets(f"Clause {one['number']}, {one['title']}" for one in clauses)
    file.blank("further measures, and how each is checked")
