"""What can be done to an assessment. Each act writes one audit event; who may do it is for the caller's room to say."""

from legal_basis.services.advising import advise
from legal_basis.services.answering import answer_step
from legal_basis.services.concluding import conclude, reopen, withdraw
from legal_basis.services.drawing import draw_on, stop_drawing
from legal_basis.services.evidence import add_evidence, remove_evidence
from legal_basis.services.files import GivenFile
from legal_basis.services.moving import move_open_assessments, move_to_current
from legal_basis.services.opening import change_facts, open_assessment
from legal_basis.services.syncing import Synced, sync_law

__all__ = [
    "GivenFile",
    "Synced",
    "add_evidence",
    "advise",
    "answer_step",
    "change_facts",
    "conclude",
    "draw_on",
    "move_open_assessments",
    "move_to_current",
    "open_assessment",
    "remove_evidence",
    "reopen",
    "stop_drawing",
    "sync_law",
    "withdraw",
]
