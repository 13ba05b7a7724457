"""What was done to a version, newest first, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from portal.audit.models import AuditEvent
from protocols.models import Comment, DataFlow, Instrument, ProtocolVersion, Section, Suggestion

WORDS = {
    "protocols.protocol.create": "Began the protocol",
    "protocols.version.vary": "Began this version",
    "protocols.version.adopt": "Adopted a newer version of the overarching protocol",
    "protocols.particulars.change": "Changed the title, purpose or dates",
    "protocols.parties.set": "Changed the parties",
    "protocols.variables.set": "Changed details that fill the text",
    "protocols.section.save": "Wrote",
    "protocols.section.mark": "Marked",
    "protocols.section.replace": "Replaced the overarching clause of",
    "protocols.section.extend": "Began to add to the overarching clause of",
    "protocols.section.take_again": "Took the overarching clause again in",
    "protocols.text.name": "Named the text as it was",
    "protocols.text.restore": "Put a named text back",
    "protocols.redline.ask": "Asked for a redline as a PDF",
    "protocols.redline.make": "Made a redline as a PDF",
    "protocols.case.ask": "Asked for the case as a PDF",
    "protocols.case.make": "Made the case as a PDF",
    "protocols.flow.add": "Added",
    "protocols.flow.change": "Changed",
    "protocols.flow.delete": "Deleted a flow",
    "protocols.flow.refuse": "Left out, with the refusal on record:",
    "protocols.comment.add": "Commented",
    "protocols.comment.resolve": "Resolved a comment",
    "protocols.comment.reopen": "Opened a comment again",
    "protocols.suggestion.make": "Suggested wording",
    "protocols.suggestion.accept": "Took up suggested wording",
    "protocols.suggestion.reject": "Turned down suggested wording",
    "protocols.suggestion.withdraw": "Withdrew suggested wording",
    "protocols.consultation.closing_date": "Moved the closing date of the consultation",
    "protocols.consultation.remind": "Reminded a party of the closing date",
    "protocols.consultation.open": "Opened consultation",
    "protocols.draft.take_back": "Took it back to draft",
    "protocols.version.abandon": "Abandoned this version",
    "protocols.submit": "Submitted it for approval",
    "protocols.decide": "Decided on it",
    "protocols.all_approved": "All parties had approved",
    "protocols.sign": "Signed it",
    "protocols.decline": "Declined to sign it",
    "protocols.seal": "Sealed it",
    "protocols.supersede": "Was superseded",
    "protocols.expire": "Expired",
    "protocols.terminate": "Terminated it",
    "protocols.instrument.begin": "Began it",
    "protocols.instrument.change": "Changed the draft",
    "protocols.instrument.submit": "Submitted it for approval",
    "protocols.instrument.take_back": "Took it back to draft",
    "protocols.instrument.abandon": "Gave the draft up",
    "protocols.instrument.lapse": "Closed it, because the agreement or its parties had changed",
    "protocols.instrument.carry_out": "It took effect",
    "protocols.party.leave": "A party left with the overarching protocol",
    "protocols.signing.open": "The file for signing was made",
    "protocols.review.owner": "Chose who owns the review",
    "protocols.review.remind": "Reminded of the review",
    "protocols.review.hold": "Recorded a review",
    "protocols.review.carry_out": "Began what the review decided",
}
NAMED = {"protocols.section", "protocols.dataflow"}


@dataclass(frozen=True)
class Happening:
    """One thing that was done: when, by whom in what capacity, and what."""

    at: datetime
    who: str
    capacity: str
    what: str


def history_of(version: ProtocolVersion) -> QuerySet[AuditEvent]:
    """Every event of the version, its clauses, flows and comments, newest first; `told` puts one in words."""
    return AuditEvent.objects.filter(_subjects(version)).order_by("-sequence")


def _subjects(version: ProtocolVersion) -> Q:
    kinds = {
        "protocols.protocolversion": [version.pk],
        "protocols.section": Section.objects.filter(version=version).values_list("pk", flat=True),
        "protocols.dataflow": DataFlow.objects.filter(version=version).values_list("pk", flat=True),
        "protocols.comment": Comment.objects.filter(version=version).values_list("pk", flat=True),
        "protocols.instrument": Instrument.objects.filter(version=version).values_list("pk", flat=True),
        "protocols.suggestion": Suggestion.objects.filter(section__version=version).values_list("pk", flat=True),
    }
    found = Q()
    for kind, keys in kinds.items():
        found |= Q(subject_type=kind, subject_id__in=[str(key) for key in keys])
    return found


def told(event: AuditEvent, *, named: bool = True) -> Happening:
    """One event in words; on an instrument's own page it need not be named."""
    words = WORDS.get(event.action, event.action.rpartition(".")[2].replace("_", " ").capitalize())
    what = f"{words} {event.subject_label}" if event.subject_type in NAMED else words
    if named and event.subject_type == "protocols.instrument":
        what = f"{event.subject_label}: {words[:1].lower()}{words[1:]}"
    return Happening(event.at, event.actor_name, event.capacity, what)
