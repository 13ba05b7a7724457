"""Approvals that stand on a later text because nothing that they cover has changed, and those that do not."""

import copy
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partners.roles import RoleKind
from portal.mail.models import OutgoingMail
from protocols.errors import NotAllowed, WrongState
from protocols.facts.approved import changes_since, summary
from protocols.models import Decision, Signing
from protocols.queries.decisions import live_snapshot
from protocols.services.conditions import waive
from protocols.services.deciding import decide, decide_again
from protocols.services.moving import open_consultation, take_back
from protocols.services.pinning import Wanted
from protocols.services.submitting import submit
from protocols.services.texts import save_section
from protocols.services.varying import vary
from protocols.states import State
from tests.protocols import factories_life as life

Outcome = Decision.Outcome
EXAMPLES = int(os.environ.get("CONCORDAT_EXAMPLES", "40"))


def again_submitted(people, version, *, change=None):
    """Taken back, perhaps changed, and submitted again: the decisions, by party."""
    take_back(by=people.officer, version=life.again(version))
    if change:
        change(life.again(version))
    open_consultation(by=people.officer, version=life.again(version))
    snapshot = submit(by=people.officer, version=life.again(version))
    return {one.party_id: one for one in snapshot.decisions.select_related("party__partner", "decided_by")}


def change_breaches(people, by=None):
    def change(version):
        section = version.sections.get(section_id="S21")
        save_section(
            by=by or people.officer, section=section, body="<ol><li>At once.</li></ol>", revision=section.revision
        )

    return change


@pytest.fixture(scope="module")
def begun(beginning):
    return beginning.make(lambda: life.protocol_at(State.APPROVAL))


@pytest.fixture
def one_approved(begun):
    people, version = begun()
    first, other = life.waiting(version)
    life.approve(people, first)
    return people, version, first, other


@pytest.mark.django_db
def test_an_approval_stands_where_nothing_has_changed_and_says_from_when(one_approved):
    people, version, first, other = one_approved
    decisions = again_submitted(people, version)
    carried = decisions[first.party_id]
    assert (carried.outcome, carried.carried_from_id) == ("approved", first.pk)
    assert carried.news.startswith(f"Carried over: {first.party} approved submission 1 of version 1 on ")
    assert decisions[other.party_id].outcome == "waiting"
    assert OutgoingMail.objects.filter(subject__startswith="Your approval stands").count() == 1


@pytest.mark.django_db
def test_an_approval_does_not_stand_where_the_text_has_changed_and_says_what_has(one_approved):
    people, version, first, _ = one_approved
    decision = again_submitted(people, version, change=change_breaches(people))[first.party_id]
    assert (decision.outcome, decision.carried_from) == ("waiting", None)
    assert decision.news.endswith("Since then: 1 clause changed.")


@pytest.mark.django_db
def test_asking_for_changes_later_is_the_last_word_and_is_not_carried_over(one_approved):
    people, version, first, _ = one_approved
    decision = again_submitted(people, version)[first.party_id]
    by = people.of(first.party, RoleKind.DPO)
    decide_again(by=by, decision=decision)
    decision.refresh_from_db()
    sha256 = decision.snapshot.sha256
    decide(by=by, decision=decision, sha256=sha256, outcome=Outcome.AGAINST, text="On second thoughts, no.")
    last = again_submitted(people, version)[first.party_id]
    assert last.outcome == "waiting"
    assert "advised against" in last.news


@pytest.mark.django_db
def test_an_approval_of_somebody_who_has_drafted_since_is_not_carried_over(one_approved):
    people, version, first, _ = one_approved
    dpo = people.of(first.party, RoleKind.DPO)
    second = life.second_role(dpo, RoleKind.CONTRIBUTOR, at=people.partners[1])

    def and_back(version):
        section = version.sections.get(section_id="S21")
        was = section.body
        save_section(by=second, section=section, body="<ol><li>At once.</li></ol>", revision=section.revision)
        section.refresh_from_db()
        save_section(by=second, section=section, body=was, revision=section.revision)

    decision = again_submitted(people, version, change=and_back)[first.party_id]
    assert decision.outcome == "waiting"
    assert "has helped to draft this one" in decision.news


