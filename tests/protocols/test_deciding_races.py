"""Deciding when several act at once, raced on PostgreSQL: one of them counts, and nothing is half done."""

import pytest

from partners.roles import RoleKind
from portal.audit.checks import breaks
from portal.audit.models import AuditEvent
from protocols.errors import Refused
from protocols.models import Condition, Decision, Signing
from protocols.queries.decisions import live_snapshot
from protocols.services.advice import answer_advice
from protocols.services.conditions import find_met, waive
from protocols.services.deciding import decide
from protocols.services.moving import take_back
from protocols.services.pinning import Wanted
from protocols.services.submitting import submit
from protocols.services.texts import save_section
from protocols.states import State
from tests.protocols import factories_life as life
from tests.protocols.test_races import at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
Outcome = Decision.Outcome


def give(people, decision, outcome=Outcome.APPROVED, by=None, **more):
    by = by or people.of(decision.party, RoleKind.DPO)
    return lambda: decide(by=by, decision=decision, sha256=decision.snapshot.sha256, outcome=outcome, **more)


def test_two_officers_of_one_party_at_once_give_one_decision():
    people, version = life.protocol_at(State.APPROVAL)
    decision = life.waiting(version)[0]
    second = life.factories.role(RoleKind.DPO, at=decision.party.partner)
    came = at_once(give(people, decision), give(people, decision, Outcome.AGAINST, by=second, text="No."))
    assert sorted(isinstance(one, Refused) for one in came) == [False, True]
    assert AuditEvent.objects.filter(action="protocols.decide").count() == 1
    assert list(breaks()) == []


def test_approving_against_taking_back_leaves_no_signing_of_a_draft():
    people, version = life.protocol_at(State.APPROVAL)
    first, last = life.waiting(version)
    life.approve(people, first)
    at_once(give(people, last), lambda: take_back(by=people.officer, version=version))
    state = life.again(version).status
    assert state in (State.SIGNING, State.DRAFT)
    assert Signing.objects.exists() == (state is State.SIGNING)
    assert (live_snapshot(version) is None) == (state is State.DRAFT)


def test_a_condition_met_and_waived_at_once_is_closed_once():
    people, version = life.protocol_at(State.APPROVAL)
    decision = life.waiting(version)[0]
    give(people, decision, Outcome.CONDITIONS, conditions=[Wanted("Train.")])()
    condition, dpo = Condition.objects.get(), people.of(decision.party, RoleKind.DPO)
    second = life.factories.role(RoleKind.DPO, at=decision.party.partner)
    came = at_once(
        lambda: find_met(by=dpo, condition=condition), lambda: waive(by=second, condition=condition, reason="Late.")
    )
    assert sorted(isinstance(one, Refused) for one in came) == [False, True]
    assert AuditEvent.objects.filter(action="protocols.condition.change").count() == 1


def test_advice_followed_and_not_followed_at_once_is_answered_once():
    people, version = life.protocol_at(State.APPROVAL)
    decision, other = life.waiting(version)
    give(people, decision, Outcome.AGAINST, text="No.")()
    life.approve(people, other)
    decision.refresh_from_db()
    sha256 = decision.snapshot.sha256
    both = [
        (people.of(decision.party, RoleKind.SIGNATORY), True),
        (people.of(decision.party, RoleKind.SIRO), False),
    ]
    came = at_once(
        *[
            lambda by=by, follow=follow: answer_advice(
                by=by, decision=decision, sha256=sha256, follow=follow, reason="We go on."
            )
            for by, follow in both
        ]
    )
    assert sorted(isinstance(one, Refused) for one in came) == [False, True]
    assert life.again(version).status in (State.DRAFT, State.SIGNING)


def test_an_edit_against_a_submission_is_in_the_frozen_text_or_refused():
    people, version = life.protocol_at(State.CONSULTATION)
    section = version.sections.get(section_id="S21")
    words = "<ol><li>At once, and in writing.</li></ol>"
    came = at_once(
        lambda: save_section(by=people.officer, section=section, body=words, revision=section.revision),
        lambda: submit(by=people.officer, version=version),
    )
    snapshot = live_snapshot(version)
    refused = isinstance(came[0], Refused)
    if snapshot is not None:
        assert ("At once, and in writing." in snapshot.text) != refused
    section.refresh_from_db()
    assert ("At once" in section.body) != refused
