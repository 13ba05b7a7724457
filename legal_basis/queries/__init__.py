"""Read assessments, and build the pages of the wizard from them.

For other rooms: `walk_of`, `record_of` and `is_stale` read an assessment; `step_page`, `stop_page`, `record_page`
and `falling` build what the templates of `templates/legal_basis/` need (see `pages`).
"""

from legal_basis.queries.assessments import (
    checklist_of,
    falling,
    is_stale,
    question_at,
    responses_of,
    set_aside_answers,
    walk_of,
)
from legal_basis.queries.evidence import standing_evidence, told_in_records
from legal_basis.queries.pages import record_page, stages_of, step_page, stop_page
from legal_basis.queries.records import record_of

__all__ = [
    "checklist_of",
    "falling",
    "is_stale",
    "question_at",
    "record_of",
    "record_page",
    "responses_of",
    "set_aside_answers",
    "stages_of",
    "standing_evidence",
    "step_page",
    "stop_page",
    "told_in_records",
    "walk_of",
]
