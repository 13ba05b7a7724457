"""What this room stores: assessments (answers, advice, evidence), practice walks, and the reviewed law in rows."""

from legal_basis.models.assessments import Advice, Answer, Assessment
from legal_basis.models.evidence import Evidence
from legal_basis.models.mirror import ChecklistVersion, GatewayRecord
from legal_basis.models.practice import PracticeWalk

__all__ = ["Advice", "Answer", "Assessment", "ChecklistVersion", "Evidence", "GatewayRecord", "PracticeWalk"]
