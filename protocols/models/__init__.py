"""What is kept about protocols: templates, versions, text, flows, decisions, documents."""

from protocols.models.case import Barrier, CaseEntry
from protocols.models.clauses import ClauseUse, SavedClause
from protocols.models.consulting import ConsultationReminder, Mention, Reading, Suggestion
from protocols.models.decisions import Condition, Decision, DecisionPin, Pinned, Snapshot
from protocols.models.documents import Document, Signature, Signing
from protocols.models.elsewhere import Agreement, AgreementBody, AgreementFile, AgreementUpload, NamedBody
from protocols.models.flows import DataFlow, PartyAssessment
from protocols.models.instruments import Instrument
from protocols.models.made_files import MadeFile
from protocols.models.presence import Presence
from protocols.models.protocols import Party, Protocol, ProtocolVersion
from protocols.models.rechecks import Recheck
from protocols.models.redlines import NamedText
from protocols.models.risks import Risk
from protocols.models.templates import Template, TemplateDraft, TemplateVersion
from protocols.models.texts import Comment, Section, SectionRevision, VariableValue
from protocols.models.word import UnplacedText, WordUpload

__all__ = [
    "Agreement", "AgreementBody", "AgreementFile", "AgreementUpload", "Barrier", "CaseEntry", "ClauseUse",
    "Comment", "Condition", "ConsultationReminder", "DataFlow", "Decision", "DecisionPin", "Document", "Instrument",
    "MadeFile", "Mention", "NamedBody", "NamedText", "Party", "PartyAssessment", "Pinned", "Presence", "Protocol",
    "ProtocolVersion", "Reading",
    "Recheck", "Risk", "SavedClause", "Section", "SectionRevision", "Signature", "Signing", "Snapshot", "Suggestion",
    "Template", "TemplateDraft", "TemplateVersion", "UnplacedText", "VariableValue", "WordUpload",
]  # fmt: skip
