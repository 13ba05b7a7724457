"""Anchors: where the chain ended at some moment, kept where the database's keeper cannot reach.

Whoever holds the database's own key could write the whole trail anew, with every hash right. It would still differ from
an anchor kept elsewhere: in a mailbox, on another machine, or on a sealed receipt.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from portal.audit.chain import GENESIS
from portal.audit.models import ChainHead

SHORT = re.compile(r"^\s*(\d+):([0-9a-f]{64})\s*$")


class Unreadable(ValueError):
    """A line that is no anchor."""


@dataclass(frozen=True)
class Anchor:
    """The trail reached this event, with this hash; `at` is when that was noted, in UTC, where it is known."""

    sequence: int
    hash: str
    at: str = ""

    def __str__(self) -> str:
        return f"{self.sequence}:{self.hash}"

    def line(self) -> str:
        """The anchor as one line of a file."""
        return json.dumps(asdict(self))


def anchor_now() -> Anchor:
    """Where the chain ends now."""
    head = ChainHead.objects.filter(pk=1).first()
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return Anchor(head.sequence, head.hash, at) if head else Anchor(0, GENESIS, at)


def read_anchors(lines: Iterable[str]) -> list[Anchor]:
    """The anchors of a file, one a line: JSON as `anchor_audit` writes it, or `SEQUENCE:HASH` as a receipt shows it.

    Empty lines are skipped. Raises Unreadable, naming the line.
    """
    return [_read(number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def _read(number: int, line: str) -> Anchor:
    if short := SHORT.match(line):
        return Anchor(int(short[1]), short[2])
    try:
        said = json.loads(line)
        return Anchor(int(said["sequence"]), str(said["hash"]), str(said.get("at", "")))
    except (ValueError, KeyError, TypeError) as wrong:
        raise Unreadable(
            f"Line {number} is no anchor. Each line is one that anchor_audit wrote, or SEQUENCE:HASH."
        ) from wrong
