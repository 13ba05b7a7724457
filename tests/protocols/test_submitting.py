"""Submitting: what is frozen, who is asked, and what stands in the way."""

import hashlib
import json

import pytest

from partners.roles import RoleKind
from portal.audit.models import AuditEvent
from portal.mail.models import OutgoingMail
from protocols.documents.kinds import DocumentKind
from protocols.documents.rendering import render
from protocols.errors import Invalid, NotAllowed, WrongState
from protocols.models import Decision, Snapshot
from protocols.queries.decisions import live_snapshot
from protocols.services.comments import add_comment
from protocols.services.copying import make_approval_copy
from protocols.services.moving import take_back
from protocols.services.submitting import submit
from protocols.snapshot import fingerprint
from protocols.states import State
from tests.protocols import factories_life as life

pytestmark = pytest.mark.django_db


def test_submitting_freezes_the_content_under_its_own_fingerprint():
    people, version = life.protocol_at(State.CONSULTATION)
    snapshot = submit(by=people.officer, version=version)
    assert snapshot.sha256 == hashlib.sha256(snapshot.text.encode()).hexdigest()
    assert snapshot.content["protocol"]["reference"] == version.protocol.reference
    assert life.again(version).status is State.APPROVAL


def test_a_submission_shares_what_its_checks_and_its_frozen_text_read(django_assert_max_num_queries):
    people, version = life.protocol_at(State.CONSULTATION)
    with django_assert_max_num_queries(40):
        submit(by=people.officer, version=version)


def test_the_documents_accept_the_fingerprint_of_the_frozen_text():
    _, version = life.protocol_at(State.APPROVAL)
    snapshot = live_snapshot(version)
    assert fingerprint(snapshot.text) == snapshot.sha256
    assert not render(snapshot.content, DocumentKind.APPROVAL_COPY, sha256=snapshot.sha256).complaints


def test_the_snapshot_has_the_text_filled_in_and_its_people_named():
    people, version = life.protocol_at(State.APPROVAL)
    content = live_snapshot(version).content
    purpose = next(section for section in content["sections"] if section["id"] == "S03")
    assert "prevent violence" in purpose["html"]
    assert "[[" not in json.dumps(content)
    named = {party["legal_name"]: party["dpo"]["name"] for party in content["parties"]}
    assert named["Wigan Council"] == people.at(people.partners[0], RoleKind.DPO).person.name


def test_each_partys_data_protection_officer_is_asked_and_has_mail():
    people, version = life.protocol_at(State.APPROVAL)
    asked = {(decision.party.partner_id, decision.kind) for decision in life.waiting(version)}
    assert asked == {(partner.pk, "dpo") for partner in people.partners}
    told = set(OutgoingMail.objects.filter(subject__startswith="Decide on").values_list("to", flat=True))
    assert told == {people.at(partner, RoleKind.DPO).person.email for partner in people.partners}


def test_submitting_twice_makes_one_snapshot_and_one_event():
    people, version = life.protocol_at(State.CONSULTATION)
    assert submit(by=people.officer, version=version).pk == submit(by=people.officer, version=version).pk
    assert Snapshot.objects.count() == 1
    assert AuditEvent.objects.filter(action="protocols.submit").count() == 1
    assert Decision.objects.count() == 2


def test_an_open_comment_stands_in_the_way():
    people, version = life.protocol_at(State.CONSULTATION)
    nonce = "00000000-0000-0000-0000-000000000001"
    add_comment(by=people.at(people.partners[0], RoleKind.CONTRIBUTOR), version=version, body="Why?", nonce=nonce)
    with pytest.raises(Invalid, match="1 comment is still open"):
        submit(by=people.officer, version=version)
    assert life.again(version).status is State.CONSULTATION


def test_a_party_without_a_data_protection_officer_stands_in_the_way_by_name():
    people, version = life.protocol_at(State.CONSULTATION)
    role = people.at(people.partners[0], RoleKind.DPO)
    life.end_role(role)
    with pytest.raises(Invalid, match="Wigan Council has no data protection officer"):
        submit(by=people.officer, version=version)


def test_a_party_without_a_signatory_stands_in_the_way_by_name():
    people, version = life.protocol_at(State.CONSULTATION)
    life.end_role(people.at(people.partners[1], RoleKind.SIGNATORY))
    with pytest.raises(Invalid, match="Northmoor Police has no signatory"):
        submit(by=people.officer, version=version)


def test_a_draft_cannot_be_submitted_before_consultation():
    people, version = life.protocol_at(State.DRAFT)
    with pytest.raises(WrongState, match="only in “consultation”"):
        submit(by=people.officer, version=version)


def test_only_the_officer_submits():
    people, version = life.protocol_at(State.CONSULTATION)
    with pytest.raises(NotAllowed, match="partnership's officer"):
        submit(by=people.at(people.partners[0], RoleKind.CONTRIBUTOR), version=version)


def test_taking_it_back_lapses_the_decisions_and_withdraws_the_snapshot():
    people, version = life.protocol_at(State.APPROVAL)
    take_back(by=people.officer, version=version)
    assert live_snapshot(version) is None
    assert set(Decision.objects.values_list("outcome", flat=True)) == {"lapsed"}


def test_the_approval_copy_is_made_once_and_says_that_it_is_not_for_signature():
    _, version = life.protocol_at(State.APPROVAL)
    snapshot = live_snapshot(version)
    first, second = make_approval_copy(snapshot), make_approval_copy(snapshot)
    assert first.pk == second.pk
    assert first.name == f"documents/{version.protocol.reference}/{first.sha256}.pdf"
    assert hashlib.sha256(first.read()).hexdigest() == first.sha256
