"""`manage.py document_states`: docs/reference/states.md."""

from portal.documenting.pages import PageCommand, table
from protocols.states import INSTRUMENTS, TABLE, State, Table

OPENING = """# The life of a protocol version

What can be done in each state, to what it leads, and who may do it.
“Review due” and “lapsed” are computed from dates and never stored.

"""


INSTRUMENTS_OPENING = """
## Instruments

The short documents about a version in force: accession, withdrawal, renewal, suspension, termination. “In force” means
signed by all whom it names, and sealed; it takes effect on its day.

"""


def diagram(of: Table) -> str:
    """The moves between states, for Mermaid."""
    reached = [state for state in State if state is State.DRAFT or any(move.to is state for move in of.values())]
    lines = ["stateDiagram-v2", f"    [*] --> {State.DRAFT.value}"]
    lines += [f'    state "{state.label}" as {state.value}' for state in reached]
    for (state, action), move in of.items():
        if move.to is not state:
            lines.append(f"    {state.value} --> {move.to.value}: {action.value}")
    leaves = {state for (state, _), move in of.items() if move.to is not state}
    lines += [f"    {state.value} --> [*]" for state in reached if state not in leaves]
    return "```mermaid\n" + "\n".join(lines) + "\n```\n"


class Command(PageCommand):
    """The transition table as a diagram and as a table."""

    path = "docs/reference/states.md"
    command = "document_states"
    help = "Write docs/reference/states.md: the life of a protocol version, from the transition table."

    def text(self) -> str:
        """The page."""
        return OPENING + _told(TABLE) + INSTRUMENTS_OPENING + _told(INSTRUMENTS)


def _told(of: Table) -> str:
    """The diagram of a table, and the table itself."""
    rows = [
        (state.label, action.value, move.to.label if move.to is not state else "stays", move.who.value)
        for (state, action), move in of.items()
    ]
    return diagram(of) + "\n" + table(["state", "action", "leads to", "who"], rows)
