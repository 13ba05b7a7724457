"""What this room stores: assessments (answers, advice, evidence), and the reviewed law mirrored to rows."""

from legal_basis.models.assessments import Advice, Answer, Assessment
from legal_basis.models.evidence import Evidence
from legal_basis.models.mirror import ChecklistVersion, GatewayRecord

__all__ = ["Advice", "Answer", "Assessment", "ChecklistVersion", "Evidence", "GatewayRecord"]
