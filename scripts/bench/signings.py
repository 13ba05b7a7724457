"""In a process of its own: agreements signed to the end for some, many and very many signatories.

Makes one agreement for each number of signatories, of the same clauses and without data flows. Says the processor's
milliseconds of each act, and the bytes that each signature adds.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from protocols.documents.authority import Authority

Result = TypeVar("Result")


def main() -> None:
    """Sign for each number of signatories that is asked for."""
    with tempfile.TemporaryDirectory(prefix="concordat-signing-") as directory:
        os.environ["CONCORDAT_DATA"] = directory
        os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
        import django

        django.setup()
        from protocols.documents.authority import Authority

        authority = Authority.load_or_create(Path(directory) / "keys", "measuring")
        _measure(authority, 2)  # once for nothing: what is loaded on first use is loaded now
        print(json.dumps([_measure(authority, int(count)) for count in sys.argv[1:]]))


def _measure(authority: "Authority", count: int) -> dict[str, float]:
    """One agreement: milliseconds of the processor, and bytes."""
    from datetime import UTC, datetime

    from protocols.documents.kinds import DocumentKind
    from protocols.documents.rendering import field_for, render
    from protocols.documents.signing import Signatory, certify, seal, sign
    from protocols.documents.verifying import verify
    from tests.documents.sample_snapshot import fingerprint_of

    snapshot = _agreement(count)
    made = render(snapshot, DocumentKind.SIGNING, sha256=fingerprint_of(snapshot))
    pdf, certifying = _timed(lambda: certify(made.pdf, authority))
    certified, times = len(pdf), []
    for party in snapshot["parties"]:
        who = Signatory(
            party["signatory"]["name"], "Chief Executive", party["legal_name"], "Scheme of delegation, 3.12"
        )
        before, field, at = pdf, field_for(party["key"]), datetime.now(UTC).replace(microsecond=0)
        pdf, taken = _timed(lambda b=before, f=field, w=who, a=at: sign(b, f, w, authority, a))  # type: ignore[misc]
        times.append(taken)
    signed = len(pdf)
    pdf, sealing = _timed(lambda: seal(pdf, authority))
    found, verifying = _timed(lambda: verify(pdf, authority))
    if not found.whole:
        sys.exit(found.sentence)
    few = max(1, min(5, count // 2))
    first, last = statistics.median(times[:few]), statistics.median(times[-few:])
    return {
        "signatories": count, "pages": made.page_count, "certify": certifying, "first": first, "last": last,
        "seal": sealing, "verify": verifying, "each": (signed - certified) // count, "file": len(pdf),
    }  # fmt: skip


def _agreement(count: int) -> dict[str, Any]:
    from tests.documents.sample_snapshot import sample_snapshot

    snapshot = sample_snapshot()
    like = snapshot["parties"][0]
    snapshot["parties"] = [
        {**like, "key": f"body-{number}", "legal_name": f"Sample Borough Council {number}",
         "short_name": f"Council {number}", "signatory": {"name": f"Sample Person {number}", "post": "Chief Executive"}}
        for number in range(1, count + 1)
    ]  # fmt: skip
    return {**snapshot, "flows": [], "refused_flows": [], "legal_record": []}


def _timed(act: Callable[[], Result]) -> tuple[Result, float]:
    began = time.process_time()
    result = act()
    return result, (time.process_time() - began) * 1000


if __name__ == "__main__":
    main()
