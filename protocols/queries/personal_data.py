"""What in a version's own words looks like a person's data, and on which page it stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from legal_basis.models import Answer, Evidence
from portal.personal_data import Finding, find_personal_data
from portal.richtext import plain
from protocols.models import DataFlow, ProtocolVersion
from protocols.queries.protocols import address_of
from protocols.texts.wording import variable_from, wording_of

FLOW_WORDS = (
    "title", "items", "subjects", "purpose", "method", "frequency", "retention", "geography", "small_number_rule",
    "control_reference",
)  # fmt: skip


@dataclass(frozen=True)
class Warned:
    """Words that look like a person's data: where they stand, and the page that mends it."""

    where: str
    finding: Finding
    href: str


def warnings_of(version: ProtocolVersion) -> list[Warned]:
    """Everything in a version that looks like a person's data: six queries, however much is written."""
    return [*_own(version), *_clauses(version), *_details(version), *_flows(version), *_comments(version),
            *_reasons(version), *_evidence(version)]  # fmt: skip


def in_html(html: str) -> list[Finding]:
    """What in a clause looks like a person's data."""
    return find_personal_data(plain(html))


def in_flow(flow: DataFlow) -> list[Finding]:
    """What in a data flow looks like a person's data."""
    return in_words(getattr(flow, name) for name in FLOW_WORDS)


def in_words(words: Iterable[str]) -> list[Finding]:
    """What in several texts looks like a person's data, each once."""
    return list(dict.fromkeys(finding for text in words for finding in find_personal_data(text)))


def _own(version: ProtocolVersion) -> Iterator[Warned]:
    for finding in in_words((version.title, version.purpose, version.not_public_reason)):
        yield Warned("Title, purpose and dates", finding, address_of("particulars", version))


def _clauses(version: ProtocolVersion) -> Iterator[Warned]:
    for section in version.sections.all():
        for finding in in_html(section.body):
            where = f"Clause {section.position}, {section.title}"
            yield Warned(where, finding, address_of("section", version, section.section_id))


def _details(version: ProtocolVersion) -> Iterator[Warned]:
    known = wording_of(version.template_version).variables
    for row in version.variables.all():
        for finding in find_personal_data(row.value):
            variable = known.get(row.key) or (variable_from(row.spec) if row.spec else None)
            label = variable.label if variable else row.key
            yield Warned(f"The detail “{label}”", finding, address_of("details", version))


def _flows(version: ProtocolVersion) -> Iterator[Warned]:
    for flow in version.flows.filter(refused_at=None):
        for finding in in_flow(flow):
            yield Warned(f"Flow {flow.number}, {flow.title}", finding, address_of("flow_change", version, flow.pk))


def _comments(version: ProtocolVersion) -> Iterator[Warned]:
    for comment in version.comments.select_related("author__person"):
        for finding in in_words((comment.body, comment.response)):
            where = f"A comment of {comment.author.person.name}"
            yield Warned(where, finding, f"{address_of('comments', version)}#comment-{comment.pk}")


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
