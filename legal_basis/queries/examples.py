"""Worked examples as pages: a list by where they end, and one in full, walked by the engine as it is read."""

from collections.abc import Mapping
from functools import cache
from urllib.parse import urlencode

from legal_basis.engine import Walk
from legal_basis.engine.bars import as_list
from legal_basis.engine.examples import walk_example
from legal_basis.law import Example, LawLibrary, Step
from legal_basis.loader import examples, library
from legal_basis.queries.pages import cited, record_page, sources

OUTCOMES = {"STOP": "Stops", "REDESIGN": "Change the plan", "NOT_PERSONAL": "Goes on as non-personal", "DONE": "Passes"}


@cache
def walked(example_id: str) -> Walk:
    """The walk of an example of this release; walked once a process."""
    return walk_example(library(), examples()[example_id])


def example_rows(law: LawLibrary, found: Mapping[str, Example]) -> list[tuple[Example, Step, str]]:
    """Each example with the step that decides it and its outcome in a few words, in the order given."""
    return [(one, _step(law, one), OUTCOMES[one.end]) for one in found.values()]


def example_page(law: LawLibrary, example: Example) -> dict[str, object]:
    """The context of one example."""
    walk = walked(example.id)
    if walk.end is None:
        raise LookupError(f"The example {example.id} comes to no end.")
    plain = walk.to_dict()
    record = {**plain, "facts": example.facts, "stop": plain["end"], "end": example.end}
    decided = walk.taken(example.step)
    if decided is None:
        raise LookupError(f"The example {example.id} never comes to step {example.step}.")
    good = example.end in ("DONE", "NOT_PERSONAL")
    return {
        "example": example,
        "outcome": OUTCOMES[example.end],
        "step": decided.step,
        "answer": decided.answer,
        "end": walk.end,
        "is_good": good,
        "laws": [cited(law, item) for item in (decided.step.law if good else walk.end.laws)],
        "powers": walk.gateways,
        "limits": walk.limits,
        "sources": sources(law, example.sources),
        "guide_query": urlencode(_told(example), doseq=True),
        **record_page(record),
    }


def _told(example: Example) -> dict[str, object]:
    """The guide's own questions, as far as the facts answer them."""
    facts = example.facts
    forms = as_list(facts.get("identifiability"))
    return {
        "who": facts.get("body_class", ""),
        "theme": facts.get("theme") or "",
        "kinds": facts.get("kinds", []),
        "people": forms[:1],
        "change": "yes",
    }


def _step(law: LawLibrary, example: Example) -> Step:
    return law.checklists[example.checklist].by_id[example.step]
