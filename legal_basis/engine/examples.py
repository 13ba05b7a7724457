"""Walk a worked example, and say where it does not end as it says."""

from __future__ import annotations

from legal_basis.engine.results import Response, Walk
from legal_basis.engine.walking import walk
from legal_basis.law import Example, LawLibrary


def walk_example(law: LawLibrary, example: Example) -> Walk:
    """The walk of an example."""
    responses = [Response(one.step, one.answer, one.reason, one.gateways, one.choices) for one in example.answers]
    return walk(law.checklists[example.checklist], example.facts, responses)


def fault_of(law: LawLibrary, example: Example) -> str:
    """What is wrong with an example, in one sentence, or "" where it holds."""
    walked = walk_example(law, example)
    if walked.dropped or walked.refused:
        why = "; ".join(f"{step}: {sentence}" for step, sentence in walked.refused.items())
        return f"answers are not taken: {', '.join(walked.dropped)} {why}".strip()
    if walked.end is None:
        return f"does not end: {walked.next.token if walked.next else ''} is still to be answered"
    if walked.end.code != example.end:
        return f"ends in {walked.end.code} at {walked.end.step}, not in {example.end}"
    if example.end in ("STOP", "REDESIGN") and walked.end.step != example.step:
        return f"stops at {walked.end.step}, so {example.step} does not decide it"
    if walked.taken(example.step) is None:
        return f"never passes {example.step}, which is said to decide it"
    return ""
