"""The known mistakes that a protocol itself holds, each named by its number."""

import json
import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from legal_basis.engine import facts_hash
from legal_basis.loader import library as law_library
from partners.models import Role
from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from protocols.checks import problems
from protocols.documents.composing import compose
from protocols.documents.kinds import DocumentKind
from protocols.errors import Invalid
from protocols.facts import facts_of, like_groups
from protocols.forms.flows import FlowForm
from protocols.forms.particulars import ParticularsForm
from protocols.loader import library
from protocols.models import DataFlow, Party, PartyAssessment, ProtocolVersion, Signature, TemplateVersion
from protocols.queries.freezing import parts_of
from protocols.queries.personal_data import warnings_of
from protocols.queries.signing import live_signing
from protocols.services.assessing import begin, leave_out
from protocols.services.comments import add_comment
from protocols.services.creating import create_protocol
from protocols.services.flows import save_flow
from protocols.services.parties import Choice, set_parties
from protocols.services.signing import sign
from protocols.services.templates import sync_templates
from protocols.services.texts import save_section
from protocols.services.variables import set_variables
from protocols.services.varying import vary
from protocols.snapshot import freeze
from protocols.states import State
from tests.legal_basis.walks import CURRENT, answer_until
from tests.protocols import factories
from tests.protocols import factories_life as life

pytestmark = pytest.mark.django_db
NUMBER = "943 476 5919"


def test_t09_the_limits_of_each_power_named_stand_in_the_agreement() -> None:
    _people, version, _ = life.thematic_with_flow()
    record = parts_of(version).legal_record[0]
    assert record.limits
    frozen = freeze(parts_of(version), at=version.created_at)
    whole = compose(
        json.loads(frozen.text), DocumentKind.APPROVAL_COPY, sha256=frozen.sha256, label="Approval copy", verify_url=""
    )
    page = " ".join(unescape(render_to_string("documents/document.html", whole)).split())
    assert "Limits to observe" in page
    for limit in record.limits:
        assert " ".join(limit["text"].split()) in page


@pytest.mark.parametrize("section", ["S08", "S24"])
def test_t09_every_thematic_template_makes_the_limits_terms(section: str) -> None:
    for template in library().thematic():
        one = template.section(section)
        assert one.mandatory
        assert "limits" in one.html


def test_t10_nobody_can_be_the_signatory_of_a_partnership() -> None:
    partnership = factories.partnership()
    person = factories.officer().person
    with pytest.raises(IntegrityError), transaction.atomic(), act("tests.role", by=SYSTEM):
        Role.objects.create(person=person, kind=RoleKind.SIGNATORY.value, partnership=partnership, post="Chair")


def test_t10_a_party_is_always_an_organisation() -> None:
    assert Party._meta.get_field("partner").remote_field.model._meta.label == "partners.Partner"
    assert not Party._meta.get_field("partner").null
    assert "partnership" not in {field.name for field in Party._meta.get_fields()}


def with_processor(contract: str = ""):
    """A draft one of whose parties is a processor."""
    people = life.cast()
    version = life.draft(people)
    first, second = people.partners
    choices = [Choice(first), Choice(second, "processor", False, contract)]
    set_parties(by=people.officer, version=version, choices=choices)
    return people, life.again(version)


def about_parties(version) -> list[str]:
    return [problem.sentence for problem in problems(version) if problem.url_name == "protocols:parties"]


def decided(version: ProtocolVersion, **changes: object) -> tuple[DataFlow, list[str]]:
    """A flow of the version on whose data somebody decides, and what the task list says of it."""
    flow = factories.flow(version, by=version.officer, **changes)
    return flow, [one.sentence for one in problems(version) if one.url_name == "protocols:flow_change"]


@pytest.fixture
def drafted() -> ProtocolVersion:
    people = life.cast()
    return life.thematic_draft(people, life.approved_in_force(people, life.draft(people)))


