"""The arithmetic of the chain: plain Python, so that anybody can check the trail without the portal."""

import hashlib
import json
from collections.abc import Mapping

GENESIS = "0" * 64
SPELLING = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def canonical(value: object) -> str:
    """JSON with one spelling: sorted keys, no spaces, text kept as it is."""
    return SPELLING.encode(value)


def link(previous: str, event: Mapping[str, object]) -> str:
    """The SHA-256 (hex) that binds an event to the hash of the one before it."""
    return hashlib.sha256(f"{previous}\n{canonical(event)}".encode()).hexdigest()
