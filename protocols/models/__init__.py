"""What is kept about protocols: templates, versions, text, flows, decisions, documents."""

from protocols.models.adherence import Adherence
from protocols.models.case import Barrier, CaseEntry
from protocols.models.chasing import Chase
from protocols.models.clauses import ClauseUse, SavedClause
from protocols.models.commencing import ComingIntoForce, Refusal
from protocols.models.consulting import ConsultationReminder, Mention, Reading, Suggestion
from protocols.models.decisions import Condition, Decision, DecisionPin, Pinned, Snapshot
from protocols.models.documents import Document, Signature, Signing
from protocols.models.elsewhere import Agreement, AgreementBody, AgreementFile, AgreementUpload, NamedBody
from protocols.models.flows import DataFlow, PartyAssessment
from protocols.models.incidents import Incident
from protocols.models.instruments import Instrument
from protocols.models.joining import JoinRequest, Objection
from protocols.models.made_files import MadeFile
from protocols.models.presence import Presence
from protocols.models.protocols import Party, Protocol, ProtocolVersion
from protocols.models.rechecks import Recheck
from protocols.models.redlines import NamedText
from protocols.models.reviews import Review, ReviewReminder
from protocols.models.risks import Risk
from protocols.models.signatories import GUEST_DAYS, Guest, Handover, PaperSignature
from protocols.models.signing_plans import CopyTo, SigningPlan, SigningReminder, SigningTurn
from protocols.models.summaries import StaffCount, SummaryReading
from protocols.models.templates import Template, TemplateDraft, TemplateVersion
from protocols.models.texts import Comment, Section, SectionRevision, VariableValue
from protocols.models.word import UnplacedText, WordUpload

__all__ = [
    "GUEST_DAYS", "Adherence", "Agreement", "AgreementBody", "AgreementFile", "AgreementUpload", "Barrier",
    "CaseEntry", "Chase", "ClauseUse", "ComingIntoForce", "Comment", "Condition", "ConsultationReminder", "CopyTo",
    "DataFlow", "Decision", "DecisionPin", "Document", "Guest", "Handover", "Incident", "Instrument", "JoinRequest",
    "MadeFile", "Mention", "NamedBody", "NamedText", "Objection", "PaperSignature", "Party", "PartyAssessment",
    "Pinned", "Presence", "Protocol", "ProtocolVersion", "Reading", "Recheck", "Refusal", "Review",
    "ReviewReminder", "Risk", "SavedClause", "Section", "SectionRevision", "Signature", "Signing", "SigningPlan",
    "SigningReminder", "SigningTurn", "Snapshot", "StaffCount", "Suggestion", "SummaryReading", "Template",
    "TemplateDraft", "TemplateVersion", "UnplacedText", "VariableValue", "WordUpload",
]  # fmt: skip
