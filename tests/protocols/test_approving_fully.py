"""Conditions and what becomes of them, advice against and its answer, and reasons pinned anywhere in the text."""

from datetime import date

import pytest
from django.urls import reverse

from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from portal.audit.models import AuditEvent
from portal.mail.models import OutgoingMail
from protocols.errors import Invalid, NotAllowed, WrongState
from protocols.models import Comment, Condition, Decision, Signing
from protocols.services.advice import answer_advice
from protocols.services.conditions import find_met, find_not_met, say_met, waive
from protocols.services.deciding import decide
from protocols.services.pinning import Pin, Wanted
from protocols.states import State
from tests.protocols import factories_life as life
from tests.protocols.test_queries_per_list import signed_in

pytestmark = pytest.mark.django_db
Outcome = Decision.Outcome
DUE = date(2027, 3, 3)


def give(people: life.Cast, decision: Decision, outcome: Decision.Outcome, **more) -> Decision:
    by = more.pop("by", None) or people.of(decision.party, RoleKind(decision.kind))
    return decide(by=by, decision=decision, sha256=decision.snapshot.sha256, outcome=outcome, **more)


@pytest.fixture(scope="module")
def begun(beginning):
    return beginning.make(lambda: life.protocol_at(State.APPROVAL))


@pytest.fixture
def conditional(begun):
    people, version = begun()
    decision = life.waiting(version)[0]
    wanted = [Wanted("Train every user.", due_on=DUE), Wanted("Name the wards.", place="section", target="S03")]
    give(people, decision, Outcome.CONDITIONS, conditions=wanted)
    return people, version, decision, list(decision.conditions.all())


def test_each_condition_is_a_row_with_its_day_and_its_place(conditional):
    *_, (first, second) = conditional
    assert (first.text, first.due_on, first.place, first.state) == ("Train every user.", DUE, "", "open")
    assert (second.place, second.target) == ("section", "S03")
    assert second.label.startswith("Clause ")


def test_a_condition_at_a_place_that_is_not_there_is_refused_and_nothing_is_decided():
    people, version = life.protocol_at(State.APPROVAL)
    decision = life.waiting(version)[0]
    with pytest.raises(Invalid):
        give(people, decision, Outcome.CONDITIONS, conditions=[Wanted("Train.", place="flow", target="99")])
    assert Decision.objects.get(pk=decision.pk).outcome == "waiting"
    assert not Condition.objects.exists()


def test_the_officer_says_how_a_condition_is_met_and_the_post_that_set_it_finds_it_met(conditional):
    people, _, decision, (condition, _) = conditional
    dpo = people.of(decision.party, RoleKind.DPO)
    condition = say_met(by=people.officer, condition=condition, evidence="Register of training, 3 March.")
    assert (condition.state, condition.proposed_by) == ("proposed", people.officer)
    condition = find_met(by=dpo, condition=condition, reason="Seen.")
    assert (condition.state, condition.closed_by, condition.reason) == ("met", dpo, "Seen.")


def test_what_does_not_meet_a_condition_opens_it_again_and_says_what_is_missing(conditional):
    people, _, decision, (condition, _) = conditional
    condition = say_met(by=people.officer, condition=condition, evidence="Most are trained.")
    condition = find_not_met(by=people.of(decision.party, RoleKind.DPO), condition=condition, reason="All must be.")
    assert (condition.state, condition.reason) == ("open", "All must be.")


def test_a_successor_in_the_post_closes_what_was_set_before_them(conditional):
    people, _, decision, (condition, _) = conditional
    life.end_role(people.of(decision.party, RoleKind.DPO))
    successor = life.factories.role(RoleKind.DPO, at=decision.party.partner)
    assert waive(by=successor, condition=condition, reason="The system is gone.").state == "waived"


@pytest.mark.parametrize("state", ["open", "proposed"])
@pytest.mark.parametrize("kind", [*RoleKind])
def test_only_the_officer_says_met_and_only_the_post_closes(conditional, kind, state):
    people, _, decision, (condition, _) = conditional
    if state == "proposed":
        say_met(by=people.officer, condition=condition, evidence="Register.")
    role = people.officer if kind is RoleKind.OFFICER else people.of(decision.party, kind)
    if kind is not RoleKind.OFFICER:
        with pytest.raises(NotAllowed):
            say_met(by=role, condition=condition, evidence="Done.")
    if kind is not RoleKind.DPO:
        for close in (find_met, find_not_met, waive):
            with pytest.raises(NotAllowed):
                close(by=role, condition=condition, reason="So it is.")
    assert Condition.objects.get(pk=condition.pk).state == state


def test_another_partys_officer_does_not_close_a_condition(conditional):
    people, version, decision, (condition, _) = conditional
    other = version.parties.exclude(pk=decision.party_id).first()
    with pytest.raises(NotAllowed):
        waive(by=people.of(other, RoleKind.DPO), condition=condition, reason="It is silly.")


def test_waiving_evidence_and_finding_not_met_need_words(conditional):
    people, _, decision, (condition, _) = conditional
    dpo = people.of(decision.party, RoleKind.DPO)
    with pytest.raises(Invalid):
        waive(by=dpo, condition=condition, reason=" ")
    with pytest.raises(Invalid):
        say_met(by=people.officer, condition=condition, evidence=" ")
    with pytest.raises(WrongState):
        find_not_met(by=dpo, condition=condition, reason="Not said to be.")


def test_what_is_closed_stays_closed_and_the_same_again_counts_once(conditional):
    people, _, decision, (condition, _) = conditional
    dpo = people.of(decision.party, RoleKind.DPO)
    find_met(by=dpo, condition=condition)
    find_met(by=dpo, condition=condition)
    with pytest.raises(WrongState, match="is met already"):
        waive(by=dpo, condition=condition, reason="Never mind.")
    assert AuditEvent.objects.filter(action="protocols.condition.change").count() == 1


