"""The pages of one protocol that everybody opens every day ask at most twelve queries, with one row and with many."""

from datetime import timedelta
from uuid import uuid4

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from legal_basis.queries import walk_of
from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from protocols.models import Comment, Condition, Decision, Document, PartyAssessment, ProtocolVersion, Reading
from protocols.queries.protocols import address_of
from tests.protocols import factories_law as laws
from tests.protocols import factories_life as life
from tests.protocols import factories_risks as risks
from tests.protocols import factories_rows as rows
from tests.protocols.test_queries_per_list import cost, signed_in

MOST = 12
MORE = {"overview": 15, "tasks": 14}
"""What these ask for a draft with all of this at once; without comments on steps and concluded checklists, twelve."""


class MainPages(TestCase):
    """A thematic draft with all that its pages show: flows, checklists, risks, comments, clauses, news."""

    version: ProtocolVersion
    open_one: PartyAssessment

    @classmethod
    def setUpTestData(cls) -> None:
        cls.people = life.cast()
        cls.parent = life.draft(cls.people)
        rows.frozen(cls.parent, "in_force")
        cls.version = life.thematic_draft(cls.people, life.again(cls.parent))
        cls.party = life.party(cls.version, cls.people.partners[0])
        cls.covering = laws.begun(cls.people, cls.party, [life.cases_flow(cls.people, cls.version)])
        laws.answered(cls.people, cls.covering, {})
        laws.conclude(by=laws.contributor(cls.people, cls.party.partner), covering=cls.covering)
        cls.open_one = laws.begun(cls.people, cls.party, rows.flows(cls.version, 1))
        cls.section = cls.version.sections.get(section_id="S03")
        with act("tests.reading", by=SYSTEM):
            long_ago = timezone.now() - timedelta(days=9)
            Reading.objects.create(
                version=cls.version, reader=cls.people.officer, looked_at=long_ago, since=long_ago
            )  # fmt: skip
        cls.officer = signed_in(cls.people.officer)
        cls.contributor = signed_in(cls.people.of(cls.party, RoleKind.CONTRIBUTOR))

    def more(self, count: int) -> None:
        """So many more of everything that hangs on the version."""
        rows.parties(self.version, count)
        rows.assessments(self.covering, rows.flows(self.version, count))
        rows.refused_flows(self.version, count)
        rows.sections(self.version, count)
        rows.comments(self.version, count)
        rows.comments(self.version, count, section=self.section)
        author, step = self.people.of(self.party, RoleKind.LEGAL_ADVISER), f"{self.party.partner.slug}:2:C1.1"
        with act("tests.comments", by=SYSTEM):
            Comment.objects.bulk_create(
                Comment(version=self.version, author=author, body="Why?", step=step, nonce=uuid4())
                for _ in range(count)
            )
        for _ in range(count):
            risks.add(self.version, by=self.people.officer, owner=self.party)

    def pages(self) -> dict[str, int]:
        """What each page costs whoever works on it, once what never changes is kept."""
        question = walk_of(self.open_one.assessment).next
        assert question is not None
        wanted = {
            "overview": (self.officer, address_of("version", self.version)),
            "tasks": (self.officer, address_of("tasks", self.version)),
            "section": (self.officer, address_of("section", self.version, "S03")),
            "section, contributor": (self.contributor, address_of("section", self.version, "S03")),
            "step": (self.contributor, address_of("legal_step", self.version, self.open_one.pk, question.token)),
        }
        for client, address in wanted.values():
            client.get(address)
        return {name: cost(client, address) for name, (client, address) in wanted.items()}

    def test_the_pages_of_a_draft(self) -> None:
        self.more(1)
        few = self.pages()
        self.more(9)
        assert self.pages() == few
        assert {name: count for name, count in few.items() if count > MORE.get(name, MOST)} == {}

    def test_the_pages_of_a_text_that_is_decided_on_and_then_in_force(self) -> None:
        self.more(2)
        snapshot = rows.frozen(self.version, "approval")
        rows.decisions(snapshot)
        decision = Decision.objects.get(snapshot=snapshot, outcome="waiting")
        address = reverse("protocols:decide", args=[decision.pk])
        self._conditions(snapshot)
        dpo = signed_in(self.people.at(decision.party.partner, RoleKind.DPO))
        asked = [cost(dpo, address) for _ in range(2)]
        assert asked[1] <= MOST, asked
        with act("tests.in_force", by=SYSTEM):
            ProtocolVersion.objects.filter(pk=self.version.pk).update(state="in_force")
            for kind in ("signed", "receipt"):
                Document.objects.create(snapshot=snapshot, kind=kind, name=f"{kind}.pdf", sha256="0" * 64, size=1)
        address = address_of("version", self.version)
        asked = [cost(self.officer, address) for _ in range(2)]
        assert asked[1] <= MORE["overview"], asked

    def _conditions(self, snapshot) -> None:
        given = Decision.objects.filter(snapshot=snapshot, outcome="conditions")
        with act("tests.conditions", by=SYSTEM):
            Condition.objects.bulk_create(
                Condition(decision=one, number=1, text="Train first.", place="", target="") for one in given
            )
