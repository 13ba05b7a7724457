"""The requirements of the OWASP Application Security Verification Standard, and how the portal stands to each.

`content/asvs.yaml` holds them; `manage.py document_asvs` makes the page of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import yaml

SOURCE = Path(__file__).parent / "content" / "asvs.yaml"
VERSION = "v5.0.0"


class Stand(Enum):
    """How the portal stands to a requirement, and the words for it."""

    MET = "met"
    DEPLOYMENT = "deployment"
    NOT_APPLICABLE = "not_applicable"
    NOT_MET = "not_met"

    @property
    def label(self) -> str:
        """In the table."""
        return {"deployment": "met by deployment"}.get(self.value, self.value.replace("_", " "))


@dataclass(frozen=True)
class Requirement:
    """One requirement of level 1 or 2: its number, what it is about, how it is met, where, and what tries it."""

    number: str
    about: str
    stand: Stand
    how: str = ""
    where: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chapter:
    """A chapter of the standard."""

    number: int
    title: str
    requirements: tuple[Requirement, ...]


def chapters() -> list[Chapter]:
    """All of them, in order."""
    read: list[dict[str, Any]] = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    return [Chapter(int(one["chapter"]), str(one["title"]), tuple(map(_read, one["requirements"]))) for one in read]


def _read(row: Mapping[str, Any]) -> Requirement:
    return Requirement(
        number=str(row["number"]),
        about=str(row["about"]),
        stand=Stand(row["status"]),
        how=str(row.get("how", "")),
        where=tuple(row.get("where", ())),
        tests=tuple(row.get("tests", ())),
    )
