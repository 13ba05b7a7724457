"""What in a version's own words looks like a person's data, and on which page it stands."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, QuerySet, Value

from legal_basis.models import Answer, Evidence
from portal.personal_data import Finding, find_personal_data
from portal.richtext import plain
from protocols.models import DataFlow, ProtocolVersion
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
    return [*_own(version), *_clauses(version, held["clause"]), *_details(version), *_flows(version, held["flow"]),
            *_comments(version, held["comment"]), *_reasons(version), *_evidence(version)]  # fmt: skip


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


def _holding(version: ProtocolVersion) -> Mapping[str, list[int]]:
    """The keys of the clauses, flows and comments in whose words something was found; one query."""
    flows, comments = version.flows.filter(refused_at=None), version.comments.all()
    written: dict[str, QuerySet[Any]] = {"clause": version.sections.all(), "flow": flows, "comment": comments}
    clauses, *others = (
        rows.exclude(people=[]).order_by().values_list(Value(kind, CharField()), "pk") for kind, rows in written.items()
    )
    found: Mapping[str, list[int]] = {kind: [] for kind in written}
    for kind, pk in clauses.union(*others, all=True):
        found[kind].append(pk)
    return found


def _flows(version: ProtocolVersion, keys: list[int]) -> Iterator[Warned]:
    for flow in version.flows.filter(pk__in=keys) if keys else ():
        for finding in flow.findings:
            yield Warned(f"Flow {flow.number}, {flow.title}", finding, address_of("flow_change", version, flow.pk))


def _comments(version: ProtocolVersion, keys: list[int]) -> Iterator[Warned]:
    for comment in version.comments.filter(pk__in=keys).select_related("author__person") if keys else ():
        for finding in comment.findings:
            where = f"A comment of {comment.author.person.name}"
            yield Warned(where, finding, address_of_comment(comment.pk, version))


def _reasons(version: ProtocolVersion) -> Iterator[Warned]:
    given = Answer.objects.filter(assessment__party_assessment__party__version=version, set_aside=False)
    related = given.exclude(reason="").select_related("assessment__party_assessment__party__partner")
    for answer in related:
        for finding in find_personal_data(answer.reason):
            covering = answer.assessment.party_assessment
            where = f"The reason of {covering.party} at step {answer.step}"
            yield Warned(where, finding, address_of("legal_record", version, covering.pk))


def _evidence(version: ProtocolVersion) -> Iterator[Warned]:
    """The names of files, and what they are said to show; their content is not read."""
    held = Evidence.objects.filter(assessment__party_assessment__party__version=version, removed_at=None)
    for one in held.select_related("assessment__party_assessment__party__partner"):
        covering = one.assessment.party_assessment
        for finding in in_words((one.name, one.shows)):
            where = f"A file of {covering.party} at step {one.step}"
            yield Warned(where, finding, address_of("legal_record", version, covering.pk))