def test_t11_each_flow_says_who_decides_and_there_is_no_answer_given_beforehand() -> None:
    field = FlowForm.base_fields["control"]
    assert field.required
    assert field.initial is None
    assert [value for value, _ in field.choices] == DataFlow.Control.values


def test_t11_joint_control_stands_in_the_way_until_its_arrangement_is_named(drafted: ProtocolVersion) -> None:
    flow, said = decided(drafted, control="joint")
    assert said == [
        "Flow 1: Anti-social behaviour cases, has joint controllers. Name the arrangement that says which of them "
        "meets which duty (UK GDPR Article 26)."
    ]
    content = factories.flow_content(
        flow.sender, list(flow.recipients.all()), control="joint", control_reference="Arrangement JC-4"
    )
    save_flow(by=drafted.officer, version=drafted, content=content, flow=flow, revision=1)
    assert not [one for one in problems(drafted) if one.url_name == "protocols:flow_change"]
    frozen = parts_of(drafted).flows[0]
    assert (frozen.control, frozen.control_reference) == ("joint", "Arrangement JC-4")


def test_t11_the_checklist_starts_from_what_the_flow_says(drafted: ProtocolVersion) -> None:
    alone, _ = decided(drafted)
    joint, _ = decided(drafted, title="Shared database", control="joint", control_reference="JC-4")
    given = {"theme": "community_safety", "parties": [alone.sender]}
    before, facts = (facts_of(alone.sender, [flow], **given) for flow in (alone, joint))
    assert before["control"] is None
    assert facts["control"] == ["joint"]
    assert facts_hash(before) == facts_hash({name: value for name, value in before.items() if name != "control"})
    assert len(like_groups(alone.sender, [alone, joint], **given)) == 2
    taken = answer_until(CURRENT, facts, {"C1.3": "no_duty"})[0].taken("C0.5")
    assert taken.answer.key == "joint"
    assert ("separate", "Your data flows name joint controllers.") in {
        (hidden.answer.key, hidden.because) for hidden in taken.question.hidden
    }


def test_t12_a_flow_to_a_processor_names_the_contract_unless_the_party_does(drafted: ProtocolVersion) -> None:
    flow, said = decided(drafted, control="processor")
    assert said == [
        f"Flow 1: Anti-social behaviour cases, goes to {flow.recipients.get()} as processor. "
        "Name the contract (UK GDPR Article 28)."
    ]
    with act("tests.contract", by=SYSTEM):
        flow.recipients.update(processor_contract="C-9")
    assert not [one for one in problems(drafted) if one.url_name == "protocols:flow_change"]


def test_t12_a_processor_without_its_contract_stands_in_the_way() -> None:
    _, version = with_processor()
    assert about_parties(version) == [
        "Northmoor Police is a processor. Give the reference of the contract that it acts under: "
        "this agreement does not take its place."
    ]


def test_t12_the_contract_is_kept_frozen_and_carried_to_the_next_version() -> None:
    people, version = with_processor(" Contract 2026/17 ")
    assert about_parties(version) == []
    assert [party.processor_contract for party in parts_of(version).parties] == ["Contract 2026/17", ""]
    with act("tests.state", by=SYSTEM):
        type(version).objects.filter(pk=version.pk).update(state="in_force")
    newer = vary(by=people.officer, version=life.again(version))
    assert set(newer.parties.values_list("processor_contract", flat=True)) == {"Contract 2026/17", ""}


def test_t12_a_controller_has_no_processor_contract() -> None:
    people, version = with_processor("Contract 2026/17")
    first, second = people.partners
    set_parties(by=people.officer, version=version, choices=[Choice(first), Choice(second, "separate", False, "Kept")])
    assert set(version.parties.values_list("processor_contract", flat=True)) == {""}


