"""What follows the signing when several act at once, raced on PostgreSQL: one of them counts, nothing is half done."""

from datetime import date
from uuid import uuid4

import pytest
from django.utils import timezone

from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from portal.audit.checks import breaks
from portal.audit.models import AuditEvent
from protocols.errors import Refused
from protocols.models import Adherence, Instrument, Objection, Review, Signature
from protocols.queries.signing import signing_of
from protocols.services.adherence.giving import correct_statement, give_statement
from protocols.services.commencing import leave_with_parent
from protocols.services.effects import carry_out_due
from protocols.services.ending import terminate
from protocols.services.instruments.objecting import object_to, overrule_objection, withdraw_objection
from protocols.services.reviews.contents import ReviewContent
from protocols.services.reviews.holding import hold_review
from protocols.services.signing import sign
from protocols.services.stepping import locked
from protocols.states import State
from tests.partners.test_races import overlapping
from tests.protocols import factories_life as life
from tests.protocols import factories_living as living
from tests.protocols.instruments import Kind, again, heard, in_force, tomorrow
from tests.protocols.test_races import at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
SAID = dict.fromkeys(("law", "partners", "flows", "incidents", "adherence", "reason"), "Nothing.")


def refusals(came):
    return sorted(isinstance(one, Refused) for one in came)


def test_two_outcomes_of_one_review_at_once_are_recorded_once():
    people = life.cast()
    version = living.in_force(people)
    second = life.factories.officer(people.officer.partnership)
    renew = ReviewContent(**SAID, outcome="renew", next_review_on=tomorrow(300))
    end = ReviewContent(**SAID, outcome="end", ends_on=tomorrow(30), shared="none")
    came = at_once(
        lambda: hold_review(by=people.officer, version=version, content=renew, nonce=uuid4()),
        lambda: hold_review(by=second, version=version, content=end, nonce=uuid4()),
    )
    assert refusals(came) == [False, True]
    assert (Review.objects.count(), Instrument.objects.count()) == (1, 1)
    assert list(breaks()) == []


def test_two_statements_of_one_year_at_once_are_given_once_and_corrected_once():
    people = life.cast()
    version = living.in_force(people)
    party = version.parties.select_related("partner").first()
    with act("tests.ask", by=SYSTEM):
        asked = Adherence.objects.create(
            protocol=version.protocol, version=version, partner=party.partner, due_on=date(2026, 1, 5),
            asked_on=date(2026, 1, 5),
        )  # fmt: skip
    keepers = [people.of(party, RoleKind.DPO), people.of(party, RoleKind.CONTRIBUTOR)]
    given = [living.statement(), living.statement(staff_briefed=1)]
    came = at_once(*[
        lambda by=by, one=one: give_statement(by=by, statement=asked, given=one)
        for by, one in zip(keepers, given, strict=True)
    ])  # fmt: skip
    assert refusals(came) == [False, True]
    corrections = [living.statement(staff_briefed=2), living.statement(staff_briefed=3)]
    came = at_once(*[
        lambda by=by, one=one: correct_statement(by=by, statement=asked, given=one, correction="Miscounted.")
        for by, one in zip(keepers, corrections, strict=True)
    ])  # fmt: skip
    assert refusals(came) == [False, True]
    assert Adherence.objects.filter(replaced_at=None).count() == 1
    assert Adherence.objects.count() == 2
    assert AuditEvent.objects.filter(action="protocols.adherence.correct").count() == 1


def test_a_signature_against_the_end_of_the_agreement_signs_nothing_that_has_lapsed():
    world = in_force()
    instrument = world.approved(world.begin(Kind.SUSPENSION))
    signing = signing_of(instrument)
    by, sha256 = world.people.at(world.people.partners[0], RoleKind.SIGNATORY), signing.current.sha256
    came = at_once(
        lambda: sign(by=by, signing=signing, sha256=sha256, post="Chief executive", basis="Scheme"),
        lambda: terminate(by=world.people.officer, version=world.version, reason="Over.", authority="A court."),
    )
    assert isinstance(came[1], Refused) is False
    assert again(instrument).status is State.ABANDONED
    assert life.again(world.version).status is State.TERMINATED
    signing.refresh_from_db()
    assert signing.stage == "void"
    assert Signature.objects.count() == (0 if isinstance(came[0], Refused) else 1)
    assert list(breaks()) == []


def test_an_objection_withdrawn_and_overruled_at_once_is_answered_once():
    world = in_force()
    content = world.content(Kind.ACCESSION)
    instrument = heard(world.people, world.version, content)
    with act("tests.time_runs", by=SYSTEM):
        Instrument.objects.filter(pk=instrument.pk).update(objections_until=tomorrow(9))
    by = world.people.at(world.people.partners[0], RoleKind.DPO)
    made = at_once(*[lambda: object_to(by=by, instrument=again(instrument), reason="No.")] * 2)
    assert made[0] == made[1]
    objection = Objection.objects.get()
    came = at_once(
        lambda: withdraw_objection(by=by, objection=objection),
        lambda: overrule_objection(by=world.people.officer, objection=objection, answer="So.", authority="The board"),
    )
    assert refusals(came) == [False, True]


def test_whoever_leaves_the_overarching_protocol_while_one_under_it_is_sealed_leaves_that_too():
    people, version, _ = life.thematic_with_flow()
    today, leaver = timezone.localdate(), people.partners[0]
    with act("tests.withdrawal", by=SYSTEM):
        Instrument(
            version=version.parent, number=1, kind=Instrument.Kind.WITHDRAWAL, state=State.IN_FORCE.value,
            party=life.party(version.parent, leaver), effective_on=today, reason="It merges.",
            begun_by=people.officer, nonce=uuid4(),
        ).save()  # fmt: skip

    def sealed():
        with act("tests.seal", by=SYSTEM):
            held = locked(version)
            leave_with_parent(held)
            held.state = State.IN_FORCE.value
            held.save()

    assert overlapping(sealed, carry_out_due) == 1
    assert life.party(version, leaver).bound_until == today