@pytest.mark.django_db
def test_what_was_carried_over_can_be_decided_again_until_the_signing_opens(one_approved):
    people, version, first, other = one_approved
    decisions = again_submitted(people, version)
    carried, by = decisions[first.party_id], people.of(first.party, RoleKind.DPO)
    with pytest.raises(NotAllowed):
        decide_again(by=people.of(other.party, RoleKind.DPO), decision=carried)
    assert decide_again(by=by, decision=carried).outcome == "waiting"
    assert decide_again(by=by, decision=carried).outcome == "waiting"
    for decision in life.waiting(version):
        life.approve(people, decision)
    with pytest.raises(WrongState):
        decide_again(by=by, decision=carried)


@pytest.mark.django_db
def test_where_every_approval_stands_the_signing_opens_at_once(one_approved):
    people, version, _, _ = one_approved
    take_back(by=people.officer, version=life.again(version))
    open_consultation(by=people.officer, version=life.again(version))
    submit(by=people.officer, version=life.again(version))
    for decision in life.waiting(version):
        life.approve(people, decision)
    newer = vary(by=people.officer, version=_in_force(people, version))
    submit(by=people.officer, version=life.consulted(people, newer))
    assert life.again(newer).status is State.SIGNING
    assert Signing.objects.filter(snapshot__version=newer).exists()
    assert all(one.carried_from_id for one in live_snapshot(newer).decisions.all())


def _in_force(people, version):
    snapshot = live_snapshot(version)
    life.prepare_signing(snapshot)
    for party in version.parties.select_related("partner"):
        life.sign_for(people, version, party)
    life.seal_due()
    return life.again(version)


@pytest.mark.django_db
def test_conditions_stay_conditions_of_what_is_carried_over():
    people, version = life.protocol_at(State.APPROVAL)
    first = life.waiting(version)[0]
    by, sha256 = people.of(first.party, RoleKind.DPO), first.snapshot.sha256
    wanted = [Wanted("Train."), Wanted("Name the wards.")]
    decide(by=by, decision=first, sha256=sha256, outcome=Outcome.CONDITIONS, conditions=wanted)
    waive(by=by, condition=first.conditions.first(), reason="They are trained.")
    carried = again_submitted(people, version)[first.party_id]
    assert [(one.text, one.state) for one in carried.conditions.all()] == [
        ("Train.", "waived"),
        ("Name the wards.", "open"),
    ]


@pytest.mark.django_db
def test_a_flow_of_others_does_not_ask_a_party_again():
    content = _content()
    newer = copy.deepcopy(content)
    newer["flows"][0]["retention"] = "Ten years"
    assert changes_since(content, newer, party="fire", post=RoleKind.DPO) == []
    found = changes_since(content, newer, party="police", post=RoleKind.DPO)
    assert [str(one) for one in found] == ["flow 1, Cases: changed"]


def test_the_number_of_its_own_version_asks_nobody_again_and_that_of_another_text_does():
    content, newer = _content(), _content()
    for number, one in enumerate((content, newer), start=1):
        one["protocol"] = {"title": "A", "reference": "GM-0002", "version": number}
        one["sections"][0]["html"] = f"<p>This is GM-0002, version {number}, under GM-0001, version 1.</p>"
    assert changes_since(content, newer, party="fire", post=RoleKind.DPO) == []
    newer["sections"][0]["html"] = "<p>This is GM-0002, version 2, under GM-0001, version 2.</p>"
    assert [one.part for one in changes_since(content, newer, party="fire", post=RoleKind.DPO)] == ["clause"]


