"""Facts and responses for tests: people of the trade with their usual data, and a driver that explores a checklist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from legal_basis.engine import Option, Question, Response, Walk, walk
from legal_basis.law import Checklist
from legal_basis.loader import library

CURRENT = library().checklists["current-2026"]
DCA = library().checklists["dca-2003"]
CHECKLISTS = {CURRENT.id: CURRENT, DCA.id: DCA}
WORDS = (
    "Because the people who decide have said so, and have written it down for anybody to read and to test. " * 2
).strip()


def facts_of(body: str = "council", **changes: object) -> dict[str, object]:
    """Facts of a party that gives identifiable case data under the general regime, with changes."""
    facts: dict[str, object] = {
        "body_class": body,
        "public_authority": body != "private",
        "competent_authority": body == "police",
        "discloses": True,
        "receives": True,
        "theme": "community_safety",
        "extent": "england",
        "identifiability": ["identifiable"],
        "kinds": ["asb_cases", "contact_details"],
        "regime": "general",
        "own_tasks": True,
        "processor_involved": False,
        "research": False,
        "transfer_outside_uk": False,
        "collected_on_consent": False,
    }
    return facts | changes


FACT_SETS: tuple[dict[str, object], ...] = (
    facts_of(),
    facts_of("nhs", kinds=["health"], identifiability=["anonymous"]),
    facts_of("nhs", kinds=["health"], theme="health_older_people"),
    facts_of("police", regime="law_enforcement", kinds=["criminal_offence"]),
    facts_of("police", regime="mixed", kinds=["asb_cases"]),
    facts_of("council", regime="law_enforcement", kinds=[]),
    facts_of("department", kinds=["dwp_benefits"], theme="employment_worklessness"),
    facts_of("private", kinds=["housing_tenancy"], processor_involved=True),
    facts_of("private", kinds=["ethnicity"], transfer_outside_uk=True, own_tasks=False),
    facts_of(kinds=["council_tax"]),
    facts_of(kinds=["council_tax"], theme="housing_market_renewal"),
    facts_of(identifiability=["deceased"], kinds=["deceased", "health"]),
    facts_of(identifiability=["pseudonymised"], research=True, kinds=["education_pupil"], theme="performance_research"),
    facts_of(collected_on_consent=True, kinds=["homelessness"], theme="housing_market_renewal"),
    facts_of(own_tasks=False, kinds=["financial"]),
    facts_of(high_residual_risk=True),
    facts_of(control=["joint"]),
)


def fill(question: Question, option: Option, *, gateway: str = "") -> Response:
    """A response that owes nothing: words enough, one exception a bar, the first power that can stand alone."""
    named: tuple[str, ...] = ()
    if option.needs_gateway:
        named = (gateway or next(item.gateway.id for item in option.gateways if item.alone),)
    if option.ways:
        first_of_bar = {way.bar.id: way.key for way in reversed(option.ways)}
        choices = tuple(first_of_bar.values()) if question.bars else (option.ways[0].key,)
    else:
        open_boxes = [item.choice for item in option.choices if not item.locked and not item.choice.excludes_others]
        choices = (open_boxes[0].key,) if open_boxes else ()
    return Response(question.token, option.answer.key, WORDS, named, choices)


def fillings(question: Question, option: Option) -> Iterator[Response]:
    """Every way of filling an option that matters to what follows."""
    if option.needs_gateway and not any(item.alone for item in option.gateways):
        return
    yield fill(question, option)
    exclusive = [item.choice.key for item in option.choices if item.choice.excludes_others]
    if exclusive and not any(item.locked for item in option.choices):
        yield replace(fill(question, option), choices=tuple(exclusive))
    for item in option.gateways:
        if item.gateway.needs_agreement:
            yield fill(question, option, gateway=item.gateway.id)


def explore(checklist: Checklist, facts: Mapping[str, object]) -> list[Walk]:
    """Every distinct situation that answers can lead to: each open option of each question, taken once per state."""
    referred = {
        check.name
        for step in checklist.steps
        for answer in step.answers
        for condition in (*answer.shown_if, *answer.hidden_if)
        for check in condition.checks
        if check.subject == "answered"
    }
    seen: set[object] = set()
    found: list[Walk] = []
    waiting: list[tuple[Response, ...]] = [()]
    while waiting:
        responses = waiting.pop()
        walked = walk(checklist, facts, responses)
        found.append(walked)
        if walked.next is None:
            continue
        said = tuple((item.step.id, item.answer.key) for item in walked.path if item.step.id in referred)
        bases = frozenset(flag for flag in walked.flags if not flag.startswith("basis_") or flag == "basis_ea")
        for option in walked.next.options:
            for response in fillings(walked.next, option):
                state = (walked.next.token, option.answer.key, response.gateways, response.choices, bases, said)
                if state not in seen:
                    seen.add(state)
                    waiting.append((*responses, response))
    return found


@cache
def explored(checklist_id: str) -> tuple[Walk, ...]:
    """Every situation on every set of facts; explored once a session."""
    return tuple(walked for facts in FACT_SETS for walked in explore(CHECKLISTS[checklist_id], facts))


def answer_until(
    checklist: Checklist, facts: Mapping[str, object], wanted: Mapping[str, str | tuple[str, str]]
) -> tuple[Walk, tuple[Response, ...]]:
    """Walk on, taking the wanted answer of each step (with a gateway, if a pair), else the first, to an end."""
    responses: tuple[Response, ...] = ()
    while True:
        walked = walk(checklist, facts, responses)
        question = walked.next
        if question is None:
            return walked, responses
        key: str | tuple[str, str] = wanted.get(question.token, question.options[0].answer.key)
        name, gateway = key if isinstance(key, tuple) else (key, "")
        option = question.option(name)
        assert option is not None, f"{question.token} does not offer {name}: {list(question.hidden)}"
        responses = (*responses, fill(question, option, gateway=gateway))
