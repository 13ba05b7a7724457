"""A protocol of any size, laid down at once: sections, comments and flows for tests and measures of scale."""

from uuid import uuid4

from partners.models import Role
from portal.audit.acts import SYSTEM, act
from protocols.models import Comment, DataFlow, ProtocolVersion, Section

TEXT = "<ol><li>A breach is told within a day, and recorded.</li><li>Each party keeps what it needs.</li></ol>" * 3


def grow(version: ProtocolVersion, *, by: Role, sections: int = 0, comments: int = 0, flows: int = 0) -> None:
    """Add to a version until it has so many of each; half the comments are on clauses, a third are answered."""
    last = version.sections.count()
    parties = list(version.parties.all())[:2]
    with act("tests.grow", by=SYSTEM):
        Section.objects.bulk_create(
            Section(version=version, section_id=f"X{place}", position=place, title=f"Clause {place}", body=TEXT)
            for place in range(last + 1, sections + 1)
        )
        clauses = list(version.sections.all())
        Comment.objects.bulk_create(
            Comment(
                version=version, author=by, nonce=uuid4(), body=f"A remark, the {number}th.",
                section=clauses[number % len(clauses)] if number % 2 else None,
            )
            for number in range(version.comments.count(), comments)
        )  # fmt: skip
        made = DataFlow.objects.bulk_create(
            DataFlow(
                version=version, number=number, title=f"Flow {number}", sender=parties[0], items="Name\nAddress",
                subjects="People", identifiability="identifiable", kinds=["asb_cases"], purpose="Plan together",
                method="Secure email", frequency="Weekly", retention="Two years", geography="Northmoor", nonce=uuid4(),
            )
            for number in range(version.flows.count() + 1, flows + 1)
        )  # fmt: skip
        through = DataFlow.recipients.through
        through.objects.bulk_create(through(dataflow=flow, party=parties[1]) for flow in made)
