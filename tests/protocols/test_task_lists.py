"""The task list in every state: what is done, begun and blocked and why, how complete it is, and whose turn it is."""

from django.test import TestCase
from django.utils import timezone

from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from protocols.models import ProtocolVersion
from protocols.queries.protocols import address_of
from protocols.queries.tasks import tasks_of
from protocols.queries.turns import turns_of
from protocols.states import State
from protocols.views.next_acts import next_act
from tests.protocols import factories
from tests.protocols import factories_life as life
from tests.protocols.test_queries_per_list import cost, signed_in

STATES = [State.DRAFT, State.CONSULTATION, State.APPROVAL, State.SIGNING, State.IN_FORCE]
WORDS = {"done", "in progress", "not started", "cannot start yet"}


class TaskLists(TestCase):
    """One protocol in each state from draft to in force, brought there as a user would."""

    versions: dict[State, ProtocolVersion]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = life.cast()
        cls.versions = {state: life.again(life.protocol_at(state, cls.cast)[1]) for state in STATES}

    def test_each_task_is_in_one_of_four_states_and_one_that_cannot_start_says_why(self) -> None:
        for state, version in self.versions.items():
            for group in tasks_of(version).groups:
                for task in group.tasks:
                    with self.subTest(state=state, task=task.title):
                        assert task.state in WORDS
                        assert task.state != "cannot start yet" or task.hint
                        assert task.href or task.state != "not started"

    def test_the_share_that_is_done_grows_until_it_is_in_force(self) -> None:
        shares = [found.done / found.total for version in self.versions.values() if (found := tasks_of(version))]
        assert shares[2] < shares[3] < shares[4]

    def test_a_draft_shows_what_follows_and_why_it_cannot_start(self) -> None:
        tasks = {task.title: task for task in tasks_of(self.versions[State.DRAFT]).groups[-1].tasks}
        assert tasks["Submit for approval"].hint == "Open consultation first."
        assert tasks["Each party’s signature"].state == "cannot start yet"

    def test_in_approval_each_partys_decision_is_a_task(self) -> None:
        version = self.versions[State.APPROVAL]
        group = next(group for group in tasks_of(version).groups if group.title == "Approve it")
        assert len(group.tasks) == version.parties.count()

    def test_the_seal_waits_for_every_signature(self) -> None:
        group = next(group for group in tasks_of(self.versions[State.SIGNING]).groups if group.title == "Sign it")
        assert (group.tasks[-1].state, group.tasks[-1].hint) == ("cannot start yet", "Every party signs first.")

    def test_whose_turn_it_is_names_people_and_since_when(self) -> None:
        officer = self.cast.officer.person.name
        assert officer in turns_of(self.versions[State.DRAFT])[0].who
        assert turns_of(self.versions[State.CONSULTATION])[0].what.startswith("Reads and comments")
        for state, kind in ((State.APPROVAL, RoleKind.DPO), (State.SIGNING, RoleKind.SIGNATORY)):
            version = self.versions[state]
            held = [self.cast.at(party.partner, kind) for party in version.parties.all()]
            turns = turns_of(version)
            assert sorted(pk for turn in turns for pk in turn.roles) == sorted(role.pk for role in held)
            assert all(turn.since is not None for turn in turns)
        assert [turn.who for turn in turns_of(self.versions[State.IN_FORCE])] == ["Nobody"]

    def test_a_post_that_nobody_holds_is_said_to_be_empty(self) -> None:
        version = self.versions[State.SIGNING]
        party = version.parties.first()
        life.end_role(self.cast.at(party.partner, RoleKind.SIGNATORY))
        assert any("has no signatory here yet" in turn.who for turn in turns_of(version))

    def test_a_review_that_is_due_is_the_officers_turn_and_next_act(self) -> None:
        version = self.versions[State.IN_FORCE]
        version.review_on = timezone.localdate()
        assert turns_of(version)[0].what.startswith("Reviews the agreement by ")
        assert next_act(self.cast.officer, version).text == "Review this agreement"
        tasks = {task.title: task for group in tasks_of(version).groups for task in group.tasks}
        assert (tasks["Review"].state, tasks["Review"].href) == ("not started", address_of("review", version))

    def test_every_turn_of_a_person_is_a_button_for_them(self) -> None:
        for state in (State.DRAFT, State.CONSULTATION, State.APPROVAL, State.SIGNING):
            version = self.versions[state]
            for turn in turns_of(version):
                for role in type(self.cast.officer).objects.filter(pk__in=turn.roles):
                    with self.subTest(state=state, role=str(role)):
                        assert next_act(role, version) is not None

    def test_every_page_shows_how_complete_it_is_and_whose_turn_it_is(self) -> None:
        for state, version in self.versions.items():
            with self.subTest(state=state):
                shown = signed_in(self.cast.officer).get(address_of("tasks", version)).content.decode()
                found = tasks_of(version)
                assert f"{found.done} of {found.total} done" in shown
                assert f'<progress class="complete__bar" max="{found.total}" value="{found.done}"' in shown
                assert "Whose turn it is" in shown

    def test_the_reader_is_told_where_it_is_their_turn(self) -> None:
        version = self.versions[State.APPROVAL]
        dpo = self.cast.at(version.parties.first().partner, RoleKind.DPO)
        shown = signed_in(dpo).get(address_of("tasks", version)).content.decode()
        assert f"You: {dpo.person.name}" in shown

    def test_a_missing_post_leads_to_the_body_that_has_to_fill_it(self) -> None:
        version = self.versions[State.CONSULTATION]
        partner = version.parties.first().partner
        life.end_role(self.cast.at(partner, RoleKind.SIGNATORY))
        missing = [one for one in tasks_of(version).missing if "no signatory" in one.sentence]
        assert [one.href for one in missing] == [f"/partners/{partner.slug}/"]

    def test_an_abandoned_version_waits_for_nobody(self) -> None:
        version = factories.draft()
        version.state = State.ABANDONED.value
        assert (tasks_of(version).total, turns_of(version)) == (0, [])

    def test_the_task_list_costs_the_same_for_two_parties_as_for_ten(self) -> None:
        version = factories.draft(by=self.cast.officer)
        client, page = signed_in(self.cast.officer), address_of("tasks", version)
        few = cost(client, page)
        with act("tests.parties", by=SYSTEM):
            for number in range(8):
                one = factories.partner(f"Homes {number}", kind="housing_association", of=self.cast.officer.partnership)
                version.parties.create(partner=one)
        assert cost(client, page) == few

    def test_the_button_of_the_task_list_leads_to_the_first_thing_to_mend(self) -> None:
        version = factories.draft(by=self.cast.officer)
        with act("tests.parties", by=SYSTEM):
            version.parties.all().delete()
        shown = signed_in(self.cast.officer).get(address_of("tasks", version)).content.decode()
        assert "Mend the first thing that is missing" in shown
        assert shown.index(f'href="{address_of("parties", version)}"') < shown.index("Whose turn it is")
