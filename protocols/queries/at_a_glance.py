"""Everything that an approver sees at a glance: what is new since their own approval, what is shared, what is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet

from partners.roles import RoleKind
from portal.preparing import prepared
from protocols.documents.redlining import ShownClause, shown_clauses
from protocols.facts.approved import Change, Content, changes_since, step_key
from protocols.models import Comment, Condition, Decision, Document, Snapshot
from protocols.queries.approvals import conditions_of
from protocols.queries.decisions import last_approved, others_on
from protocols.queries.inheriting import Replacement, replacements
from protocols.queries.pinned import Request, asked_before, by_place, with_asked
from protocols.queries.records import FrozenRecord, read_snapshot
from protocols.queries.redlines.comparing import Comparison
from protocols.queries.redlines.contents import COMPARED
from protocols.redline.records import TableChanges


@dataclass(frozen=True)
class ChangedAnswer:
    """One step of the party's own legal record that is answered otherwise than when it approved."""

    name: str
    question: str
    was: str
    now: str


@dataclass(frozen=True)
class Glance:
    """What stands on the page. `before` is the snapshot last approved, None where there is none.

    What is read out of the frozen texts is read where it is first drawn: a page that has it by their hashes needs none.
    """

    decision: Decision
    copy: Document | None
    others: Sequence[Decision]
    conditions: Sequence[Condition]
    asked: Sequence[Request]
    before: Snapshot | None = None

    @cached_property
    def content(self) -> Content:
        """The frozen text that is decided on."""
        return self.decision.snapshot.content

    @cached_property
    def asked_hash(self) -> str:
        """A hash of what was asked for before and of its answers."""
        told = [(one.who, str(one.on), one.key, one.label, one.text, *_answer_to(one.comment)) for one in self.asked]
        return sha256(repr(told).encode()).hexdigest() if told else ""

    @cached_property
    def record(self) -> FrozenRecord:
        """What is shared, the legal record and the risks."""
        return with_asked(read_snapshot(self.content), by_place(self.asked))

    @cached_property
    def replacements(self) -> Sequence[Replacement]:
        """The overarching clauses that the text replaces."""
        return replacements(self.content["sections"])

    @cached_property
    def _was(self) -> Content:
        return self.before.content if self.before else {}

    @cached_property
    def _compared(self) -> Comparison:
        both = (self._was, self.content)
        return Comparison("", "", *({name: one.get(name, []) for name in COMPARED} for one in both))

    @cached_property
    def changes(self) -> Sequence[Change]:
        """What differs, of all that the approval covers, from what was last approved."""
        party, post = self.decision.party.partner.slug, RoleKind(self.decision.kind)
        return changes_since(self._was, self.content, party=party, post=post)

    @cached_property
    def clauses(self) -> Sequence[ShownClause]:
        """The clauses that changed since then, word by word."""
        return shown_clauses(self._compared.text, only_changed=True)

    @cached_property
    def tables(self) -> Sequence[TableChanges]:
        """The flows, parties, risks and particulars that changed since then."""
        return self._compared.tables

    @cached_property
    def answers(self) -> Sequence[ChangedAnswer]:
        """The party's own answers that changed since then."""
        return _answers(self._was, self.content, self.decision.party.partner.slug)


def at_a_glance(decision: Decision) -> Glance:
    """What there is to see before deciding: five queries, seven where something was asked for before."""
    snapshot, own = decision.snapshot, decision.pk
    return Glance(
        decision=decision,
        copy=next(iter(_copies(snapshot.pk)), None),
        others=[one for one in others_on(snapshot) if one.pk != own],
        conditions=[one for one in _conditions_on(snapshot.pk) if one.decision_id != own],
        asked=asked_before(snapshot),
        before=last_approved(snapshot, decision),
    )


@prepared
def _copies(snapshot_id: int) -> QuerySet[Document]:
    copies = Document.objects.filter(snapshot=snapshot_id, kind=Document.Kind.APPROVAL_COPY)
    return copies.select_related("snapshot").defer("snapshot__text", "snapshot__rows_text")


@prepared
def _conditions_on(snapshot_id: int) -> QuerySet[Condition]:
    return conditions_of(snapshot_id)


def _answer_to(comment: Comment | None) -> tuple[object, ...]:
    return (comment.resolved_at, comment.response, comment.resolved_by) if comment else ()


def _answers(old: Content, new: Content, party: str) -> list[ChangedAnswer]:
    was, now = _steps(old, party), _steps(new, party)
    keys = dict.fromkeys([*now, *was])
    return [_answer(was.get(key), now.get(key)) for key in keys if _said(was.get(key)) != _said(now.get(key))]


def _steps(content: Content, party: str) -> dict[str, Mapping[str, Any]]:
    return {
        step_key(record, step): {**step, "flows": record["flows"]}
        for record in content.get("legal_record", ())
        if record["party"] == party
        for step in record["steps"]
    }


def _said(step: Mapping[str, Any] | None) -> str:
    return f"{step['answer']}. {step['reason']}" if step else ""


def _answer(was: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> ChangedAnswer:
    step = now or was
    if step is None:
        raise LookupError("A step is in the record before, in the one now, or in both.")
    flows = ", ".join(str(number) for number in step["flows"])
    return ChangedAnswer(f"Step {step['id']}, flow {flows}", step["question"], _said(was), _said(now))
