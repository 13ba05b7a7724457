"""Everything that an approver sees at a glance: what is new since their own approval, what is shared, what is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from partners.roles import RoleKind
from protocols.documents.redlining import ShownClause, shown_clauses
from protocols.facts.approved import Change, Content, changes_since, step_key
from protocols.models import Condition, Decision, Document, Snapshot
from protocols.queries.approvals import conditions_of
from protocols.queries.decisions import decisions_on, last_approved
from protocols.queries.inheriting import replacements
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
    """What stands on the page; `before` is the snapshot last approved, None where there is none."""

    record: FrozenRecord
    replacements: Sequence[Any]
    copy: Document | None
    others: Sequence[Decision]
    conditions: Sequence[Condition]
    asked: Sequence[Request]
    before: Snapshot | None = None
    changes: Sequence[Change] = ()
    clauses: Sequence[ShownClause] = ()
    tables: Sequence[TableChanges] = ()
    answers: Sequence[ChangedAnswer] = field(default_factory=tuple)


def at_a_glance(decision: Decision) -> Glance:
    """What there is to see before deciding; a fixed few queries."""
    snapshot, content = decision.snapshot, decision.snapshot.content
    before = last_approved(snapshot, decision)
    own, asked = decision.pk, asked_before(snapshot)
    known: dict[str, Any] = {
        "record": with_asked(read_snapshot(content), by_place(asked)),
        "asked": asked,
        "replacements": replacements(content["sections"]),
        "copy": snapshot.documents.filter(kind=Document.Kind.APPROVAL_COPY).select_related("snapshot").first(),
        "others": [one for one in decisions_on(snapshot) if one.pk != own],
        "conditions": [one for one in conditions_of(snapshot) if one.decision_id != own],
    }
    if before is None:
        return Glance(**known)
    return Glance(**known, before=before, **_news(before.content, content, decision))


def _news(old: Content, new: Content, decision: Decision) -> dict[str, Any]:
    party, post = decision.party.partner.slug, RoleKind(decision.kind)
    compared = Comparison("", "", *({name: one.get(name, []) for name in COMPARED} for one in (old, new)))
    return {
        "changes": changes_since(old, new, party=party, post=post),
        "clauses": shown_clauses(compared.text, only_changed=True),
        "tables": compared.tables,
        "answers": _answers(old, new, party),
    }


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
