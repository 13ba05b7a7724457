"""The legal checklist of each party: who answers, what is covered, when it is stale, and what a stop leads to."""

import pytest

from legal_basis.errors import NotAllowed as LawRefuses
from legal_basis.services import open_assessment
from partners.roles import RoleKind
from portal.audit.models import AuditEvent
from protocols.checks import problems
from protocols.errors import Invalid, NotAllowed, WrongState
from protocols.facts import Standing, legal_state
from protocols.models import DataFlow, PartyAssessment
from protocols.queries.freezing import parts_of
from protocols.services.assessing import advise, begin, conclude, leave_out, look_again, reopen
from protocols.services.flow_contents import FlowContent
from protocols.services.flows import save_flow
from protocols.states import State
from tests.protocols import factories_life as life

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def begun(beginning):
    return beginning.make(life.thematic_to_assess)


@pytest.fixture
def thematic(begun):
    return begun()


def standings(version) -> list[Standing]:
    return [cover.standing for cover in legal_state(version).covers]


def change(people, flow: DataFlow, **changes) -> DataFlow:
    flow.refresh_from_db()
    names = FlowContent.__dataclass_fields__
    given = {name: getattr(flow, name) for name in names if name != "recipients"}
    given |= {"recipients": list(flow.recipients.all()), "kinds": tuple(flow.kinds)} | changes
    return save_flow(
        by=people.officer, version=flow.version, content=FlowContent(**given), flow=flow, revision=flow.revision
    )


def test_every_flow_needs_its_sender_and_each_recipient(thematic):
    people, version, flow = thematic
    assert standings(version) == [Standing.MISSING, Standing.MISSING]
    life.assessed(people, life.party(version, people.partners[0]), [flow])
    assert sorted(standings(version), key=lambda one: one.value) == [Standing.COVERED, Standing.MISSING]


def test_what_is_missing_stands_in_the_way_with_a_link_to_the_legal_tab(thematic):
    people, version, flow = thematic
    missing = [problem for problem in problems(version) if problem.url_name == "protocols:legal"]
    assert {problem.sentence for problem in missing} == {
        f"{partner} has not begun the legal checklist for flow 1, {flow.title}." for partner in people.partners
    }


def test_assessed_by_all_its_parties_nothing_legal_stands_in_the_way():
    _, version, _ = life.thematic_with_flow()
    assert [problem for problem in problems(version) if problem.url_name == "protocols:legal"] == []


def test_an_overarching_protocol_needs_no_assessment():
    _, version = life.protocol_at(State.CONSULTATION)
    assert problems(version) == []


def test_beginning_twice_begins_once(thematic):
    people, version, flow = thematic
    party = life.party(version, people.partners[0])
    by = people.of(party, RoleKind.CONTRIBUTOR)
    assert begin(by=by, party=party, flows=[flow]).pk == begin(by=by, party=party, flows=[flow]).pk
    assert PartyAssessment.objects.count() == 1


def test_a_contributor_answers_for_no_other_party(thematic):
    people, version, flow = thematic
    other = people.at(people.partners[1], RoleKind.CONTRIBUTOR)
    with pytest.raises(NotAllowed, match="Only the people of Wigan Council"):
        begin(by=other, party=life.party(version, people.partners[0]), flows=[flow])


def test_the_officer_answers_for_no_party(thematic):
    people, version, flow = thematic
    with pytest.raises(NotAllowed):
        begin(by=people.officer, party=life.party(version, people.partners[0]), flows=[flow])


def test_a_flow_of_others_cannot_be_assessed():
    people = life.cast(*life.BODIES[:3])
    version = life.thematic_draft(people, life.approved_in_force(people, life.draft(people)))
    flow = life.cases_flow(people, version, 0, 1)
    outsider = life.party(version, people.partners[2])
    with pytest.raises(Invalid, match="neither gives nor receives"):
        begin(by=people.of(outsider, RoleKind.CONTRIBUTOR), party=outsider, flows=[flow])


def test_a_flow_has_one_checklist_a_party(thematic):
    people, version, flow = thematic
    party = life.party(version, people.partners[0])
    by = people.of(party, RoleKind.CONTRIBUTOR)
    begin(by=by, party=party, flows=[flow])
    second = life.cases_flow(people, version, title="Another")
    with pytest.raises(Invalid, match="already has a checklist"):
        begin(by=by, party=party, flows=[flow, second])


def test_flows_of_like_facts_are_grouped_and_unlike_ones_are_not(thematic):
    people, version, flow = thematic
    like = life.cases_flow(people, version, title="The same kind, monthly", frequency="Monthly")
    unlike = life.cases_flow(people, version, title="Convictions", kinds=("criminal_offence",))
    groups = legal_state(version).groups(life.party(version, people.partners[0]))
    assert [[one.number for one in group] for group in groups] == [[flow.number, like.number], [unlike.number]]


def test_changing_a_flow_makes_the_assessments_of_both_its_parties_stale():
    people, version, flow = life.thematic_with_flow()
    assert set(standings(version)) == {Standing.COVERED}
    change(people, flow, kinds=("asb_cases", "health"))
    assert set(standings(version)) == {Standing.STALE}
    sentences = [problem.sentence for problem in problems(version)]
    assert any("has changed since Wigan Council answered" in sentence for sentence in sentences)


def test_a_change_that_alters_no_fact_leaves_the_assessments_standing():
    people, version, flow = life.thematic_with_flow()
    change(people, flow, frequency="Daily")
    assert set(standings(version)) == {Standing.COVERED}


