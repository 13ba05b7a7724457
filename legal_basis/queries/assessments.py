"""What an assessment says: its checklist, its answers, where its walk stands, whether its facts still hold."""

from collections.abc import Mapping

from legal_basis.engine import Question, Response, Taken, Walk, facts_hash, walk
from legal_basis.errors import NotAllowed
from legal_basis.law import Checklist
from legal_basis.loader import library
from legal_basis.models import Answer, Assessment


def checklist_of(assessment: Assessment) -> Checklist:
    """The checklist that the assessment is answered on.

    Raises NotAllowed when the release carries another version of it: answers pin the version they were given on.
    """
    found = library().checklists.get(assessment.checklist)
    if found is None or found.version != assessment.checklist_version:
        version = f"{assessment.checklist}, version {assessment.checklist_version}"
        raise NotAllowed(f"The checklist {version} is no longer in use. Begin a new assessment on the current one.")
    return found


def responses_of(assessment: Assessment) -> tuple[Response, ...]:
    """The answers that count, as the engine takes them, in the order in which they were first given."""
    return tuple(as_response(answer) for answer in assessment.answers.all() if not answer.set_aside)


def as_response(answer: Answer) -> Response:
    """One stored answer as the engine takes it."""
    return Response(answer.step, answer.key, answer.reason, tuple(answer.gateways), tuple(answer.choices))


def set_aside_answers(assessment: Assessment) -> dict[str, Response]:
    """Answers that count no longer, by step: their words are offered again when the step is asked again."""
    return {answer.step: as_response(answer) for answer in assessment.answers.all() if answer.set_aside}


def walk_of(assessment: Assessment) -> Walk:
    """Where the assessment stands: the path taken, and the next question or the end."""
    return walk(checklist_of(assessment), assessment.facts, responses_of(assessment))


def question_at(walked: Walk, token: str) -> Question | None:
    """The question at a token, when it is the next one or was taken; None when the walk has not reached it."""
    if walked.next is not None and walked.next.token == token:
        return walked.next
    taken = walked.taken(token)
    return taken.question if taken is not None else None


def falling(walked: Walk, facts: Mapping[str, object], response: Response) -> tuple[Taken, ...]:
    """The later answers that would no longer follow if this response replaced the one on record."""
    kept = [item.response for item in walked.path if item.response and item.token != response.step]
    after = walk(walked.checklist, facts, [*kept, response])
    return tuple(item for item in walked.path if item.token in after.dropped and item.token != response.step)


def is_stale(assessment: Assessment, facts: Mapping[str, object]) -> bool:
    """Whether the facts are no longer those that the assessment was answered on."""
    return assessment.facts_hash != facts_hash(facts)
