"""Deciding: who may, on what, and what follows."""

import pytest

from partners.roles import RoleKind
from portal.audit.models import AuditEvent
from portal.mail.models import OutgoingMail
from protocols.errors import Invalid, NotAllowed, WrongState
from protocols.models import Comment, Decision, Signing
from protocols.queries.decisions import live_snapshot, new_since_approved
from protocols.services.comments import resolve_comment
from protocols.services.deciding import Pin, decide
from protocols.services.moving import open_consultation
from protocols.services.submitting import submit
from protocols.services.texts import save_section
from protocols.states import State
from tests.protocols import factories_life as life

pytestmark = pytest.mark.django_db
Outcome = Decision.Outcome


@pytest.fixture
def at_approval():
    return life.protocol_at(State.APPROVAL)


def give(people: life.Cast, decision: Decision, outcome=Outcome.APPROVED, **more) -> Decision:
    by = more.pop("by", None) or people.of(decision.party, RoleKind(decision.kind))
    sha256 = more.pop("sha256", decision.snapshot.sha256)
    return decide(by=by, decision=decision, sha256=sha256, outcome=outcome, **more)


def test_the_last_approval_opens_the_signing(at_approval):
    people, version = at_approval
    first, last = life.waiting(version)
    give(people, first)
    assert life.again(version).status is State.APPROVAL
    give(people, last)
    assert life.again(version).status is State.SIGNING
    assert Signing.objects.get().stage == Signing.Stage.PREPARING


def test_conditions_count_as_approval_and_are_kept(at_approval):
    people, version = at_approval
    first, last = life.waiting(version)
    give(people, first, Outcome.CONDITIONS, text="Train every user first.")
    give(people, last)
    assert life.again(version).status is State.SIGNING
    assert Decision.objects.get(pk=first.pk).text == "Train every user first."


@pytest.mark.parametrize("outcome", [Outcome.CONDITIONS, Outcome.CHANGES])
def test_conditions_and_changes_need_words(at_approval, outcome):
    people, version = at_approval
    with pytest.raises(Invalid):
        give(people, life.waiting(version)[0], outcome, text="  ")


def test_changes_asked_send_it_back_to_draft_and_lapse_the_other_decisions(at_approval):
    people, version = at_approval
    first, other = life.waiting(version)
    give(people, first, Outcome.CHANGES, text="Not yet.")
    assert life.again(version).status is State.DRAFT
    assert Decision.objects.get(pk=other.pk).outcome == Outcome.LAPSED
    assert live_snapshot(version) is None


def test_reasons_pinned_to_sections_become_comments_on_them(at_approval):
    people, version = at_approval
    decision = life.waiting(version)[0]
    pins = [Pin("S21", "72 hours is too long."), Pin("S03", "Name the wards.")]
    give(people, decision, Outcome.CHANGES, pins=pins)
    assert {(pin.target, pin.text) for pin in decision.pins.all()} == {(pin.target, pin.text) for pin in pins}
    comments = Comment.objects.filter(version=version).select_related("section")
    assert {(comment.section.section_id, comment.body) for comment in comments} == {
        ("S21", "72 hours is too long."),
        ("S03", "Name the wards."),
    }


def test_a_pin_to_a_section_that_is_not_there_is_refused_and_nothing_changes(at_approval):
    people, version = at_approval
    with pytest.raises(Invalid, match="Choose a section"):
        give(people, life.waiting(version)[0], Outcome.CHANGES, pins=[Pin("S99", "No such clause.")])
    assert life.again(version).status is State.APPROVAL


def test_the_officer_and_the_contributors_are_told_of_changes_asked(at_approval):
    people, version = at_approval
    give(people, life.waiting(version)[0], Outcome.CHANGES, text="Not yet.")
    told = set(OutgoingMail.objects.filter(subject__startswith="Changes asked for").values_list("to", flat=True))
    contributors = {people.at(partner, RoleKind.CONTRIBUTOR).person.email for partner in people.partners}
    assert told == {people.officer.person.email, *contributors}


