"""A dated change in the law or in a checklist, as its content file tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

KINDS_OF_CHANGE = ("retired", "begun", "replaced", "checklist_revised")
"""A provision withdrawn, brought into force, or followed by another; a checklist given a new version."""


@dataclass(frozen=True)
class LawChange:
    """One change, from its day on.

    ``gateways`` are ids of the entries retired, begun or replaced; ``replaced_by`` is the entry that follows.
    ``checklist``, ``version`` (the new one) and ``steps`` belong to a revised checklist alone. ``sentence`` tells the
    change in plain words, ``sources`` where it was read, and ``gk`` what counsel has still to confirm.
    """

    id: str
    on: date
    what: str
    sentence: str
    sources: tuple[str, ...] = ()
    gk: str = ""
    gateways: tuple[str, ...] = ()
    replaced_by: str = ""
    checklist: str = ""
    version: str = ""
    steps: tuple[str, ...] = ()

    @property
    def ends_a_provision(self) -> bool:
        """Whether nobody may rely any longer on what it names."""
        return self.what in ("retired", "replaced")
