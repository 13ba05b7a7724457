"""Reasons pinned to a clause, a flow or a step: beside these for whoever mends them, and before the next decision."""

import pytest
from django.test import Client
from django.urls import reverse

from partners.models import Role
from partners.roles import RoleKind
from protocols.models import Comment, Decision, PartyAssessment
from protocols.queries.protocols import address_of
from protocols.services.assessing import conclude, reopen
from protocols.services.comments import resolve_comment
from protocols.services.deciding import decide
from protocols.services.pinning import Pin
from tests.protocols import factories_life as life

pytestmark = pytest.mark.django_db
LESS, POWER, WHEN = "Send the ward, not the street.", "Which power is meant?", "Say within how many hours."


def page(role: Role, link: str) -> str:
    client = Client()
    client.force_login(role.person)
    return client.get(link).content.decode()


@pytest.fixture
def sent_back():
    """A draft that one approver sent back with a reason pinned to a clause, a flow and a step of its own record."""
    people, version, flow = life.thematic_with_flow()
    decision = life.waiting(life.submitted(people, version))[0]
    party, content = decision.party.partner, decision.snapshot.content
    record = next(one for one in content["legal_record"] if one["party"] == party.slug)
    step = next(one for one in record["steps"] if one["reason"])["id"]
    pins = [Pin(str(flow.number), LESS, "flow"), Pin(f"{party.slug}:1:{step}", POWER, "step"), Pin("S03", WHEN)]
    by = people.at(party, RoleKind.DPO)
    decide(by=by, decision=decision, sha256=decision.snapshot.sha256, outcome=Decision.Outcome.CHANGES, pins=pins)
    covering = PartyAssessment.objects.select_related("party__partner", "assessment").get(party=decision.party)
    return people, life.again(version), decision, covering, step


def test_each_reason_stands_beside_its_place_for_whoever_mends_it(sent_back):
    people, version, decision, covering, step = sent_back
    said = {
        (one.flow_number, one.step, one.section and one.section.section_id, one.body) for one in Comment.objects.all()
    }
    party = decision.party.partner
    assert said == {(1, "", None, LESS), (None, f"{party.slug}:1:{step}", None, POWER), (None, "", "S03", WHEN)}
    flow, writer = version.flows.get(), people.at(party, RoleKind.CONTRIBUTOR)
    assert LESS in page(people.officer, address_of("flows", version)).split('id="flow-1"')[1]
    assert LESS in page(writer, address_of("flow_change", version, flow.pk))
    assert "1 comment" in page(writer, address_of("flow_table", version))
    clause = page(people.officer, address_of("text", version)).split('id="section-S03"')[1].split("</section>")[0]
    assert WHEN in clause
    record = address_of("legal_record", version, covering.pk)
    tab = page(people.officer, address_of("legal", version)).split('id="asked"')[1].split("</section>")[0]
    assert POWER in tab
    assert record in tab
    row = page(people.officer, record).split(f">{step}<")[1].split("</tr>")[0]
    assert POWER in row
    reopen(by=writer, covering=covering)
    assert POWER in page(writer, address_of("legal_step", version, covering.pk, step))


def test_the_next_round_shows_each_reason_at_its_place_with_the_answer(sent_back):
    people, version, decision, _, _ = sent_back
    for comment in Comment.objects.all():
        answer = "Only the ward is sent now." if comment.flow_number else "It says so now."
        resolve_comment(by=people.officer, comment=comment, response=answer)
    life.submitted(people, version)
    again = next(one for one in life.waiting(version) if one.party_id == decision.party_id)
    shown = page(people.of(decision.party, RoleKind.DPO), reverse("protocols:decide", args=[again.pk]))
    news, shared = shown.split('id="shared"')[0], shown.split('id="shared"')[1].split('id="record"')[0]
    assert "Asked for before this round" in news
    assert news.count("It says so now.") == 2
    for part in (news, shared):
        assert LESS in part
        assert "Only the ward is sent now." in part
    record, text = shown.split('id="record"')[1].split('id="section-S03"')
    assert POWER in record
    assert WHEN in text
    assert text.split('class="folded"')[1].split("</div>")[0].count("<i></i>") == 1  # what it inherits counts on


def test_a_reason_stays_with_its_step_though_the_record_was_concluded_anew(sent_back):
    people, version, decision, covering, step = sent_back
    writer = people.of(decision.party, RoleKind.CONTRIBUTOR)
    reopen(by=writer, covering=covering)
    covering = PartyAssessment.objects.select_related("party__partner", "assessment").get(pk=covering.pk)
    conclude(by=writer, covering=covering)
    row = page(writer, address_of("legal_record", version, covering.pk)).split(f">{step}<")[1].split("</tr>")[0]
    assert POWER in row
