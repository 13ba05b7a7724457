"""Each action of the trail in plain words, as `content/sentences.yaml` has them, by kind."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from portal.audit.models import AuditEvent

SOURCE = Path(__file__).parent / "content" / "sentences.yaml"


@dataclass(frozen=True)
class Kind:
    """A kind of actions, by which a trail is narrowed."""

    id: str
    title: str
    actions: tuple[str, ...]


@cache
def kinds() -> tuple[Kind, ...]:
    """The kinds, in the order in which they are offered."""
    return tuple(Kind(str(one["id"]), str(one["title"]), tuple(one["actions"])) for one in _read())


@cache
def sentences() -> dict[str, str]:
    """What each action is called."""
    return {action: str(words) for one in _read() for action, words in one["actions"].items()}


def sentence(event: AuditEvent) -> str:
    """What was done, without who: “Wrote Purpose”. An action of an earlier release says its own name."""
    words = sentences().get(event.action)
    if words is None:
        return event.action.rpartition(".")[2].replace("_", " ").capitalize()
    return words.format(subject=event.subject_label)


@cache
def _read() -> list[dict[str, dict[str, str]]]:
    read: list[dict[str, dict[str, str]]] = yaml.safe_load(SOURCE.read_text())
    return read
