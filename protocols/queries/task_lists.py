"""What a task list is: groups of tasks, each with its state and its page, and how many are done."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from protocols.checks import Problem
from protocols.queries.personal_data import Warned

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

WHOLE = 40  # a group of no more tasks is shown whole, and so many problems
OF_EACH = 10  # of a longer one, so many in each state that is not done
STATES = ("done", "in progress", "not started", "cannot start yet")


@dataclass(frozen=True)
class Task:
    """One thing to do. Without `href` it cannot be done yet, and `hint` says why."""

    title: str
    state: str
    href: "str | _StrPromise" = ""
    hint: str = ""


@dataclass(frozen=True)
class TaskGroup:
    """Tasks that belong together; of a long group only what waits is shown, unless `whole` is asked for."""

    title: str
    tasks: Sequence[Task]
    whole: bool = True

    @cached_property
    def shown(self) -> Sequence[Task]:
        """All of a short group; of a long one the first of each state that is not done, for each hint."""
        if self.whole or len(self.tasks) <= WHOLE:
            return self.tasks
        seen: Counter[tuple[str, str]] = Counter()
        return [task for task in self.tasks if task.state != "done" and _is_early(task, seen)]

    @property
    def left_out(self) -> str:
        """How many tasks are not shown, by state, in words; nothing where all are."""
        if len(self.shown) == len(self.tasks):
            return ""
        there, shown = (Counter(task.state for task in tasks) for tasks in (self.tasks, self.shown))
        return ", ".join(f"{there[state] - shown[state]} {state}" for state in STATES if there[state] > shown[state])


def _is_early(task: Task, seen: Counter[tuple[str, str]]) -> bool:
    kind = (task.state, task.hint)
    seen[kind] += 1
    return seen[kind] <= OF_EACH


@dataclass(frozen=True)
class TaskList:
    """The whole task list, what still stands in the way, and what looks like people's data."""

    groups: Sequence[TaskGroup]
    missing: Sequence[Problem] = ()
    warned: Sequence[Warned] = ()
    whole: bool = True

    @property
    def missing_shown(self) -> Sequence[Problem]:
        """The problems on the page: all, or the first of very many."""
        return self.missing if self.whole else self.missing[:WHOLE]

    @property
    def warned_shown(self) -> Sequence[Warned]:
        """The warnings on the page: all, or the first of very many."""
        return self.warned if self.whole else self.warned[:WHOLE]

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
