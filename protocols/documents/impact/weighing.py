"""The risks to people and the measures against them that UK GDPR Article 35(7)(c) and (d) ask for."""

from collections.abc import Mapping, Sequence
from typing import Any

from protocols.documents.impact.word import WordFile
from protocols.documents.risks import RiskRegister, RiskRow

Content = Mapping[str, Any]


def weigh(file: WordFile, register: RiskRegister) -> None:
    """What could harm people, how likely and how badly, before anything is done."""
    file.heading("5. Risks to people")
    file.paragraph("A score is likelihood times severity, each from 1 to 5: low to 5, medium to 14, high from 15.")
    if register.rows:
        file.table(
            ("Risk", "Cause and harm", "Likelihood", "Severity", "Level"),
            (_risk_row(row) for row in register.rows),
            (4, 6.5, 2.2, 2.2, 2.1),
        )
    else:
        file.paragraph("The register holds no risks yet.")
    file.blank("risks to people that the register does not name, and how you judged likelihood and severity")


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
            (3.5, 5.7, 2.8, 3, 2),
        )  # fmt: skip
    if register.high:
        file.paragraph(
            "A high risk remains. The ICO has to be consulted before the processing begins (UK GDPR Article 36)."
        )
    if content["sections"]:
        file.paragraph("Clauses of the protocol that are measures in themselves:")
        file.bullets(f"Clause {one['number']}, {one['title']}" for one in content["sections"] if one["number"])
    file.blank("further measures, and how each is checked")