def test_conditions_live_on_while_the_agreement_is_signed_and_in_force(conditional):
    people, version, decision, (first, second) = conditional
    give(people, life.waiting(version)[0], Outcome.APPROVED)
    assert life.again(version).status is State.SIGNING
    assert find_met(by=people.of(decision.party, RoleKind.DPO), condition=first).state == "met"
    assert Condition.objects.get(pk=second.pk).is_open


@pytest.fixture
def advised(begun):
    people, version = begun()
    decision, other = life.waiting(version)
    pins = [Pin("S21", "72 hours is too long.")]
    give(people, decision, Outcome.AGAINST, text="The need is not shown.", pins=pins)
    give(people, other, Outcome.APPROVED)
    return people, version, Decision.objects.get(pk=decision.pk)


def answer(people, decision, *, follow, kind=RoleKind.SIGNATORY, reason="", **more):
    by = more.pop("by", None) or people.of(decision.party, kind)
    return answer_advice(
        by=by, decision=decision, sha256=decision.snapshot.sha256, follow=follow, reason=reason, **more
    )


def test_advice_against_waits_for_the_organisation_and_nobody_can_sign(advised):
    people, version, decision = advised
    assert life.again(version).status is State.APPROVAL
    assert not Signing.objects.exists()
    told = OutgoingMail.objects.filter(subject__startswith="Answer the advice against")
    assert [mail.to for mail in told] == [people.of(decision.party, RoleKind.SIGNATORY).person.email]


@pytest.mark.parametrize("kind", [RoleKind.SIGNATORY, RoleKind.SIRO])
def test_advice_that_is_not_followed_says_why_and_opens_the_signing(advised, kind):
    people, version, decision = advised
    decision = answer(people, decision, follow=False, kind=kind, reason="The need is in the strategy.")
    assert (decision.outcome, decision.answer) == ("not_followed", "The need is in the strategy.")
    assert life.again(version).status is State.SIGNING
    details = AuditEvent.objects.get(action="protocols.advice.answer").details
    assert details["reason"] == "The need is in the strategy."


def test_advice_that_is_not_followed_stands_on_the_page_of_its_organisation_and_of_no_other(advised):
    people, version, decision = advised
    answer(people, decision, follow=False, reason="The need is in the strategy.")
    other = version.parties.exclude(pk=decision.party_id).first()
    shown, hidden = (
        signed_in(people.of(party, RoleKind.DPO)).get(reverse("protocols:conditions")).content.decode()
        for party in (decision.party, other)
    )
    assert "The need is in the strategy." in shown
    assert "Advice not followed" not in hidden


def test_advice_that_is_followed_sends_it_back_to_draft_with_its_reasons(advised):
    people, version, decision = advised
    assert answer(people, decision, follow=True).outcome == "followed"
    assert life.again(version).status is State.DRAFT
    comments = Comment.objects.filter(version=version).select_related("section")
    said = {(comment.section and comment.section.section_id, comment.body) for comment in comments}
    assert said == {("S21", "72 hours is too long."), (None, "The need is not shown.")}


@pytest.mark.parametrize("kind", [kind for kind in RoleKind if kind not in (RoleKind.SIGNATORY, RoleKind.SIRO)])
def test_nobody_else_answers_advice(advised, kind):
    people, version, decision = advised
    by = people.officer if kind is RoleKind.OFFICER else people.of(decision.party, kind)
    with pytest.raises(NotAllowed):
        answer(people, decision, follow=False, reason="We go on.", by=by)
    assert life.again(version).status is State.APPROVAL


def test_another_party_does_not_answer_and_nobody_answers_their_own_advice(advised):
    people, version, decision = advised
    other = version.parties.exclude(pk=decision.party_id).first()
    with pytest.raises(NotAllowed):
        answer(people, decision, follow=False, reason="We go on.", by=people.of(other, RoleKind.SIGNATORY))
    own = life.second_role(people.of(decision.party, RoleKind.DPO), RoleKind.SIRO, at=decision.party.partner)
    with pytest.raises(NotAllowed, match="You gave this advice"):
        answer(people, decision, follow=False, reason="We go on.", by=own)


def test_not_following_needs_a_reason_and_the_same_answer_counts_once(advised):
    people, _, decision = advised
    with pytest.raises(Invalid):
        answer(people, decision, follow=False, reason=" ")
    for _ in range(2):
        answer(people, decision, follow=False, reason="The need is in the strategy.")
    with pytest.raises(WrongState):
        answer(people, decision, follow=True)
    assert AuditEvent.objects.filter(action="protocols.advice.answer").count() == 1


def test_a_siro_approves_for_the_organisation_and_does_not_advise():
    people, version = life.protocol_at(State.APPROVAL)
    decision = life.waiting(version)[0]
    with act("tests.kind", by=SYSTEM):
        Decision.objects.filter(pk=decision.pk).update(kind="siro")
    decision.refresh_from_db()
    with pytest.raises(Invalid, match="Only an adviser"):
        give(people, decision, Outcome.AGAINST, text="No.")


@pytest.mark.parametrize("outcome", [Outcome.WAITING, Outcome.LAPSED, Outcome.FOLLOWED, Outcome.NOT_FOLLOWED])
def test_what_is_no_decision_of_an_approver_cannot_be_given(outcome):
    people, version = life.protocol_at(State.APPROVAL)
    with pytest.raises(Invalid):
        give(people, life.waiting(version)[0], outcome, text="So.")
