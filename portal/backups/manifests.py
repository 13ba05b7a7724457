"""What a backup says of itself: its last member, as JSON."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from portal.audit.anchors import Anchor
from portal.backups.errors import Unsound

SCHEMA = "concordat/backup/1"
NAME = "manifest.json"


@dataclass(frozen=True)
class Member:
    """One file of the backup: the member of the archive that holds it, and the SHA-256 and bytes of the file itself."""

    stored: str
    sha256: str
    size: int


@dataclass
class Manifest:
    """When, of what and by which release the backup was made, and every member that belongs to it.

    `database` is the vendor. `tables` and `sequences` are what a PostgreSQL dump needs to be read: the columns of each
    table, and the last value of each sequence. `missing` are files that a row named and the storage did not have.
    """

    made_at: str
    release: str
    database: str
    migrations: list[tuple[str, str]]
    anchor: Anchor
    tables: dict[str, list[str]] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    members: dict[str, Member] = field(default_factory=dict)

    def text(self) -> str:
        """As JSON."""
        return json.dumps({"schema": SCHEMA, **asdict(self)}, indent=1, ensure_ascii=False)

    @classmethod
    def read(cls, content: bytes) -> "Manifest":
        """Read back. Raises Unsound where it is no manifest, or of a schema that this release does not know."""
        try:
            said: dict[str, Any] = json.loads(content)
            if said.pop("schema") != SCHEMA:
                raise Unsound("The backup was written by a later release. Restore it with that release.")
            said["anchor"] = Anchor(**said["anchor"])
            said["migrations"] = [(app, name) for app, name in said["migrations"]]
            said["members"] = {name: Member(**one) for name, one in said["members"].items()}
            return cls(**said)
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            raise Unsound("The backup's list of what it holds cannot be read.") from problem

    def within(self, folder: str) -> dict[str, Member]:
        """The members of a folder, each by its name there."""
        return {name.removeprefix(folder): one for name, one in self.members.items() if name.startswith(folder)}
