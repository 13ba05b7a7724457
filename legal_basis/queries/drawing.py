"""One assessment drawn on for another: what of it could be used, and what it has to say at one step."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from legal_basis.engine import Question, Response, Walk
from legal_basis.engine.comparing import Comparison, Weighed, compare, why_unusable
from legal_basis.engine.deciding import Deciding, deciding_facts
from legal_basis.law import FACTS, Checklist
from legal_basis.loader import library
from legal_basis.models import Assessment
from legal_basis.queries.assessments import checklist_of, responses_of
from legal_basis.queries.pages import words_of
from legal_basis.queries.rewordings import changed_steps

DIFFERS: Mapping[str, str] = {
    "body_class": "the kind of organisation differs",
    "public_authority": "only one is a public authority",
    "competent_authority": "only one is a competent authority for law enforcement",
    "discloses": "only one gives data",
    "receives": "only one receives data",
    "theme": "the theme differs",
    "extent": "another country’s law applies",
    "identifiability": "whether people can be identified differs",
    "kinds": "the kinds of data differ",
    "regime": "the data protection regime differs",
    "own_tasks": "only one serves the organisation’s own public task",
    "processor_involved": "only one involves a processor",
    "research": "only one is for research or statistics",
    "transfer_outside_uk": "data leaves the United Kingdom in only one",
    "collected_on_consent": "only one uses data first collected on consent",
    "control": "who decides why and how data is used differs",
    "high_residual_risk": "a high risk remains in only one",
}
"""How a difference in each fact is said, after “because”."""
READS_OTHERWISE = "the question reads otherwise now"


@dataclass(frozen=True)
class Offer:
    """What the assessment drawn on answered at a step. `why_not` says why it cannot be used, "" where it can."""

    response: Response
    answer: str
    named: Sequence[str]
    by: str
    why_not: str


def weigh(
    assessment: Assessment,
    source: Assessment,
    *,
    deciding: Deciding | None = None,
    reworded: Collection[str] | None = None,
) -> Comparison:
    """Hold the counting answers of a source against an assessment's facts.

    For many sources of one assessment, `deciding` and `reworded` (of `reworded_since`) are worked out once.
    """
    checklist = checklist_of(assessment)
    if reworded is None:
        reworded = reworded_since(checklist, source.checklist_version)
    return compare(
        source.facts,
        assessment.facts,
        [given.step for given in responses_of(source)],
        deciding=deciding or deciding_facts(checklist),
        reworded=reworded,
    )


def reworded_since(checklist: Checklist, version: str) -> set[str]:
    """The steps that read otherwise than in the version that a source was answered on; one query where it is older."""
    return set() if version == checklist.version else changed_steps(checklist, version)


def may_use(assessment: Assessment, source: Assessment, token: str) -> bool:
    """Whether the facts and the text allow the source's answer at a step to be used."""
    found = weigh(assessment, source).at(token)
    return found is not None and found.is_usable


def offer_at(assessment: Assessment, source: Assessment, walked: Walk, question: Question) -> Offer | None:
    """What a source answered at the question asked; None where it has no answer there."""
    theirs = responses_of(source)
    found = next((given for given in theirs if given.step == question.token), None)
    weighed = weigh(assessment, source).at(question.token)
    if found is None or weighed is None:
        return None
    ours = [item.response for item in walked.path if item.response is not None]
    why_not = sentence_of(weighed) or why_unusable(
        walked.checklist, assessment.facts, question, found, theirs=theirs, ours=ours
    )
    by = next(answer.answered_by for answer in source.answers.all() if answer.step == question.token)
    return Offer(found, _wording(question, found), _named(walked.checklist, question, found), by, why_not)


def sentence_of(weighed: Weighed) -> str:
    """Why a step's answer cannot be used, for the facts or the text; "" when neither stands in the way."""
    reason = _because(weighed)
    return f"It cannot be used here, because {reason}." if reason else ""


def counted(comparison: Comparison) -> list[str]:
    """How many answers could be used, and how many cannot and why, most first, in sentences."""
    total, usable = len(comparison.steps), len(comparison.usable)
    said = [f"{usable} of {total} answer{'' if total == 1 else 's'} could be used."]
    reasons = Counter(_because(step) for step in comparison.steps if not step.is_usable)
    return said + [f"{count} cannot, because {reason}." for reason, count in reasons.most_common()]


def differences(comparison: Comparison, source: Assessment, assessment: Assessment) -> list[tuple[str, str, str]]:
    """The facts that differ: label, what it is there, what it is here."""
    law = library()

    def words(facts: Mapping[str, object], name: str) -> str:
        value = facts.get(name)
        return words_of(law, name, value) if value not in (None, [], "") else "Not known"

    return [(FACTS[name], words(source.facts, name), words(assessment.facts, name)) for name in comparison.differing]


def _because(weighed: Weighed) -> str:
    if weighed.reworded:
        return READS_OTHERWISE
    *first, last = [DIFFERS[name] for name in weighed.differing] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def _wording(question: Question, given: Response) -> str:
    answer = question.step.answer(given.answer)
    return answer.wording if answer else ""


def _named(checklist: Checklist, question: Question, given: Response) -> list[str]:
    """The powers, exceptions and boxes of an answer, in words."""
    answer = question.step.answer(given.answer)
    boxes = {choice.key: choice.wording for choice in answer.choices} if answer else {}
    named = [checklist.gateways[name].cite for name in given.gateways if name in checklist.gateways]
    return named + [boxes.get(name) or _exception(checklist, name) for name in given.choices]


def _exception(checklist: Checklist, choice: str) -> str:
    """A way through a bar, kept as “bar:way”, in words."""
    bar_id, _, key = choice.partition(":")
    bar = checklist.gateways.get(bar_id)
    way = next((way for way in bar.ways_through if key in (way.key, way.gateway)), None) if bar else None
    return f"{bar.cite}: {way.text}" if bar and way else choice