def test_a_siro_is_asked_again_when_anybodys_high_risk_changes():
    content = _content()
    newer = copy.deepcopy(content)
    newer["risks"][0]["mitigation"] = "None"
    assert changes_since(content, newer, party="fire", post=RoleKind.DPO) == []
    assert [one.part for one in changes_since(content, newer, party="fire", post=RoleKind.SIRO)] == ["risk"]


def _content() -> dict:
    parties = [{"key": key, "short_name": key, "dpo": {}, "signatory": {}} for key in ("council", "police", "fire")]
    flow = {"number": 1, "title": "Cases", "sender": "council", "recipients": ["police"], "retention": "Two years"}
    risk = {"number": 1, "title": "Leak", "owner": "council", "mitigation": "Locks", "likelihood_after": 5,
            "severity_after": 5}  # fmt: skip
    step = {"id": "C1.2", "question": "Which power?", "answer": "Section 115", "reason": "It is", "laws": [], "by": "A",
            "on": "2026-01-01"}  # fmt: skip
    record = {"party": "council", "flows": [1], "checklist": {"id": "c"}, "end": "DONE", "flags": [], "gateways": [],
              "limits": [], "steps": [step]}  # fmt: skip
    sections = [{"id": f"S{n}", "number": n, "title": f"Clause {n}", "html": "<p>A</p>", "inherited_html": "",
                 "schedule": None} for n in (1, 2, 3)]  # fmt: skip
    return {"protocol": {"title": "A"}, "parent": None, "parties": parties, "sections": sections, "flows": [flow],
            "refused_flows": [], "legal_record": [record], "risks": [risk]}  # fmt: skip


PARTIES, POSTS = st.sampled_from(["council", "police", "fire"]), st.sampled_from([RoleKind.DPO, RoleKind.SIRO])


@settings(max_examples=EXAMPLES, deadline=None)
@given(PARTIES, POSTS, st.text(min_size=1, max_size=9), st.sampled_from(["on", "by"]))
def test_the_same_content_asks_nobody_again_whoever_answered_and_whenever(party, post, words, told):
    content = _content()
    newer = copy.deepcopy(content)
    newer["legal_record"][0]["steps"][0][told] = words
    newer["parties"][0]["dpo"] = {"name": words}
    newer["created_at"] = words
    assert changes_since(content, newer, party=party, post=post) == []
    assert summary([]) == ""


@settings(max_examples=EXAMPLES, deadline=None)
@given(PARTIES, POSTS, st.sampled_from([0, 1, 2]), st.sampled_from(["title", "html", "inherited_html"]))
def test_whatever_changes_in_the_text_asks_everybody_again_and_both_ways(party, post, index, name):
    content = _content()
    newer = copy.deepcopy(content)
    newer["sections"][index][name] += "another word"
    forth = changes_since(content, newer, party=party, post=post)
    back = changes_since(newer, content, party=party, post=post)
    assert [one.key for one in forth] == [one.key for one in back] == [f"S{index + 1}"]


@settings(max_examples=EXAMPLES, deadline=None)
@given(PARTIES, POSTS, st.permutations([0, 1, 2]))
def test_clauses_in_another_order_ask_everybody_again(party, post, order):
    content = _content()
    newer = {**content, "sections": [content["sections"][index] for index in order]}
    assert bool(changes_since(content, newer, party=party, post=post)) == (list(order) != [0, 1, 2])


@settings(max_examples=EXAMPLES, deadline=None)
@given(PARTIES, POSTS, st.sampled_from(["flows", "legal_record", "risks"]))
def test_what_is_a_partys_own_is_asked_of_it_when_it_comes_and_when_it_goes(party, post, part):
    content = _content()
    newer = {**content, part: []}
    own = {"flows": {"council", "police"}, "legal_record": {"council"}, "risks": {"council"}}[part]
    expected = party in own or (part == "risks" and post is RoleKind.SIRO)
    gone = changes_since(content, newer, party=party, post=post)
    assert bool(gone) == expected == bool(changes_since(newer, content, party=party, post=post))
    assert {one.word for one in gone} <= {"gone"}
