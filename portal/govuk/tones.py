"""How a state is shown: its words, a shape beside them, and only then a colour.

The floor knows no room's states by name: it knows the everyday words in which they are told.
"""

from enum import Enum

# tone: (shape, states told in it). Shapes: dot, ring, half, tick, cross, pause, bar.
TONES: dict[str, tuple[str, frozenset[str]]] = {
    "quiet": (
        "ring",
        frozenset({"not started", "draft", "listed", "ended", "expired", "superseded", "closed", "retired"}),
    ),
    "busy": (
        "half",
        frozenset({"in progress", "consultation", "approval", "signing", "open", "more asked", "advised"}),
    ),
    "waiting": (
        "dot",
        frozenset({"waiting", "waiting for you", "unconfirmed", "pending", "invited", "due", "sent", "review due"}),
    ),
    "done": (
        "tick",
        frozenset(
            {"done", "approved", "signed", "in force", "confirmed", "accepted", "resolved", "whole", "published"}
        ),
    ),
    "blocked": ("bar", frozenset({"cannot start yet", "not yet", "abandoned", "withdrawn", "stale", "anonymous"})),
    "stopped": (
        "cross",
        frozenset({"stop", "stopped", "refused", "terminated", "declined", "changes asked", "failed", "lapsed review"}),
    ),
}


def tone_of(state: object, text: str = "") -> dict[str, str]:
    """The tone, shape and words of a state: an enum with a label, its value, or plain words."""
    value = state.value if isinstance(state, Enum) else state
    key = str(value).replace("_", " ").strip().lower()
    label = text or str(getattr(state, "label", "") or key.capitalize())
    for tone, (shape, states) in TONES.items():
        if key in states:
            return {"tone": tone, "shape": shape, "label": label}
    return {"tone": "busy", "shape": "half", "label": label}
