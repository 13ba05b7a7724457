"""Random moves by random people over the whole life of protocols, and what must hold after each of them.

Five lives of thirty moves, the same ones each time; `CONCORDAT_EXAMPLES=200` tries as many others. The files of the
first life are printed in full; those of the others are signed and sealed likewise, on a blank page.
"""

import os
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from partners.models import Role
from partners.roles import RoleKind
from partners.services.ending import end_role
from portal.audit.checks import breaks
from protocols.documents.rendering import render
from protocols.documents.verifying import Finding, verify
from protocols.models import Decision, Document, Instrument, Signature, Signing
from protocols.services import signing
from protocols.services.advice import answer_advice
from protocols.services.comments import add_comment
from protocols.services.deciding import decide, decide_again
from protocols.services.effects import carry_out_due
from protocols.services.ending import expire_due, terminate
from protocols.services.instruments.beginning import Content, abandon_instrument, begin_instrument
from protocols.services.instruments.submitting import submit_instrument, take_back_instrument
from protocols.services.keys import authority
from protocols.services.moving import abandon, open_consultation, take_back
from protocols.services.pinning import Wanted
from protocols.services.sealing import seal, seal_due
from protocols.services.signing import decline, prepare_due, prepare_signing, sign
from protocols.services.submitting import submit
from protocols.services.texts import save_section
from protocols.services.varying import vary
from protocols.states import State
from tests.clock import Clock
from tests.protocols import whole_life_rules as rules
from tests.protocols.instruments import TERMS
from tests.protocols.quick_files import blank
from tests.protocols.whole_life import KINDS, Tally, World
from tests.protocols.whole_life_course import Course
from tests.protocols.whole_life_moves import KeepingMoves, SigningMoves, anybody, numbers
from tests.protocols.whole_life_refusals import Refusals

pytestmark = pytest.mark.django_db

Outcome = Decision.Outcome
OUTCOMES = (Outcome.APPROVED, Outcome.CONDITIONS, Outcome.CHANGES, Outcome.AGAINST)
ENDED = (State.SUPERSEDED, State.EXPIRED, State.TERMINATED, State.ABANDONED)