def test_t12_the_parties_page_asks_for_it_and_stores_it() -> None:
    people, version = with_processor()
    client = Client()
    client.force_login(people.officer.person)
    url = reverse("protocols:parties", args=[version.protocol.reference, version.number])
    first, second = people.partners
    sent = {f"party_{first.pk}": "on", f"role_{first.pk}": "separate", f"contract_{first.pk}": "",
            f"party_{second.pk}": "on", f"role_{second.pk}": "processor", f"contract_{second.pk}": "C-9"}  # fmt: skip
    assert client.post(url, sent).status_code == 302
    assert version.parties.get(partner=second).processor_contract == "C-9"
    assert 'value="C-9"' in client.get(url).content.decode()


def test_t13_there_is_no_protocol_without_a_review_date() -> None:
    assert ParticularsForm.base_fields["review_on"].required
    with pytest.raises(Invalid, match="review date must be after the start"):
        factories.particulars(review_on=factories.TODAY).check()
    people = life.cast()
    version = life.draft(people)
    with pytest.raises(IntegrityError), transaction.atomic(), act("tests.review", by=SYSTEM):
        type(version).objects.filter(pk=version.pk).update(review_on=None)


def test_t13_a_review_date_that_has_passed_stands_in_the_way() -> None:
    people = life.cast()
    version = life.draft(people)
    with act("tests.time", by=SYSTEM):
        type(version).objects.filter(pk=version.pk).update(
            starts_on=factories.TODAY - timedelta(days=4000), review_on=factories.TODAY - timedelta(days=3000)
        )
    assert "The review date has passed. Set a later one." in [one.sentence for one in problems(life.again(version))]


def test_t17_each_party_bears_its_own_unless_section_151_agrees_otherwise() -> None:
    section = library().templates["overarching"].section("S30")
    indemnity = next(one for one in section.variables if one.key == "indemnity")
    assert indemnity.default.startswith("each party bears its own")
    assert indemnity.choices[0] == indemnity.default
    assert "section 151 officer" in indemnity.help
    assert "section 151 officer" in section.html


def test_t18_a_protocol_is_published_unless_a_reason_is_written() -> None:
    assert factories.particulars().is_public
    with pytest.raises(Invalid, match="Say why the public register"):
        factories.particulars(is_public=False).check()
    people = life.cast()
    assert life.draft(people).is_public


def test_t20_no_template_cites_the_research_article_that_is_gone() -> None:
    words = " ".join(section.html for one in library().templates.values() for section in one.sections)
    assert not re.search(r"Art(icle|\.)? ?89\b", words)
    research = " ".join(section.html for section in library().templates["performance_research"].sections)
    assert "84B" in research


def test_t23_a_flow_asks_whether_its_data_was_first_collected_on_consent() -> None:
    _people, _version, flow = life.thematic_with_flow(collected_on_consent=True)
    covering = PartyAssessment.objects.filter(flows=flow)[0]
    assert covering.assessment.facts["collected_on_consent"] is True


def test_t28_a_refusal_is_on_record_with_its_step_and_its_law() -> None:
    people = life.cast()
    version = life.thematic_draft(people, life.approved_in_force(people, life.draft(people)))
    flow = life.cases_flow(people, version, title="Council tax records", kinds=("council_tax",))
    party = life.party(version, people.partners[0])
    by = people.of(party, RoleKind.CONTRIBUTOR)
    leave_out(by=by, covering=life.walked(by, begin(by=by, party=party, flows=[flow]), {}))
    [refused] = parts_of(life.again(version)).refused_flows
    assert refused.stopped_at == "C1.2"
    assert refused.laws
    assert refused.reason


