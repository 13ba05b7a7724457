"""The Word files that are made while they are fetched: a copy of the text, and the draft impact assessment."""

import gc
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

AT = datetime(2027, 3, 3, 10, 42, tzinfo=UTC)
COPY, DRAFT = "copy of the text", "draft impact assessment"


def measured(snapshot: Mapping[str, Any], sha256: str, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of the processor for each file, round after round; Django is set up."""
    from protocols.documents.impact import write_impact_draft
    from protocols.documents.word import write_copy
    from protocols.loader.word.marks import CopyMarks

    revisions = {section["id"]: 1 for section in snapshot["sections"]}
    marks = CopyMarks(snapshot["protocol"]["reference"], 1, sha256, revisions, {}, {}, "")
    about = {**snapshot, "state": "Draft", "assessments": snapshot["legal_record"], "consulted": []}
    return {
        COPY: _spent(lambda: write_copy(snapshot, marks=marks, state="draft", signed=False, made_at=AT), rounds),
        DRAFT: _spent(lambda: write_impact_draft(about, made_at=AT), rounds),
    }


def _spent(make: Callable[[], bytes], rounds: int) -> list[float]:
    """Once for nothing before."""
    times = []
    for _ in range(rounds + 1):
        gc.collect()
        began = time.process_time()
        make()
        times.append((time.process_time() - began) * 1000)
    return times[1:]