def test_looking_again_keeps_the_answers_that_the_change_does_not_touch():
    people, _version, flow = life.thematic_with_flow()
    change(people, flow, kinds=("asb_cases", "health"))
    covering = PartyAssessment.objects.filter(party__partner=people.partners[0]).get()
    before = covering.assessment.answers.filter(set_aside=False).count()
    walked = look_again(by=people.at(people.partners[0], RoleKind.CONTRIBUTOR), covering=covering)
    kept = covering.assessment.answers.filter(set_aside=False).count()
    assert walked.dropped
    assert 0 < kept < before


def test_a_stale_walk_cannot_be_concluded():
    people, _version, flow = life.thematic_with_flow()
    by = people.at(people.partners[0], RoleKind.CONTRIBUTOR)
    covering = PartyAssessment.objects.get(party__partner=people.partners[0])
    reopen(by=by, covering=covering)
    change(people, flow, kinds=("asb_cases", "health"))
    with pytest.raises(Invalid, match="changed since these answers"):
        conclude(by=by, covering=covering)


def test_council_tax_records_stop_at_powers_by_name_and_are_left_out_on_record(thematic):
    people, version, _ = thematic
    flow = life.cases_flow(people, version, title="Council tax records", kinds=("council_tax",))
    party = life.party(version, people.partners[0])
    by = people.of(party, RoleKind.CONTRIBUTOR)
    covering = life.walked(by, begin(by=by, party=party, flows=[flow]), {})
    leave_out(by=by, covering=covering)
    flow.refresh_from_db()
    assert flow.is_refused
    assert "C1.2" in flow.refused_reason
    assert "Local Government Finance Act 1992" in flow.refused_reason
    assert "Council tax records" not in {cover.flow.title for cover in legal_state(version).covers}


def test_leaving_out_twice_is_once(thematic):
    people, version, _ = thematic
    flow = life.cases_flow(people, version, title="Council tax records", kinds=("council_tax",))
    party = life.party(version, people.partners[0])
    by = people.of(party, RoleKind.CONTRIBUTOR)
    covering = life.walked(by, begin(by=by, party=party, flows=[flow]), {})
    assert [one.pk for one in leave_out(by=by, covering=covering)] == [flow.pk]
    assert leave_out(by=by, covering=PartyAssessment.objects.get(pk=covering.pk)) == []
    assert AuditEvent.objects.filter(action="protocols.flow.refuse").count() == 1


def test_the_refused_flow_is_frozen_with_the_step_the_law_and_the_party():
    people, version, _ = life.thematic_with_flow()
    flow = life.cases_flow(people, version, title="Council tax records", kinds=("council_tax",))
    party = life.party(version, people.partners[0])
    by = people.of(party, RoleKind.CONTRIBUTOR)
    leave_out(by=by, covering=life.walked(by, begin(by=by, party=party, flows=[flow]), {}))
    [refused] = parts_of(life.again(version)).refused_flows
    assert (refused.stopped_at, refused.party) == ("C1.2", people.partners[0].slug)
    assert any("Local Government Finance Act 1992" in law for law in refused.laws)


def test_a_flow_whose_checklist_did_not_stop_is_not_left_out_so():
    people, _, flow = life.thematic_with_flow()
    covering = PartyAssessment.objects.get(party__partner=people.partners[0])
    with pytest.raises(Invalid, match="did not stop"):
        leave_out(by=people.at(people.partners[0], RoleKind.CONTRIBUTOR), covering=covering)
    flow.refresh_from_db()
    assert not flow.is_refused


def test_an_assessment_on_the_checklist_of_2003_can_never_be_opened_for_a_protocol(thematic):
    people, version, flow = thematic
    party = life.party(version, people.partners[0])
    facts = legal_state(version).facts_for(party, [flow])
    with pytest.raises(LawRefuses, match="cannot support an approval"):
        open_assessment(
            by=people.of(party, RoleKind.CONTRIBUTOR), partner=party.partner, facts=facts, checklist_id="dca-2003"
        )


def test_even_a_concluded_record_on_the_checklist_of_2003_covers_nothing():
    people, version, _ = life.thematic_with_flow()
    life.put_on_the_checklist_of_2003(PartyAssessment.objects.get(party__partner=people.partners[0]))
    assert Standing.COVERED not in {
        cover.standing for cover in legal_state(version).covers if cover.party.partner == people.partners[0]
    }


def test_a_legal_adviser_advises_on_a_step_of_its_own_party_and_no_other():
    people, _version, _ = life.thematic_with_flow()
    covering = PartyAssessment.objects.get(party__partner=people.partners[0])
    own, other = (people.at(partner, RoleKind.LEGAL_ADVISER) for partner in people.partners)
    given = advise(by=own, covering=covering, step="C1.6", opinion="agrees", text="The conditions are met.")
    assert given.advised_by == own.person.name
    with pytest.raises(NotAllowed, match="Only the people of Wigan Council"):
        advise(by=other, covering=covering, step="C1.6", opinion="agrees", text="Me too.")


def test_answers_are_closed_once_the_version_is_submitted():
    people, version, _ = life.thematic_with_flow()
    life.submitted(people, version)
    covering = PartyAssessment.objects.get(party__partner=people.partners[0])
    with pytest.raises(WrongState):
        reopen(by=people.at(people.partners[0], RoleKind.CONTRIBUTOR), covering=covering)