def test_t29_every_place_where_people_write_is_read_for_their_data() -> None:
    people, version, flow = life.thematic_with_flow(subjects=f"People such as {NUMBER}")
    section = version.sections.exclude(inherits="as is").first()
    save_section(by=people.officer, section=section, body=f"<p>See {NUMBER}</p>", revision=section.revision)
    set_variables(by=people.officer, version=version, values={"strategic_purpose": f"help {NUMBER}"})
    add_comment(by=people.officer, version=version, body=f"And {NUMBER}?", nonce=uuid4())
    with act("tests.reason", by=SYSTEM):
        covering = PartyAssessment.objects.filter(flows=flow)[0]
        covering.assessment.answers.filter(step="C0.1").update(reason="Ring 07700 900123 about it, she will say why.")
    found = {(one.where.split(",")[0], one.finding.what) for one in warnings_of(life.again(version))}
    assert found == {
        (f"Clause {section.position}", "an NHS number"), ("Flow 1", "an NHS number"),
        ("The detail “Strategic purpose”", "an NHS number"), ("A comment of Priya Shah", "an NHS number"),
        (f"The reason of {covering.party} at step C0.1", "a phone number"),
    }  # fmt: skip


def test_t29_finding_it_takes_the_same_few_queries_however_much_is_written(django_assert_num_queries) -> None:
    people, version, _flow = life.thematic_with_flow()
    for number in range(5):
        add_comment(by=people.officer, version=version, body=f"{number} and {NUMBER}", nonce=uuid4())
        life.cases_flow(people, version, title=f"Flow with {NUMBER}")
    version = type(version).objects.select_related("protocol", "template_version").get(pk=version.pk)
    with django_assert_num_queries(4):
        assert len(warnings_of(version)) == 10


def test_t29_saving_warns_and_does_not_refuse_on_page_in_reply_and_in_the_task_list() -> None:
    people = life.cast()
    version = life.draft(people)
    section = version.sections.first()
    client = Client()
    client.force_login(people.officer.person)
    at = [version.protocol.reference, version.number]
    where = reverse("protocols:section_save", args=[*at, section.section_id])
    answer = client.post(where, {"body": f"<p>See {NUMBER}</p>", "revision": section.revision}, "application/json")
    assert answer.status_code == 200
    sentence = "This looks like an NHS number (94…19). Agreements describe data, not people: take it out."
    assert answer.json()["warnings"] == [sentence]
    assert sentence in client.get(reverse("protocols:section", args=[*at, section.section_id])).content.decode()
    tasks = client.get(reverse("protocols:tasks", args=at)).content.decode()
    assert "what looks like an NHS number (94…19)" in tasks
    assert NUMBER not in tasks


def test_t29_a_clause_that_only_names_such_data_is_not_warned_of() -> None:
    people = life.cast()
    assert warnings_of(life.draft(people)) == []


def test_t30_a_signature_stores_post_authority_and_day() -> None:
    for name in ("post", "basis", "signed_at"):
        assert not Signature._meta.get_field(name).null
    people, version = life.protocol_at(State.SIGNING)
    signing = live_signing(version)
    party = version.parties.select_related("partner").first()
    by = people.of(party, RoleKind.SIGNATORY)
    for post, basis in (("", "Scheme of delegation"), ("Chief executive", " ")):
        with pytest.raises(Invalid):
            sign(by=by, signing=signing, sha256=signing.current.sha256, post=post, basis=basis)
    life.sign_for(people, version, party)
    made = Signature.objects.get()
    assert (made.post, made.basis) == ("Chief executive", "Scheme of delegation")
    assert made.signed_at is not None


def test_t32_every_overarching_agreement_needs_somewhere_to_complain() -> None:
    section = library().templates["overarching"].section("S27")
    contact = next(one for one in section.variables if one.key == "complaints_contact")
    assert section.mandatory
    assert contact.default == ""
    assert "[[complaints_contact]]" in section.html


def test_t32_until_it_is_given_the_agreement_cannot_be_submitted() -> None:
    sync_templates(library().templates.values())
    people = life.cast()
    template = TemplateVersion.objects.filter(template__slug="overarching").latest("number")
    version = create_protocol(by=people.officer, template=template, particulars=factories.particulars())
    sentences = [one.sentence for one in problems(version)]
    assert any("Complaints, still needs" in one and "Where to complain" in one for one in sentences)


def test_t27_the_checklist_of_2003_can_never_stand_behind_an_approval() -> None:
    assert not law_library().checklists["dca-2003"].can_support_approval
