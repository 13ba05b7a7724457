"""Every list of a version's pages costs the same number of queries with one row and with thirty."""

from collections.abc import Callable

from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partners.middleware import SESSION_KEY
from partners.models import Role
from partners.roles import RoleKind
from protocols.models import PartyAssessment, ProtocolVersion
from protocols.queries.impact_drafts import impact_content
from protocols.queries.protocols import address_of
from tests.protocols import factories_law as laws
from tests.protocols import factories_life as life
from tests.protocols import factories_rows as rows

Fill = Callable[["Lists", int], object]


def signed_in(role: Role) -> Client:
    client = Client()
    client.force_login(role.person)
    session = client.session
    session[SESSION_KEY] = role.pk
    session.save()
    return client


def cost(client: Client, address: str) -> int:
    """The queries of a page."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


class Lists(TestCase):
    """A thematic draft with two parties and a flow that the first of them has answered for."""

    version: ProtocolVersion
    covering: PartyAssessment

    @classmethod
    def setUpTestData(cls) -> None:
        cls.people = life.cast()
        parent = life.draft(cls.people)
        laws.put_in_state(parent, "in_force")
        cls.version = life.thematic_draft(cls.people, life.again(parent))
        cls.party = life.party(cls.version, cls.people.partners[0])
        cls.covering = laws.begun(cls.people, cls.party, [life.cases_flow(cls.people, cls.version)])
        laws.answered(cls.people, cls.covering, {})
        laws.conclude(by=laws.contributor(cls.people, cls.party.partner), covering=cls.covering)
        cls.section = cls.version.sections.get(section_id="S03")
        cls.clients = [signed_in(cls.people.officer), signed_in(cls.people.of(cls.party, RoleKind.CONTRIBUTOR))]

    def costs(self, pages: tuple[str, ...]) -> dict[str, list[int]]:
        """What each page costs the officer and a contributor of the first party."""
        return {page: [cost(client, self.address(page)) for client in self.clients] for page in pages}

    def address(self, page: str) -> str:
        more = {"section": ["S03"], "legal_record": [self.covering.pk]}.get(page, [])
        return address_of(page, self.version, *more)

    def test_what_the_impact_draft_gathers(self) -> None:
        """Without writing the Word file, which asks for nothing and takes its time."""
        counted = []
        for count in (1, 29):
            rows.flows(self.version, count)
            with CaptureQueriesContext(connection) as captured:
                impact_content(life.again(self.version))
            counted.append(len(captured))
        assert counted[0] == counted[1]

    def test_the_templates_to_begin_from_and_the_agreements_to_begin_under(self) -> None:
        slug = self.version.template_version.template.slug
        addresses = [reverse("protocols:new"), reverse("protocols:create", args=[slug])]
        counted = []
        for count in (1, 29):
            rows.agreements(self.version.parent, count, "in_force")
            rows.templates(count)
            for address in addresses:
                self.clients[0].get(address)
            counted.append([cost(self.clients[0], address) for address in addresses])
        assert counted[0] == counted[1]

    def test_the_checklists_counted_stand_as_they_are_called(self) -> None:
        for fill, standing in ((answered_flows, "done"), (under_way, "in progress"), (stopped, "stopped"),
                               (stale, "to look at again")):  # fmt: skip
            fill(self, 1)
            assert laws.standings(life.again(self.version))[-2:] == ["not started", standing], standing


def answered_flows(lists: Lists, count: int, **changes: object) -> None:
    rows.assessments(lists.covering, rows.flows(lists.version, count), **changes)


def stale(lists: Lists, count: int) -> None:
    facts = {**lists.covering.assessment.facts, "body_class": "nhs"}
    answered_flows(lists, count, facts=facts, facts_hash="0" * 64)


def stopped(lists: Lists, count: int) -> None:
    stop = {"step": "C1.2", "laws": ["Local Government Finance Act 1992"]}
    record = {**lists.covering.assessment.record, "stop": stop}
    answered_flows(lists, count, end="STOP", record=record)


def under_way(lists: Lists, count: int) -> None:
    answered_flows(lists, count, status="open", end="", record=None, concluded_at=None)


def covered_together(lists: Lists, count: int) -> None:
    lists.covering.flows.add(*rows.flows(lists.version, count))


WRITTEN: dict[str, tuple[Fill, tuple[str, ...]]] = {
    "parties": (
        lambda lists, n: rows.parties(lists.version, n),
        ("version", "legal", "tasks", "parties", "flow_add", "risk_add"),
    ),
    "flows": (lambda lists, n: rows.flows(lists.version, n), ("version", "flows", "legal")),
    "flows_left_out": (lambda lists, n: rows.refused_flows(lists.version, n), ("flows", "legal")),
    "checklists_concluded": (answered_flows, ("version", "legal", "submit")),
    "checklists_under_way": (under_way, ("legal", "submit")),
    "checklists_to_look_at_again": (stale, ("legal", "submit")),
    "checklists_stopped": (stopped, ("legal", "submit")),
    "flows_of_one_checklist": (covered_together, ("legal", "legal_record")),
    "advice": (lambda lists, n: rows.advice(lists.covering, n), ("legal_record",)),
    "comments": (lambda lists, n: rows.comments(lists.version, n), ("comments",)),
    "comments_on_a_clause": (lambda lists, n: rows.comments(lists.version, n, section=lists.section), ("section",)),
    "clauses": (lambda lists, n: rows.sections(lists.version, n), ("text", "section", "tasks")),
    "events": (lambda lists, n: rows.events(lists.version, n), ("history",)),
    "versions": (lambda lists, n: rows.earlier_versions(lists.version, n), ("history",)),
}


def measured(fill: Fill, pages: tuple[str, ...]) -> Callable[[Lists], None]:
    def test(self: Lists) -> None:
        fill(self, 1)
        self.costs(pages)  # what is kept in memory from then on
        one = self.costs(pages)
        fill(self, 29)
        thirty = self.costs(pages)
        assert thirty == one

    return test


for what, (fill, pages) in WRITTEN.items():
    setattr(Lists, f"test_{what}", measured(fill, pages))


class FrozenLists(TestCase):
    """One version frozen with two parties and a flow, another with thirty more of each: decided on, then signed."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.people = life.cast()
        parent = life.draft(cls.people)
        laws.put_in_state(parent, "in_force")
        cls.versions = [life.thematic_draft(cls.people, life.again(parent)) for _ in range(2)]
        rows.parties(cls.versions[1], 29)
        for version, count in zip(cls.versions, (1, 30), strict=True):
            rows.flows(version, count)
            rows.sections(version, count)

    def costs(self, page: str, kind: RoleKind) -> list[int]:
        client = signed_in(self.people.at(self.people.partners[0], kind))
        addresses = [address_of(page, version) for version in self.versions]
        for address in addresses:  # what is frozen is drawn once, which takes a query more the first time
            client.get(address)
        return [cost(client, address) for address in addresses]

    def decided(self) -> None:
        for version in self.versions:
            rows.decisions(rows.frozen(version, "approval"))

    def signed(self) -> None:
        for version in self.versions:
            rows.signatures(rows.frozen(version, "signing"))

    def test_where_the_decisions_stand(self) -> None:
        self.decided()
        assert len(set(self.costs("approvals", RoleKind.DPO))) == 1

    def test_the_page_on_which_one_decides(self) -> None:
        self.decided()
        assert len(set(self.costs("approve", RoleKind.DPO))) == 1

    def test_the_overview_of_what_is_being_decided_on(self) -> None:
        self.decided()
        assert len(set(self.costs("version", RoleKind.DPO))) == 1

    def test_the_page_on_which_one_signs(self) -> None:
        self.signed()
        assert len(set(self.costs("sign", RoleKind.SIGNATORY))) == 1

    def test_the_overview_of_what_is_being_signed(self) -> None:
        self.signed()
        assert len(set(self.costs("version", RoleKind.SIGNATORY))) == 1