def test_the_same_decision_twice_counts_once(at_approval):
    people, version = at_approval
    decision = life.waiting(version)[0]
    give(people, decision)
    give(people, decision)
    assert AuditEvent.objects.filter(action="protocols.decide").count() == 1


def test_the_last_approval_repeated_after_the_state_moved_changes_nothing(at_approval):
    people, version = at_approval
    for decision in life.waiting(version):
        give(people, decision)
    give(people, decision)
    assert life.again(version).status is State.SIGNING
    assert Signing.objects.count() == 1


def test_a_second_and_different_decision_is_refused(at_approval):
    people, version = at_approval
    decision = life.waiting(version)[0]
    give(people, decision)
    with pytest.raises(WrongState, match="already given"):
        give(people, decision, Outcome.CHANGES, text="On second thoughts.")


def test_a_stale_page_decides_nothing(at_approval):
    people, version = at_approval
    with pytest.raises(WrongState, match="has changed since you opened"):
        give(people, life.waiting(version)[0], sha256="0" * 64)


def test_a_withdrawn_snapshot_cannot_be_decided_on(at_approval):
    people, version = at_approval
    first, other = life.waiting(version)
    give(people, first, Outcome.CHANGES, text="Not yet.")
    with pytest.raises(WrongState, match="taken back to draft"):
        give(people, other)


def test_nobody_decides_for_another_party(at_approval):
    people, version = at_approval
    first, other = life.waiting(version)
    with pytest.raises(NotAllowed, match="This decision is for"):
        give(people, first, by=people.of(other.party, RoleKind.DPO))


@pytest.mark.parametrize("kind", [kind for kind in RoleKind.at_partner() if kind is not RoleKind.DPO])
def test_no_other_role_of_the_party_decides_in_the_officers_place(at_approval, kind):
    people, version = at_approval
    decision = life.waiting(version)[0]
    with pytest.raises(NotAllowed):
        give(people, decision, by=people.of(decision.party, kind))


def test_a_role_that_has_ended_decides_nothing(at_approval):
    people, version = at_approval
    decision = life.waiting(version)[0]
    role = people.of(decision.party, RoleKind.DPO)
    life.end_role(role)
    role.refresh_from_db()
    with pytest.raises(NotAllowed):
        give(people, decision, by=role)


def test_nobody_approves_what_they_drafted_in_another_role():
    people, version = life.protocol_at(State.DRAFT)
    dpo = people.at(people.partners[0], RoleKind.DPO)
    second = life.second_role(dpo, RoleKind.CONTRIBUTOR, at=people.partners[1])
    section = version.sections.get(section_id="S03")
    save_section(by=second, section=section, body="<ol><li>To [[strategic_purpose]] together.</li></ol>", revision=1)
    version = life.submitted(people, version)
    decision = next(one for one in life.waiting(version) if one.party.partner_id == people.partners[0].pk)
    with pytest.raises(NotAllowed, match="You helped to draft this"):
        give(people, decision)


def test_an_approver_is_shown_what_is_new_since_their_own_approval(at_approval):
    people, version = at_approval
    mine, other = life.waiting(version)
    give(people, mine)
    give(people, other, Outcome.CHANGES, text="Shorter, in clause 21.")
    section = version.sections.get(section_id="S21")
    save_section(by=people.officer, section=section, body="<ol><li>At once.</li></ol>", revision=section.revision)
    resolve_comment(by=people.officer, comment=version.comments.get(), response="Done.")
    open_consultation(by=people.officer, version=version)
    snapshot = submit(by=people.officer, version=version)
    again = snapshot.decisions.get(party=mine.party)
    assert [(one.word, one.name) for one in new_since_approved(snapshot, again)] == [("changed", "clause 5, Breaches")]
    assert new_since_approved(snapshot, snapshot.decisions.get(party=other.party)) is None
