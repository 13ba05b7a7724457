"""A checklist as one page to read, and what became of the steps of the historic one."""

from dataclasses import dataclass

from legal_basis.law import Checklist, LawLibrary, Stage, Step


@dataclass(frozen=True)
class Today:
    """Where a historic step is asked today: the checklist in force, its steps, and what has changed."""

    checklist: Checklist
    steps: tuple[Step, ...]
    change: str
    reconstructed: str


def today_of(law: LawLibrary, checklist_id: str, step_id: str) -> Today | None:
    """The same step today; None for a step of the checklist in force."""
    if checklist_id != law.earlier.checklist:
        return None
    found = law.earlier.steps[step_id]
    current = law.checklists[law.earlier.current]
    return Today(current, tuple(current.by_id[name] for name in found.today), found.change, law.earlier.reconstructed)


def checklist_page(law: LawLibrary, checklist_id: str) -> dict[str, object]:
    """The context of a checklist in full. Raises KeyError for an unknown one."""
    checklist = law.checklists[checklist_id]
    stages: list[tuple[Stage, list[tuple[Step, Today | None]]]] = [
        (stage, [(step, today_of(law, checklist_id, step.id)) for step in checklist.steps if step.stage == stage.id])
        for stage in checklist.stages
    ]
    return {"checklist": checklist, "stages_and_steps": stages, "reconstructed": law.earlier.reconstructed}
