"""A protocol begun from another: what comes along, what never does, and what has to be looked at again."""

from uuid import uuid4

import pytest
from django.test import Client

from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from portal.audit.models import AuditEvent
from protocols.checks import problems
from protocols.errors import Invalid, NotAllowed
from protocols.models import Comment, Party, PartyAssessment, ProtocolVersion
from protocols.queries.rechecks import open_rechecks
from protocols.queries.tasks import tasks_of
from protocols.services.comments import add_comment
from protocols.services.flows import save_flow
from protocols.services.parties import Choice, set_parties
from protocols.services.reusing import confirm_copied, copy_protocol
from protocols.services.texts import save_section
from protocols.services.variables import set_variables
from tests.partners.factories import sign_in
from tests.protocols import factories, factories_risks
from tests.protocols import factories_law as laws
from tests.protocols import factories_life as life

pytestmark = pytest.mark.django_db
FRESH = factories.particulars(title="Assault data in Vale", purpose="To do the same in Vale.")


@pytest.fixture
def people() -> life.Cast:
    return life.cast()


@pytest.fixture
def source(people: life.Cast) -> ProtocolVersion:
    """A thematic draft with own words, a flow, a risk and a comment, under an overarching protocol in force."""
    parent = life.draft(people)
    laws.put_in_state(parent, "in_force")
    version = life.thematic_draft(people, life.again(parent))
    section = version.sections.get(section_id="S21")
    save_section(by=people.officer, section=section, body="<ol><li>Tell us within an hour.</li></ol>", revision=1)
    life.cases_flow(people, version)
    factories_risks.add(version, by=people.officer, owner=life.party(version, people.partners[0]))
    add_comment(by=people.officer, version=version, body="Why?", nonce=uuid4())
    return life.again(version)


def copied(people: life.Cast, source: ProtocolVersion, **changes: object) -> ProtocolVersion:
    given = {"by": people.officer, "version": source, "particulars": FRESH, "parent": source.parent, **changes}
    return life.again(copy_protocol(**given).version)


def test_a_copy_has_its_own_reference_and_remembers_where_it_began(people, source):
    made = copied(people, source)
    assert made.protocol.reference != source.protocol.reference
    assert (made.copied_from, made.number, made.title, made.state) == (source, 1, FRESH.title, "draft")


def test_a_copy_has_the_words_values_parties_flows_and_risks_of_the_other(people, source):
    made = copied(people, source)
    assert made.sections.get(section_id="S21").body == "<ol><li>Tell us within an hour.</li></ol>"
    assert made.variables.get(key="breach_hours").value == "24"
    assert [str(party) for party in made.parties.all()] == ["Northmoor Police", "Wigan Council"]
    [flow] = made.flows.all()
    assert (flow.title, str(flow.sender), [str(one) for one in flow.recipients.all()]) == (
        "Anti-social behaviour cases", "Wigan Council", ["Northmoor Police"],
    )  # fmt: skip
    assert flow.sender.version == made
    assert [(str(risk.owner), risk.owner.version_id) for risk in made.risks.all()] == [("Wigan Council", made.pk)]


def test_what_others_decided_never_comes_along(people, source):
    laws.begun(people, life.party(source, people.partners[0]), list(source.flows.all()))
    with act("tests.marks", by=SYSTEM):
        source.sections.update(reviewed=True)
        Party.objects.filter(version=source).update(
            controller_role="processor", processor_contract="C-1", indemnity_agreed={"words": "x"}
        )
    made = copied(people, source)
    assert not Comment.objects.filter(version=made).exists()
    assert not PartyAssessment.objects.filter(party__version=made).exists()
    assert not made.sections.filter(reviewed=True).exists()
    kept = set(made.parties.values_list("controller_role", "processor_contract", "accedes_to_parent"))
    assert kept == {("processor", "", False)}
    assert [party.indemnity_agreed for party in made.parties.all()] == [{}, {}]


def test_values_of_one_place_and_time_are_cleared(people, source):
    content = source.template_version.content
    more = [{"key": "dpia_reference", "label": "Impact assessment reference"},
            {"key": "contact_party", "label": "Contact", "kind": "party"},
            {"key": "controller_arrangement", "label": "Arrangement", "default": "each alone"}]  # fmt: skip
    with act("tests.template", by=SYSTEM):
        source.template_version.content = {**content, "variables": [*content["variables"], *more]}
        source.template_version.sha256 = "0" * 64
        source.template_version.save()
    values = {"dpia_reference": "D-1", "contact_party": "Wigan Council", "controller_arrangement": "all together"}
    set_variables(by=people.officer, version=source, values=values)
    made = copied(people, source)
    assert dict(made.variables.values_list("key", "value")) == {
        "breach_hours": "24", "strategic_purpose": "prevent violence", "controller_arrangement": "each alone",
        "dpia_reference": "", "contact_party": "",
    }  # fmt: skip
    waiting = next(one for one in open_rechecks(made) if one.recheck.part == "impact")
    with pytest.raises(Invalid, match="Give “Impact assessment reference” first"):
        confirm_copied(by=people.officer, recheck=waiting.recheck)


