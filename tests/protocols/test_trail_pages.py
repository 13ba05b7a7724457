"""The audit trail of a protocol and of a partner: who reads what of it, and how it comes as a file."""

import csv
import io
from uuid import uuid4

from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partners.middleware import SESSION_KEY
from partners.models import Role
from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from protocols.models import PartyAssessment, ProtocolVersion
from protocols.services.comments import add_comment
from tests.protocols import factories, factories_rows
from tests.protocols import factories_law as laws
from tests.protocols import factories_life as life


def signed_in(role: Role) -> Client:
    client = Client()
    client.force_login(role.person)
    session = client.session
    session[SESSION_KEY] = role.pk
    session.save()
    return client


class Trails(TestCase):
    """A thematic draft of two parties, of which the first has begun its checklist; and another protocol."""

    version: ProtocolVersion
    covering: PartyAssessment

    @classmethod
    def setUpTestData(cls) -> None:
        cls.people = life.cast()
        parent = life.draft(cls.people)
        laws.put_in_state(parent, "in_force")
        cls.version = life.thematic_draft(cls.people, life.again(parent))
        cls.own, cls.other = cls.people.partners
        cls.covering = laws.begun(
            cls.people, life.party(cls.version, cls.own), [life.cases_flow(cls.people, cls.version)]
        )
        cls.reference = cls.version.protocol.reference

    def trail(self, role: Role, **query: object):
        address = reverse("protocols:trail", args=[self.reference, self.version.number])
        return signed_in(role).get(address, query)

    def rows(self, role: Role, **query: object) -> list[dict[str, str]]:
        answer = self.trail(role, **{"as": "csv", **query})
        return list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))

    def test_the_officer_reads_what_everybody_did_to_it_and_nothing_of_other_protocols(self):
        told = [row["What"] for row in self.rows(self.people.officer)]
        assert told.count("Began the protocol") == 1
        assert "Began a checklist" in told
        assert {row["About"] for row in self.rows(self.people.officer, kind="text")} <= {
            str(self.version), *map(str, self.version.variables.all()), self.reference,
        }  # fmt: skip

    def test_a_party_reads_its_own_checklists_and_not_the_other_partys(self):
        own, other = (self.rows(self.people.at(one, RoleKind.DPO)) for one in (self.own, self.other))
        assert "Began a checklist" in [row["What"] for row in own]
        assert "Began a checklist" not in [row["What"] for row in other]
        assert "Began the protocol" in [row["What"] for row in other]

    def test_what_belongs_to_a_protocol_is_found_by_its_keys_whatever_it_is(self):
        comment = add_comment(by=self.people.officer, version=self.version, body="Why?", nonce=uuid4())
        assert ("Commented", str(comment)) in [(row["What"], row["About"]) for row in self.rows(self.people.officer)]

    def test_it_is_narrowed_to_a_person_and_a_kind_and_the_file_holds_the_same(self):
        who = self.people.at(self.own, RoleKind.CONTRIBUTOR).person.name
        rows = self.rows(self.people.officer, who=who)
        assert {row["Who"] for row in rows} == {who}
        page = self.trail(self.people.officer, who=who, kind="legal").content.decode()
        assert "Began a checklist" in page
        assert "Began the protocol" not in page

    def test_a_day_that_does_not_exist_is_told_beside_its_field(self):
        answer = self.trail(self.people.officer, since_day="31", since_month="2", since_year="2027").content.decode()
        assert "govuk-error-message" in answer

    def test_each_file_says_what_it_is_and_is_kept_by_nobody(self):
        for ending, kind in (("csv", "text/csv"), ("json", "application/json"), ("xlsx", "openxmlformats")):
            answer = self.trail(self.people.officer, **{"as": ending})
            assert f"{self.reference}-audit-trail.{ending}" in answer["Content-Disposition"]
            assert kind in answer["Content-Type"]
            assert "no-store" in answer["Cache-Control"]

    def test_it_costs_as_many_queries_with_thirty_events_as_with_one(self):
        client = signed_in(self.people.officer)
        address = reverse("protocols:trail", args=[self.reference, self.version.number])
        costs = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            costs.append(len(captured))
            factories_rows.events(self.version, 30)
        assert costs[0] == costs[1]

    def test_a_partners_trail_holds_what_its_people_did_and_nothing_of_others(self):
        dpo = self.people.at(self.own, RoleKind.DPO)
        answer = signed_in(dpo).get(reverse("partners:trail", args=[self.own.slug]), {"as": "csv"})
        rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
        assert "Began a checklist" in [row["What"] for row in rows]
        assert "Began the protocol" not in [row["What"] for row in rows]
        assert signed_in(dpo).get(reverse("partners:trail", args=[self.other.slug])).status_code == 404

    def partnership_trail(self, role: Role, **query: object):
        return signed_in(role).get(reverse("protocols:partnership_trail"), query)

    def test_the_officer_reads_all_of_the_partnership_and_nothing_of_another(self):
        add_comment(by=self.people.officer, version=self.version, body="Why?", nonce=uuid4())
        told = list(csv.DictReader(io.StringIO(self.csv_of(self.people.officer))))
        assert {"Began the protocol", "Began a checklist", "Commented"} <= {row["What"] for row in told}
        begun = {row["About"] for row in told if row["Action"] == "protocols.protocol.create"}
        assert begun == {str(one) for one in ProtocolVersion.objects.all()}
        elsewhere = factories.officer(of=factories.partnership("Elsewhere Partnership"))
        assert "Commented" not in self.csv_of(elsewhere)
        draft = factories.draft(by=elsewhere)
        with act("tests.partnership", by=SYSTEM, subject=elsewhere.partnership):
            pass
        for about in (str(draft), str(elsewhere.partnership)):
            assert about in self.csv_of(elsewhere)
            assert about not in self.csv_of(self.people.officer)

    def csv_of(self, role: Role) -> str:
        answer = self.partnership_trail(role, **{"as": "csv"})
        return answer.getvalue().decode("utf-8-sig")

    def test_the_whole_trail_is_narrowed_to_an_organisation(self):
        page = self.partnership_trail(self.people.officer, organisation=self.own.pk).content.decode()
        assert "Began a checklist" in page
        assert "Began the protocol" not in page

    def test_the_whole_trail_is_the_officers_alone(self):
        assert self.partnership_trail(self.people.at(self.own, RoleKind.DPO)).status_code == 404

    def test_the_whole_trail_costs_as_many_queries_with_thirty_protocols_as_with_one(self):
        client, costs = signed_in(self.people.officer), []
        for count in (0, 30):
            factories_rows.agreements(self.version, count, "in_force")
            factories_rows.events(self.version, count)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(reverse("protocols:partnership_trail")).status_code == 200
            costs.append(len(captured))
        assert costs[0] == costs[1]

    def test_somebody_of_another_protocol_finds_nothing(self):
        stranger = factories.role(RoleKind.DPO, at=factories.partner("Elsewhere Council"))
        assert self.trail(stranger).status_code == 404
