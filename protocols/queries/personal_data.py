"""What in a version's own words looks like a person's data, and on which page it stands."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast

from legal_basis.models import Answer, Evidence
from portal.personal_data import Finding, find_personal_data
from portal.preparing import prepared
from portal.richtext import plain
from protocols.models import Comment, DataFlow, ProtocolVersion, Section
from protocols.queries.protocols import address_of, address_of_comment
from protocols.texts.wording import variable_from, wording_of


@dataclass(frozen=True)
class Warned:
    """Words that look like a person's data: where they stand, and the page that mends it."""

    where: str
    finding: Finding
    href: str


def warnings_of(version: ProtocolVersion) -> list[Warned]:
    """Everything in a version that looks like a person's data: a few queries, however much is written.

    What clauses, flows and comments hold was found when they were written.
    """
    held = _holding(version)
    keys = {kind: [int(key) for key, *_ in rows] for kind, rows in held.items()}
    return [*_own(version), *_clauses(version, keys["clause"]), *_details(version), *_flows(version, keys["flow"]),
            *_comments(version, keys["comment"]), *_reasons(version, held["reason"]),
            *_evidence(version, held["file"])]  # fmt: skip


def in_html(html: str) -> list[Finding]:
    """What in a clause looks like a person's data."""
    return find_personal_data(plain(html))


def in_flow(flow: DataFlow) -> list[Finding]:
    """What in a data flow looks like a person's data."""
    return in_words(flow.words())


def in_words(words: Iterable[str]) -> list[Finding]:
    """What in several texts looks like a person's data, each once."""
    return list(dict.fromkeys(finding for text in words for finding in find_personal_data(text)))


def _own(version: ProtocolVersion) -> Iterator[Warned]:
    for finding in in_words((version.title, version.purpose, version.not_public_reason)):
        yield Warned("Title, purpose and dates", finding, address_of("particulars", version))


def _clauses(version: ProtocolVersion, keys: list[int]) -> Iterator[Warned]:
    for section in version.sections.filter(pk__in=keys) if keys else ():
        for finding in section.findings:
            where = f"Clause {section.position}, {section.title}"
            yield Warned(where, finding, address_of("section", version, section.section_id))


def _details(version: ProtocolVersion) -> Iterator[Warned]:
    known = wording_of(version.template_version).variables
    for row in version.variables.all():
        for finding in find_personal_data(row.value):
            variable = known.get(row.key) or (variable_from(row.spec) if row.spec else None)
            label = variable.label if variable else row.key
            yield Warned(f"The detail “{label}”", finding, address_of("details", version))


def _holding(version: ProtocolVersion) -> Mapping[str, list[tuple[str, ...]]]:
    """The words of each kind that were found to hold such data, and those that are looked through now; one query.

    Of clauses, flows and comments the keys; of reasons and files the checklist's key, the party, the step and words,
    in the order in which they were given.
    """
    found: Mapping[str, list[tuple[str, ...]]] = {kind: [] for kind in ("clause", "flow", "comment", "reason", "file")}
    for kind, _, *told in sorted(_words(version.pk), key=lambda row: (len(row[1]), row[1])):
        found[kind].append(tuple(told))
    return found


@prepared
def _words(version_id: int) -> QuerySet[Any, tuple[str, ...]]:
    own = {"version": version_id}
    found: dict[str, QuerySet[Any]] = {
        "clause": Section.objects.filter(**own),
        "flow": DataFlow.objects.filter(**own, refused_at=None),
        "comment": Comment.objects.filter(**own),
    }
    covering, nothing = "assessment__party_assessment", Value("", TextField())
    whose = (f"{covering}__pk", f"{covering}__party__partner__short_name")
    of_version = {f"{covering}__party__version": version_id}
    given = Answer.objects.filter(**of_version, set_aside=False).exclude(reason="")
    held = Evidence.objects.filter(**of_version, removed_at=None)
    parts = [_row(rows.exclude(people=[]), kind, "pk", "pk", *[nothing] * 4) for kind, rows in found.items()]
    parts.append(_row(given, "reason", "pk", *whose, "step", "reason", nothing))
    parts.append(_row(held, "file", "at", *whose, "step", "name", "shows"))
    return parts[0].union(*parts[1:], all=True)


def _row(rows: QuerySet[Any], kind: str, *told: str | Value) -> QuerySet[Any, tuple[str, ...]]:
    """Of each row the kind, what it is sorted by, and what is told of it, all as text."""
    columns = (one if isinstance(one, Value) else Cast(one, TextField()) for one in told)
    return rows.order_by().values_list(Value(kind, TextField()), *columns)


def _flows(version: ProtocolVersion, keys: list[int]) -> Iterator[Warned]:
    for flow in version.flows.filter(pk__in=keys) if keys else ():
        for finding in flow.findings:
            yield Warned(f"Flow {flow.number}, {flow.title}", finding, address_of("flow_change", version, flow.pk))


def _comments(version: ProtocolVersion, keys: list[int]) -> Iterator[Warned]:
    for comment in version.comments.filter(pk__in=keys).select_related("author__person") if keys else ():
        for finding in comment.findings:
            where = f"A comment of {comment.author.person.name}"
            yield Warned(where, finding, address_of_comment(comment.pk, version))


def _reasons(version: ProtocolVersion, given: Iterable[tuple[str, ...]]) -> Iterator[Warned]:
    for covering, party, step, reason, _ in given:
        for finding in find_personal_data(reason):
            where = f"The reason of {party} at step {step}"
            yield Warned(where, finding, address_of("legal_record", version, covering))


def _evidence(version: ProtocolVersion, held: Iterable[tuple[str, ...]]) -> Iterator[Warned]:
    """The names of files, and what they are said to show; their content is not read."""
    for covering, party, step, name, shows in held:
        for finding in in_words((name, shows)):
            where = f"A file of {party} at step {step}"
            yield Warned(where, finding, address_of("legal_record", version, covering))