def test_a_party_that_is_no_member_any_more_stays_behind_with_its_flows(people, source):
    with act("tests.leaves", by=SYSTEM):
        people.partners[0].memberships.all().delete()
    made = copy_protocol(by=people.officer, version=source, particulars=FRESH, parent=source.parent)
    assert [str(party) for party in made.version.parties.all()] == ["Northmoor Police"]
    assert (made.parties_left_out, made.flows_left_out) == (("Wigan Council",), ("Anti-social behaviour cases",))
    assert not made.version.flows.exists()
    assert made.version.risks.get().owner is None


def test_a_party_that_has_not_signed_the_overarching_protocol_accedes_to_it(people, source):
    late = factories.partner("Vale Council", of=people.officer.partnership)
    choices = [Choice(one) for one in people.partners]
    set_parties(by=people.officer, version=source, choices=[*choices, Choice(late, accedes=True)])
    made = copied(people, source)
    assert [str(party) for party in made.parties.filter(accedes_to_parent=True)] == ["Vale Council"]


def test_a_copy_cannot_be_submitted_until_each_part_is_looked_at_again(people, source):
    made = copied(people, source)
    parts = [one.recheck.part for one in open_rechecks(made)]
    assert parts == ["parties", "dates", "values", "text", "risks", "flow"]
    assert f"Look again at 6 parts copied from {source}, and confirm each." in sentences(made)
    for one in open_rechecks(made):
        confirm_copied(by=people.officer, recheck=one.recheck)
    assert not [one for one in sentences(made) if "copied" in one]


def sentences(version: ProtocolVersion) -> list[str]:
    return [problem.sentence for problem in problems(life.again(version))]


def test_a_copied_flow_is_looked_at_by_changing_it(people, source):
    made = copied(people, source)
    flow = made.flows.get()
    ends = life.party(made, people.partners[0]), [life.party(made, people.partners[1])]
    content = factories.flow_content(*ends, frequency="Daily")
    save_flow(by=people.officer, version=made, content=content, flow=flow, revision=1)
    assert "flow" not in [one.recheck.part for one in open_rechecks(made)]


def test_the_task_list_begins_with_what_was_copied(people, source):
    made = copied(people, source)
    group = tasks_of(made).groups[0]
    assert group.title == f"Look again at what was copied from {source}"
    assert (group.tasks[0].title, group.tasks[0].state) == ("The parties", "not started")
    confirm_copied(by=people.officer, recheck=open_rechecks(made)[0].recheck)
    assert tasks_of(made).groups[0].tasks[0].state == "done"


def test_what_is_no_copy_has_nothing_to_look_at_again(people, source):
    assert "copied" not in tasks_of(source).groups[0].title
    assert (
        sign_in(Client(), people.officer).get(f"/protocols/{source.protocol.reference}/v1/copied/").status_code == 404
    )


def test_the_same_form_posted_twice_makes_one_copy(people, source):
    nonce = uuid4()
    assert copied(people, source, nonce=nonce) == copied(people, source, nonce=nonce)
    assert AuditEvent.objects.filter(action="protocols.protocol.copy").count() == 1


def test_confirming_twice_is_one_event(people, source):
    waiting = open_rechecks(copied(people, source))[0].recheck
    for _ in range(2):
        confirm_copied(by=people.officer, recheck=waiting)
    assert AuditEvent.objects.filter(action="protocols.copied.confirm").count() == 1


def test_only_an_officer_of_its_partnership_copies_a_protocol(people, source):
    for by in (people.at(people.partners[0], RoleKind.CONTRIBUTOR), factories.officer()):
        with pytest.raises((NotAllowed, Invalid)):
            copied(people, source, by=by)


def test_a_copy_of_a_thematic_protocol_stands_under_an_overarching_one_in_force(people, source):
    with pytest.raises(Invalid, match="Choose the overarching protocol"):
        copied(people, source, parent=None)


def test_what_was_typed_for_a_new_protocol_is_what_the_copy_is_called(people, source):
    form = {
        "nonce": str(uuid4()), "parent": source.parent_id, "title": "In Vale", "purpose": "The same.",
        "starts_on_day": "3", "starts_on_month": "3", "starts_on_year": "2035", "review_on_day": "3",
        "review_on_month": "3", "review_on_year": "2036", "publication": "public",
    }  # fmt: skip
    client = sign_in(Client(), people.officer)
    answer = client.post(f"/protocols/{source.protocol.reference}/v1/copy/", form)
    made = ProtocolVersion.objects.latest("pk")
    assert (answer.url, made.title) == (f"/protocols/{made.protocol.reference}/v1/copied/", "In Vale")
    page = client.get(answer.url).content.decode()
    assert "Nothing agreed for then binds now" in page
    waiting = open_rechecks(made)[0].recheck
    client.post(f"/protocols/{made.protocol.reference}/v1/copied/{waiting.pk}/confirm/")
    assert "Looked at again (1)" in client.get(answer.url).content.decode()
