"""Approvals of instruments: which stand on a later text of the same one, who is asked and why, and who may not."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from partners.roles import RoleKind
from portal.mail.models import OutgoingMail
from protocols.errors import NotAllowed
from protocols.facts.weighing import weigh_instrument
from protocols.models import Decision, Instrument
from protocols.queries.decisions import live_snapshot
from protocols.services.deciding import decide, decide_again
from protocols.services.instruments.beginning import change_instrument
from protocols.services.instruments.submitting import decisions_owed_on, submit_instrument, take_back_instrument
from protocols.states import State
from tests.protocols import factories_life as life
from tests.protocols import factories_rows as rows
from tests.protocols.instruments import again, in_force

pytestmark = pytest.mark.django_db
Kind, Outcome = Instrument.Kind, Decision.Outcome


def submitted(world, instrument):
    """The decisions that a submission asks for, in the order of the parties."""
    snapshot = submit_instrument(by=world.people.officer, instrument=again(instrument))
    related = ("party__partner", "snapshot__version", "snapshot__instrument", "decided_by")
    return list(snapshot.decisions.select_related(*related).order_by("party__partner__short_name"))


@pytest.fixture
def renewal():
    """A renewal on which the first of two parties has approved."""
    world = in_force()
    instrument = world.begin(Kind.RENEWAL)
    first, other = submitted(world, instrument)
    life.approve(world.people, first)
    return world, instrument, first, other


def shown(world, decision):
    client = Client()
    client.force_login(world.people.of(decision.party, RoleKind.DPO).person)
    return client.get(reverse("protocols:decide", args=[decision.pk])).content.decode()


def test_an_approval_stands_on_the_same_text_submitted_again_and_the_page_says_so(renewal):
    world, instrument, first, other = renewal
    take_back_instrument(by=world.people.officer, instrument=again(instrument))
    carried, waiting = submitted(world, instrument)
    assert (carried.outcome, carried.carried_from_id, waiting.outcome) == ("approved", first.pk, "waiting")
    assert carried.news.startswith(f"Carried over: {first.party} approved an earlier text of renewal 1 on ")
    page = shown(world, carried)
    assert "Carried over: " in page
    assert "Decide again" in page
    told = OutgoingMail.objects.filter(subject__startswith="Your approval stands: renewal 1")
    assert [one.to for one in told] == [world.people.of(first.party, RoleKind.DPO).person.email]
    assert f"of {other.party} has not decided on this document before" in waiting.news


def test_an_approval_does_not_stand_on_a_text_that_reads_otherwise_and_the_page_shows_what_does(renewal):
    world, instrument, *_ = renewal
    take_back_instrument(by=world.people.officer, instrument=again(instrument))
    content = world.content(Kind.RENEWAL, reason="The pilot saved lives.")
    change_instrument(by=world.people.officer, instrument=again(instrument), content=content, revision=1)
    decision, _ = submitted(world, instrument)
    assert (decision.outcome, decision.carried_from) == ("waiting", None)
    assert decision.news.endswith("Since then: 1 clause changed.")
    page = shown(world, decision)
    assert "<ins" in page
    assert "saved lives" in page
    assert "Read the whole text with every change" not in page
    borne = re.findall(r'\bid="([^"]+)"', page)
    assert len(borne) == len(set(borne))  # the changed clause stands on the page twice


def test_where_every_approval_stands_the_signing_of_it_opens_at_once_and_none_can_be_opened_again(renewal):
    world, instrument, first, _ = renewal
    officer = world.people.officer
    take_back_instrument(by=officer, instrument=again(instrument))
    carried, waiting = submitted(world, instrument)
    assert decide_again(by=world.people.of(first.party, RoleKind.DPO), decision=carried).outcome == "waiting"
    life.approve(world.people, waiting)
    take_back_instrument(by=officer, instrument=again(instrument))
    decisions = submitted(world, instrument)
    assert [one.outcome for one in decisions] == ["approved", "approved"]  # each gave its last word on another text
    assert again(instrument).status is State.SIGNING


def test_whoever_changed_the_draft_does_not_approve_it_and_their_earlier_approval_does_not_stand(renewal):
    world, instrument, first, _ = renewal
    people, dpo = world.people, world.people.of(first.party, RoleKind.DPO)
    take_back_instrument(by=people.officer, instrument=again(instrument))
    colleague = life.factories.role(RoleKind.OFFICER, at=people.officer.partnership)
    with life.act("tests.same_person", by=life.SYSTEM):
        type(colleague).objects.filter(pk=colleague.pk).update(person=dpo.person_id)
    colleague.refresh_from_db()
    for revision, reason in enumerate(("The pilot saved lives.", "The board decided so."), start=1):  # there and back
        content = world.content(Kind.RENEWAL, reason=reason)
        change_instrument(by=colleague, instrument=again(instrument), content=content, revision=revision)
    decision, _ = submitted(world, instrument)
    assert (decision.outcome, "has helped to draft" in decision.news) == ("waiting", True)
    with pytest.raises(NotAllowed, match="You helped to draft"):
        decide(by=dpo, decision=decision, sha256=decision.snapshot.sha256, outcome=Outcome.APPROVED)


@pytest.mark.parametrize("kind", [Kind.RENEWAL, Kind.RESUMPTION, Kind.SUSPENSION, Kind.TERMINATION])
def test_guardian_and_senior_owner_are_asked_where_the_facts_require_it_and_sharing_is_to_go_on(kind):
    world = in_force(("Wigan Council", "council"), ("Riverside Trust", "charity"))
    flow = rows.flows(world.version, 1)[0]
    with life.act("tests.kinds", by=life.SYSTEM):
        type(flow).objects.filter(pk=flow.pk).update(kinds=["health"])
    party = life.party(world.version, world.people.partners[0])
    instrument = Instrument(version=world.version, number=1, kind=kind, effective_on=world.content(kind).effective_on,
                            begun_by=world.people.officer, reason="So.")  # fmt: skip
    with life.act("tests.instrument", by=life.SYSTEM):
        instrument.save()
        instrument.signers.set([party])
    owed = {one.kind: one.why for one in decisions_owed_on(instrument)}
    goes_on = kind in (Kind.RENEWAL, Kind.RESUMPTION)
    assert (RoleKind.CALDICOTT_GUARDIAN in owed) == (RoleKind.SIRO in owed) == goes_on
    assert owed[RoleKind.DPO] == "Every party's data protection officer is asked."
    if goes_on:
        assert owed[RoleKind.CALDICOTT_GUARDIAN] == "Flow 1 involves health or care information."
        assert owed[RoleKind.SIRO] == "Flow 1 involves special category or criminal offence data."


@pytest.mark.parametrize(
    ("kind", "party", "risk", "words"),
    [
        ("renewal", "wigan", 2, "Special category or criminal offence data: flow 1"),
        ("resumption", "police", 2, "Special category or criminal offence data: flow 1"),
        ("renewal", "fire", 0, ""),
        ("accession", "homes", 1, "First time"),
        ("withdrawal", "wigan", 0, "It stops sharing"),
        ("suspension", "wigan", 0, "It stops sharing"),
        ("termination", "wigan", 0, "It stops sharing"),
    ],
)
def test_a_document_weighs_what_the_agreement_weighs_that_it_lets_go_on(kind, party, risk, words):
    flow = {"number": 1, "sender": "wigan", "recipients": ["police"], "identifiability": "identifiable",
            "kinds": ["health"]}  # fmt: skip
    agreement = {"flows": [flow], "risks": [], "parties": [{"key": key} for key in ("wigan", "police", "fire")]}
    weight = weigh_instrument(kind, agreement, party=party)
    assert (weight.risk, weight.words) == (risk, words)


def test_the_facts_ask_a_versions_guardian_and_senior_owner_and_the_page_tells_them_why():
    people = life.cast(("Wigan Council", "council"), ("Northmoor Police", "police"))
    version = life.draft(people)
    flow = rows.flows(version, 1)[0]
    with life.act("tests.kinds", by=life.SYSTEM):
        type(flow).objects.filter(pk=flow.pk).update(kinds=["health"])
    guardian = people.at(people.partners[0], RoleKind.CALDICOTT_GUARDIAN)
    for partner in people.partners:
        people.at(partner, RoleKind.SIRO)
    version = life.submitted(people, version)
    asked = {(str(one.party), one.kind) for one in live_snapshot(version).decisions.select_related("party__partner")}
    posts = {"Wigan Council": ("dpo", "caldicott_guardian", "siro"), "Northmoor Police": ("dpo", "siro")}
    assert asked == {(name, kind) for name, kinds in posts.items() for kind in kinds}
    client = Client()
    client.force_login(guardian.person)
    decision = next(one for one in life.waiting(version) if one.kind == "caldicott_guardian")
    page = client.get(reverse("protocols:decide", args=[decision.pk])).content.decode()
    assert "Flow 1 involves health or care information." in page
    assert "Approve for Wigan Council" in page