class WholeLife(Course, Refusals, SigningMoves, KeepingMoves, RuleBasedStateMachine):
    """One world; each rule is one move that somebody tries."""

    def __init__(self, tally: Tally) -> None:
        super().__init__()
        self.tally = tally
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.world = World(tally)
        self.files: dict[object, str] = {}
        self.looked_at = -1  # how many events there were when the whole was last looked at
        tally.lives += 1

    def teardown(self) -> None:
        """Look at the whole once more, and leave no trace."""
        try:
            assert list(breaks()) == []
            rules.files_never_change(self.files)
            sealed = Document.objects.filter(kind="signed").order_by("made_at")
            self.tally.sealed += len(sealed)
            self.tally.by_link += Signature.objects.exclude(guest=None).count()
            self.tally.on_paper += Signature.objects.exclude(paper=None).count()
            self.tally.declined += Signing.objects.filter(stage="void").count()
            for document in sealed[:1]:
                assert verify(document.read(), authority()).finding is Finding.OURS
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    # Moves

    @initialize(steps=st.sampled_from([9, 14, 8, 4, 2, 0]), first=st.integers(0, 2))
    def begins_anywhere(self, steps, first):
        self.goes_on_some(steps, first=first)

    @rule(steps=st.integers(1, 4), kind=st.sampled_from(Instrument.Kind), first=st.integers(0, 2))
    def goes_on(self, steps, kind, first):
        self.goes_on_some(steps, kind, first)

    @rule(who=anybody, section=numbers, words=st.sampled_from(["Nothing is shared twice.", "Once a week.", ""]))
    def writes(self, who, section, words):
        held = list(self.world.version.sections.select_related("version__protocol__partnership"))
        one = held[section % len(held)]
        by = self.who(who, RoleKind.CONTRIBUTOR)
        self.tries(lambda: save_section(by=by, section=one, body=f"<ol><li>{words}</li></ol>", revision=one.revision))

    @rule(who=anybody)
    def comments(self, who):
        by = self.who(who, RoleKind.DPO)
        self.tries(lambda: add_comment(by=by, version=self.world.version, body="Why?", nonce=uuid4()))

    @rule(who=anybody, move=st.sampled_from([open_consultation, submit, take_back, vary]))
    def steers(self, who, move):
        self.tries(lambda: move(by=self.who(who), version=self.world.version))

    @rule(who=anybody, which=numbers, outcome=st.sampled_from(OUTCOMES), stale=st.booleans())
    def decides(self, who, which, outcome, stale):
        asked = list(Decision.objects.filter(snapshot__version__protocol=self.world.protocol).order_by("pk"))
        if not asked:
            return
        one = self.decision(asked[which % len(asked)])
        by = self.who(who, RoleKind(one.kind), one.party.partner)
        sha256 = "0" * 64 if stale and who is not None else one.snapshot.sha256
        conditions = [Wanted("Train people first.")] if outcome == Outcome.CONDITIONS else []
        given = {"outcome": outcome, "text": "Train people first.", "conditions": conditions}
        never = ["protocols.decide"] if sha256 != one.snapshot.sha256 else []
        self.tries(lambda: decide(by=by, decision=one, sha256=sha256, **given), never=never)

    @rule(who=anybody, follow=st.booleans(), again=st.booleans())
    def answers(self, who, follow, again):
        """Advice against is answered; or an approval that was carried over is opened again."""
        held = Decision.objects.filter(snapshot__version__protocol=self.world.protocol).order_by("-pk")
        found = (held.exclude(carried_from=None) if again else held.filter(outcome=Outcome.AGAINST)).first()
        if found is None:
            return
        one = self.decision(found)
        by = self.who(who, RoleKind(one.kind) if again else RoleKind.SIGNATORY, one.party.partner)
        sha256 = one.snapshot.sha256
        if again:
            self.tries(lambda: decide_again(by=by, decision=one))
        else:
            self.tries(lambda: answer_advice(by=by, decision=one, sha256=sha256, follow=follow, reason="It is urgent."))

    @rule(who=anybody, which=numbers, stale=st.booleans())
    def signs(self, who, which, stale):
        signing = self.signing(which)
        if signing is None or signing.current is None:
            return
        sha256 = "0" * 64 if stale and who is not None else signing.current.sha256
        by = self.who(who, RoleKind.SIGNATORY, self.world.parties[which % 2])
        never = ["protocols.sign"] if sha256 != signing.current.sha256 else []
        self.tries(lambda: sign(by=by, signing=signing, sha256=sha256, post="Chief", basis="Delegation"), never=never)

    @rule(who=anybody, which=numbers)
    def declines(self, who, which):
        signing = self.signing(which)
        if signing is not None:
            by = self.who(who, RoleKind.SIGNATORY)
            self.tries(lambda: decline(by=by, signing=signing, reason="The board said no."))

    @rule(who=anybody, end=st.sampled_from([terminate, abandon]), sure=st.sampled_from([False, False, True]))
    def gives_up(self, who, end, sure):
        """Seldom by somebody who may, so that there is a life to look at."""
        by = self.who(who if sure else (who or 0) + 1)
        more = {"authority": "Minutes of 3 May."} if end is terminate else {}
        self.tries(lambda: end(by=by, version=self.world.version, reason="It has ended.", **more))

    @precondition(lambda self: self.world.version.status in (State.APPROVAL, State.SIGNING))
    @rule(section=numbers, words=st.sampled_from(["Each party says who asked.", None]), steps=st.integers(2, 5))
    def thinks_again(self, section, words, steps):
        """What was submitted is taken back, changed or left as it is, and submitted again."""
        self.tries(lambda: take_back(by=self.world.officer, version=self.world.version))
        if words is not None:
            self.writes(None, section, words)
        self.goes_on_some(steps)

    @rule(which=numbers, work=st.sampled_from([seal, lambda signing: prepare_signing(signing.snapshot)]))
    def a_worker_repeats_itself(self, which, work):
        """Work that is done already, or not due, does nothing."""
        signing = self.signing(which)
        if signing is not None and signing.snapshot.withdrawn_at is None:
            ready = signing.stage in ("complete", "preparing")
            self.tries(lambda: work(signing), never=[] if ready else ["protocols.seal", "protocols.signing.open"])

    @precondition(lambda self: self.world.version.status in ENDED)
    @rule()
    def begins_another(self):
        self.world.begin()
        self.world.settle()

    @rule(who=anybody, kind=st.sampled_from(Instrument.Kind), partner=st.integers(0, 2), days=st.sampled_from([0, 15]))
    def begins_an_instrument(self, who, kind, partner, days):
        about = [*self.world.parties, self.world.joins][partner]
        review, end = (str(self.world.today + timedelta(days=more)) for more in (200, 300))
        terms = {**TERMS[kind], "review_on": review, "ends_on": end}
        content = Content(kind, self.world.today + timedelta(days=days), "It is time.", about, terms)
        self.tries(
            lambda: begin_instrument(by=self.who(who), version=self.world.in_force, content=content, nonce=uuid4())
        )

    @precondition(lambda self: self.world.instrument is not None)
    @rule(
        who=anybody,
        move=st.sampled_from([submit_instrument, take_back_instrument, abandon_instrument]),
    )
    def steers_an_instrument(self, who, move):
        self.tries(lambda: move(by=self.who(who), instrument=self.world.instrument))

    @rule(whose=numbers, who=anybody, days=st.sampled_from([0, 10]))
    def a_role_ends(self, whose, who, days):
        role = self.world.anyone(whose)
        by = self.who(who, RoleKind.CONTACT, role.partner or self.world.parties[0])
        self.tries(lambda: end_role(by=by, role=role, ends_on=self.world.today + timedelta(days=days)))

    @rule(kind=st.sampled_from(KINDS), at=st.integers(0, 2))
    def a_role_begins(self, kind, at):
        self.world.appoint(kind, [*self.world.parties, self.world.joins][at])

    @rule(days=st.sampled_from([0, 1, 20, 50]))
    def time_passes(self, days):
        Clock.ahead += timedelta(days=days)
        for job in (prepare_due, seal_due, carry_out_due, expire_due):
            self.tries(job)

    # What must hold

    @invariant()
    def all_holds(self):
        if self.looked_at == self.world.events:
            return  # nothing was written since, or `attempt` would have said so
        self.looked_at = self.world.events
        rules.files_never_change(self.files)
        rules.a_signature_stands_on_that_partys_approval()
        rules.a_signature_is_given_by_whoever_may()
        rules.a_guest_signs_once()
        rules.carried_over_means_unchanged()
        rules.conditions_are_closed_by_the_post_that_set_them()
        rules.a_deputy_acts_for_somebody_of_that_post()
        rules.a_statement_is_its_partners_own()
        rules.each_change_after_signing_has_its_document()
        rules.each_row_has_the_event_that_made_it()
        rules.each_decision_is_of_the_post_that_was_asked()
        rules.signatures_follow_one_another()
        rules.in_force_means_all_signed_exactly_those_bytes()
        rules.one_version_in_force_at_most()

    # How

    def tries(self, call, *, never=()):
        """Have something tried, and say whether it was taken; none of the acts in `never` may come of it."""
        events = self.world.attempt(call)
        assert not {event.action for event in events or []} & set(never), events
        rules.nobody_acted_without_the_capacity(self.world, events or [])
        rules.signed_in_turn_by_whom_it_was_handed_to(self.world, events or [])
        return events is not None

    def who(self, number, kind=None, partner=None) -> Role:
        """The one it is for (the officer, or a post at a partner), or anyone at all."""
        if number is not None:
            return self.world.anyone(number)
        return self.world.right(kind, partner or self.world.parties[0]) if kind else self.world.officer


def test_whatever_people_try_the_record_stays_true(monkeypatch):
    monkeypatch.setattr(timezone, "datetime", Clock)
    asked, tally = os.environ.get("CONCORDAT_EXAMPLES"), Tally()
    monkeypatch.setattr(
        signing, "render", lambda *args, **given: (render if tally.lives == 1 else blank)(*args, **given)
    )
    phases = [Phase.generate, Phase.shrink] if asked else [Phase.generate]
    chosen = settings(
        max_examples=int(asked or 5), stateful_step_count=30, deadline=None, derandomize=not asked, database=None,
        suppress_health_check=list(HealthCheck), phases=phases,
    )  # fmt: skip
    run_state_machine_as_test(partial(WholeLife, tally), settings=chosen)
    assert tally.tried > 60, tally
    assert tally.refused > 20, tally
    assert tally.sealed > 1, tally
    assert tally.by_link > 0, tally
    assert tally.on_paper > 0, tally
