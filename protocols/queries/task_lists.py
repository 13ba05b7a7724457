"""What a task list is: groups of tasks, each with its state and its page, and how many are done."""

from collections.abc import Sequence
from dataclasses import dataclass

from protocols.checks import Problem
from protocols.queries.personal_data import Warned

STATES = ("done", "in progress", "not started", "cannot start yet")


@dataclass(frozen=True)
class Task:
    """One thing to do. Without `href` it cannot be done yet, and `hint` says why."""

    title: str
    state: str
    href: str = ""
    hint: str = ""


@dataclass(frozen=True)
class TaskGroup:
    """Tasks that belong together."""

    title: str
    tasks: Sequence[Task]


@dataclass(frozen=True)
class TaskList:
    """The whole task list, what still stands in the way, and what looks like people's data."""

    groups: Sequence[TaskGroup]
    missing: Sequence[Problem] = ()
    warned: Sequence[Warned] = ()

    @property
    def done(self) -> int:
        """How many tasks are done."""
        return self.in_state("done")

    @property
    def total(self) -> int:
        """How many tasks there are."""
        return len(self._tasks)

    @property
    def tally(self) -> str:
        """How many tasks are in each state, in words; states without any are left out."""
        return ", ".join(f"{count} {state}" for state in STATES if (count := self.in_state(state)))

    def in_state(self, state: str) -> int:
        """How many tasks are in a state."""
        return sum(1 for task in self._tasks if task.state == state)

    @property
    def _tasks(self) -> list[Task]:
        return [task for group in self.groups for task in group.tasks]
