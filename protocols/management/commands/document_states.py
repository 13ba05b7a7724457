"""`manage.py document_states`: docs/reference/states.md."""

from portal.documenting.pages import PageCommand, table
from protocols.states import TABLE, State

OPENING = """# The life of a protocol version

What can be done in each state, to what it leads, and who may do it.
“Review due” and “lapsed” are computed from dates and never stored.

"""


def diagram() -> str:
    """The moves between states, for Mermaid."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.DRAFT.value}"]
    lines += [f'    state "{state.label}" as {state.value}' for state in State]
    for (state, action), move in TABLE.items():
        if move.to is not state:
            lines.append(f"    {state.value} --> {move.to.value}: {action.value}")
    leaves = {state for (state, _), move in TABLE.items() if move.to is not state}
    lines += [f"    {state.value} --> [*]" for state in State if state not in leaves]
    return "```mermaid\n" + "\n".join(lines) + "\n```\n"


class Command(PageCommand):
    """The transition table as a diagram and as a table."""

    path = "docs/reference/states.md"
    command = "document_states"
    help = "Write docs/reference/states.md: the life of a protocol version, from the transition table."

    def text(self) -> str:
        """The page."""
        rows = [
            (state.label, action.value, move.to.label if move.to is not state else "stays", move.who.value)
            for (state, action), move in TABLE.items()
        ]
        return OPENING + diagram() + "\n" + table(["state", "action", "leads to", "who"], rows)
