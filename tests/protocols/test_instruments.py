"""Short documents made after signing: approved, signed and sealed by the same mechanism as the agreement itself."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from partners.roles import RoleKind
from protocols.documents.verifying import Finding, verify
from protocols.errors import Invalid, NotAllowed, WrongState
from protocols.facts.binding import bound_parties
from protocols.models import Decision, Instrument, Party
from protocols.queries.decisions import live_snapshot
from protocols.queries.documents import documents_for, file_name, signed_document
from protocols.queries.instruments import live_text
from protocols.queries.protocols import visible_to
from protocols.queries.signing import live_signing, signing_of
from protocols.services import effects
from protocols.services.deciding import decide
from protocols.services.effects import carry_out_due
from protocols.services.instruments.beginning import Content, abandon_instrument, begin_instrument
from protocols.services.instruments.submitting import submit_instrument, take_back_instrument
from protocols.services.keys import authority
from protocols.services.sealing import seal_due
from protocols.services.signing import decline, prepare_signing, sign
from protocols.states import State
from tests.protocols import factories
from tests.protocols import factories_law as laws
from tests.protocols import factories_life as life
from tests.protocols.instruments import heard

pytestmark = pytest.mark.django_db
Kind = Instrument.Kind
PAUSE = {"lifts_when": "The audit is closed."}


def in_force():
    people = life.cast()
    version = life.draft(people)
    laws.put_in_state(version, "in_force")
    joins = factories.partner("Riverside Homes", kind="housing_association", of=people.officer.partnership)
    for kind in (RoleKind.DPO, RoleKind.SIGNATORY):
        people.at(joins, kind)
    return people, life.again(version), joins


@pytest.fixture(scope="module")
def kept(beginning):
    return beginning.make(in_force)


@pytest.fixture
def world(kept):
    return kept()


def begun(world, **changes):
    people, version, joins = world
    given = {"kind": Kind.ACCESSION, "effective_on": timezone.localdate(), "reason": "It works here too."}
    content = Content(**{**given, "partner": joins, **changes})
    if content.kind == Kind.ACCESSION and content.partner == joins and content.reason.strip():
        return heard(people, version, content)
    return begin_instrument(by=people.officer, version=version, content=content, nonce=uuid4())


def approved(world, instrument):
    people = world[0]
    snapshot = submit_instrument(by=people.officer, instrument=instrument)
    for decision in snapshot.decisions.select_related("party__partner", "snapshot__version", "snapshot__instrument"):
        life.approve(people, decision)
    prepare_signing(snapshot)
    return Instrument.objects.select_related("version").get(pk=instrument.pk)


def signed(world, instrument):
    people = world[0]
    instrument = approved(world, instrument)
    for party in instrument.signers(manager="everyone").select_related("partner"):
        signing = signing_of(instrument)
        by = people.of(party, RoleKind.SIGNATORY)
        sign(by=by, signing=signing, sha256=signing.current.sha256, post="Chief executive", basis="Scheme")
    return instrument


def test_a_partner_joins_by_a_document_of_its_own(world):
    _people, version, joins = world
    before = signed_document(version).sha256 if signed_document(version) else None
    instrument = signed(world, begun(world))
    assert joins not in [party.partner for party in bound_parties(version)]
    assert seal_due() == 1
    assert [party.partner for party in bound_parties(version)].count(joins) == 1
    sealed = live_text(instrument).documents.get(kind="signed")
    found = verify(sealed.read(), authority())
    assert (found.finding, found.whole, [one.organisation for one in found.signatories]) == (
        Finding.OURS, True, ["Riverside Homes"]
    )  # fmt: skip
    assert file_name(sealed) == f"{version.protocol.reference}-v1-accession-1-signed.pdf"
    assert (signed_document(version).sha256 if signed_document(version) else None) == before


def test_who_joins_sees_the_agreement_but_is_no_party_before_it_is_sealed(world):
    people, version, joins = world
    begun(world)
    dpo = people.at(joins, RoleKind.DPO)
    assert version in visible_to(dpo)
    assert joins not in [party.partner for party in version.parties.all()]
    assert Party.everyone.filter(version=version, partner=joins).exists()


def test_it_takes_effect_on_its_day_and_not_before(world, monkeypatch):
    _people, version, joins = world
    tomorrow = timezone.localdate() + timedelta(days=1)
    instrument = signed(world, begun(world, effective_on=tomorrow))
    seal_due()
    assert carry_out_due() == 0
    assert joins not in [party.partner for party in bound_parties(version, tomorrow)]
    with monkeypatch.context() as later:
        later.setattr(effects, "_today", lambda: tomorrow)
        assert carry_out_due() == 1
        assert carry_out_due() == 0
    assert joins in [party.partner for party in bound_parties(version, tomorrow)]
    assert joins not in [party.partner for party in bound_parties(version)]
    assert Instrument.objects.get(pk=instrument.pk).applied_at


def test_the_text_of_an_instrument_is_not_taken_for_the_agreements(world):
    people, version, _joins = world
    own = live_snapshot(version)
    instrument = approved(world, begun(world))
    assert live_snapshot(version) == own
    assert live_signing(version) is None or live_signing(version).snapshot == own
    signatory = people.at(people.partners[0], RoleKind.SIGNATORY)
    with pytest.raises(NotAllowed):
        sign(by=signatory, signing=signing_of(instrument), sha256="x", post="A", basis="B")


def test_nobody_decides_on_what_they_began_and_nobody_for_another(world):
    people, _version, joins = world
    snapshot = submit_instrument(by=people.officer, instrument=begun(world))
    decision = snapshot.decisions.select_related("party__partner", "snapshot__version", "snapshot__instrument").get()
    stranger = people.at(people.partners[0], RoleKind.DPO)
    with pytest.raises(NotAllowed, match="Riverside Homes"):
        decide(by=stranger, decision=decision, sha256=snapshot.sha256, outcome=Decision.Outcome.APPROVED)
    own = life.second_role(people.officer, RoleKind.DPO, at=joins)
    with pytest.raises(NotAllowed, match="helped to draft"):
        decide(by=own, decision=decision, sha256=snapshot.sha256, outcome=Decision.Outcome.APPROVED)


def test_changes_asked_for_and_a_signature_declined_send_it_back_to_draft(world):
    people, version, joins = world
    instrument = begun(world)
    snapshot = submit_instrument(by=people.officer, instrument=instrument)
    decision = snapshot.decisions.select_related("party__partner", "snapshot__version", "snapshot__instrument").get()
    dpo = people.at(joins, RoleKind.DPO)
    decide(by=dpo, decision=decision, sha256=snapshot.sha256, outcome=Decision.Outcome.CHANGES, text="Not yet.")
    instrument.refresh_from_db()
    assert instrument.status is State.DRAFT
    assert not version.comments.exists()
    instrument = approved(world, instrument)
    decline(by=people.at(joins, RoleKind.SIGNATORY), signing=signing_of(instrument), reason="The board said no.")
    instrument.refresh_from_db()
    assert instrument.status is State.DRAFT
    assert life.again(version).status is State.IN_FORCE


def test_begun_submitted_taken_back_and_given_up_twice_is_once(world):
    people, version, _joins = world
    content = Content(Kind.SUSPENSION, timezone.localdate(), "It works here too.", people.partners[0], PAUSE)
    nonce = uuid4()
    first, second = (
        begin_instrument(by=people.officer, version=version, content=content, nonce=nonce) for _ in range(2)
    )
    assert first == second
    assert submit_instrument(by=people.officer, instrument=first) == submit_instrument(
        by=people.officer, instrument=first
    )
    for _ in range(2):
        assert take_back_instrument(by=people.officer, instrument=first).status is State.DRAFT
    for _ in range(2):
        assert abandon_instrument(by=people.officer, instrument=first).status is State.ABANDONED
    with pytest.raises(WrongState):
        submit_instrument(by=people.officer, instrument=first)


def test_what_is_wrong_is_told_beside_the_field(world):
    people, _version, _joins = world
    for changes, field in (
        ({"reason": " "}, "reason"),
        ({"partner": None}, "partner"),
        ({"partner": people.partners[0]}, "partner"),
        ({"kind": Kind.WITHDRAWAL}, "partner"),
    ):
        with pytest.raises(Invalid) as caught:
            begun(world, **changes)
        assert caught.value.field == field
    begun(world)
    with pytest.raises(Invalid, match="under way already"):
        begun(world)


def test_only_the_officer_begins_one_and_only_on_an_agreement_in_force(world):
    people, version, joins = world
    content = Content(Kind.ACCESSION, timezone.localdate(), "Why.", joins)
    with pytest.raises(NotAllowed):
        begin_instrument(
            by=people.at(people.partners[0], RoleKind.DPO), version=version, content=content, nonce=uuid4()
        )
    draft = life.draft(people)
    with pytest.raises(WrongState, match="in force"):
        begin_instrument(by=people.officer, version=draft, content=content, nonce=uuid4())


def test_the_files_of_a_signed_instrument_are_there_for_the_parties_and_not_for_strangers(world):
    people, _version, _joins = world
    signed(world, begun(world))
    seal_due()
    names = [file_name(one) for one in documents_for(people.at(people.partners[0], RoleKind.VIEWER))]
    assert any("accession-1-signed" in name for name in names)
    stranger = factories.role(RoleKind.VIEWER, at=factories.partner("Elsewhere Council"))
    assert list(documents_for(stranger)) == []
