"""One spelling of a snapshot as bytes: keys in order, no spaces, UTF-8. Its SHA-256 is the snapshot's fingerprint."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical(snapshot: Mapping[str, Any]) -> bytes:
    """The snapshot's canonical bytes, as they are hashed and as they are attached to the PDF."""
    text = json.dumps(snapshot, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def fingerprint(snapshot: Mapping[str, Any]) -> str:
    """The SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical(snapshot)).hexdigest()
