"""Signing: who may, over which bytes, once; and declining."""

import hashlib

import pytest

from partners.roles import RoleKind
from portal.audit.models import AuditEvent
from portal.mail.models import OutgoingMail
from protocols.documents.verifying import Finding, verify
from protocols.errors import Invalid, NotAllowed, WrongState
from protocols.models import Document, Signature, Signing
from protocols.queries.decisions import live_snapshot
from protocols.queries.signing import live_signing, places
from protocols.services.keys import authority
from protocols.services.signing import decline, prepare_due, prepare_signing, sign
from protocols.states import State
from tests.protocols import factories_life as life

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def begun(beginning):
    return beginning.make(lambda: life.protocol_at(State.SIGNING))


@pytest.fixture
def at_signing(begun):
    people, version = begun()
    return people, version, live_signing(version)


def give(people, signing: Signing, index: int = 0, **changes) -> Signature:
    current = live_signing(signing.snapshot.version).current
    given = {
        "by": people.at(people.partners[index], RoleKind.SIGNATORY), "signing": signing, "sha256": current.sha256,
        "post": "Chief executive", "basis": "Scheme of delegation, paragraph 4",
    }  # fmt: skip
    return sign(**{**given, **changes})


def test_the_file_for_signing_is_certified_before_anybody_signs(at_signing):
    _, _, signing = at_signing
    found = verify(signing.current.read(), authority())
    assert (found.finding, found.whole) == (Finding.OURS, False)
    assert [one.kind.value for one in found.signatures] == ["certification"]


def test_the_file_is_prepared_once(at_signing):
    _, version, signing = at_signing
    assert prepare_signing(live_snapshot(version)).pk == signing.current.pk
    assert Document.objects.filter(kind="for_signing").count() == 1


def test_a_signing_whose_job_was_lost_is_prepared_by_the_sweep():
    people, version = life.protocol_at(State.APPROVAL)
    for decision in life.waiting(version):
        life.approve(people, decision)
    assert live_signing(version).stage == Signing.Stage.PREPARING
    assert prepare_due() == 1
    assert live_signing(version).stage == Signing.Stage.OPEN


def test_signatories_are_told_when_the_file_is_ready(at_signing):
    people, _, _ = at_signing
    told = set(OutgoingMail.objects.filter(subject__startswith="Sign ").values_list("to", flat=True))
    assert told == {people.at(partner, RoleKind.SIGNATORY).person.email for partner in people.partners}


def test_a_signature_names_person_post_organisation_and_authority_inside_the_file(at_signing):
    people, _, signing = at_signing
    made = give(people, signing)
    [signature] = verify(made.result.read(), authority()).signatories
    assert (signature.person, signature.post) == (made.role.person.name, "Chief executive")
    assert (signature.organisation, signature.basis) == ("Wigan Council", "Scheme of delegation, paragraph 4")


def test_a_signature_is_bound_to_the_hash_of_the_file_that_was_shown(at_signing):
    people, _, signing = at_signing
    shown = signing.current.sha256
    made = give(people, signing)
    assert made.signed_sha256 == shown
    assert made.result.read().startswith(Document.objects.get(sha256=shown).read())


def test_the_file_before_each_signature_is_kept_as_it_was(at_signing):
    people, version, signing = at_signing
    give(people, signing)
    give(people, signing, 1)
    for document in Document.objects.filter(snapshot__version=version):
        assert hashlib.sha256(document.read()).hexdigest() == document.sha256
        assert document.name == f"documents/{version.protocol.reference}/{document.sha256}.pdf"


def test_a_stale_page_signs_nothing(at_signing):
    people, _, signing = at_signing
    shown = signing.current.sha256
    give(people, signing)
    with pytest.raises(WrongState, match="Somebody else signed since"):
        give(people, signing, 1, sha256=shown)
    assert Signature.objects.count() == 1


def test_the_same_signature_twice_is_one(at_signing):
    people, _, signing = at_signing
    first = give(people, signing)
    assert give(people, signing).pk == first.pk
    assert AuditEvent.objects.filter(action="protocols.sign").count() == 1


def test_a_second_signatory_of_the_same_party_is_refused(at_signing):
    people, _, signing = at_signing
    give(people, signing)
    deputy = life.factories.role(RoleKind.SIGNATORY, at=people.partners[0])
    with pytest.raises(WrongState, match="already signed for Wigan Council"):
        give(people, signing, by=deputy)


@pytest.mark.parametrize("kind", [kind for kind in RoleKind.at_partner() if kind is not RoleKind.SIGNATORY])
def test_nobody_without_the_role_signs(at_signing, kind):
    people, _, signing = at_signing
    with pytest.raises(NotAllowed, match="signatory"):
        give(people, signing, by=people.at(people.partners[0], kind))


def test_the_officer_signs_for_nobody(at_signing):
    people, _, signing = at_signing
    with pytest.raises(NotAllowed):
        give(people, signing, by=people.officer)


@pytest.mark.parametrize("field", ["post", "basis"])
def test_authority_is_required(at_signing, field):
    people, _, signing = at_signing
    with pytest.raises(Invalid) as refused:
        give(people, signing, **{field: "   "})
    assert refused.value.field == field
    assert not Signature.objects.exists()


def test_a_stored_file_that_was_tampered_with_is_not_signed(at_signing, settings):
    people, _, signing = at_signing
    path = settings.MEDIA_ROOT / signing.current.name
    path.write_bytes(path.read_bytes() + b"%")
    with pytest.raises(WrongState, match="no longer matches its fingerprint"):
        give(people, signing)


def test_nobody_signs_before_the_file_is_made():
    people, version = life.protocol_at(State.APPROVAL)
    for decision in life.waiting(version):
        life.approve(people, decision)
    signing = live_signing(version)
    by = people.at(people.partners[0], RoleKind.SIGNATORY)
    with pytest.raises(WrongState, match="still being made"):
        sign(by=by, signing=signing, sha256="", post="Chief executive", basis="Delegation")


def test_declining_sends_it_back_to_draft_and_voids_every_signature_on_record(at_signing):
    people, version, signing = at_signing
    made = give(people, signing)
    decline(by=people.at(people.partners[1], RoleKind.SIGNATORY), signing=signing, reason="The board said no.")
    made.refresh_from_db()
    signing.refresh_from_db()
    assert life.again(version).status is State.DRAFT
    assert made.void_at is not None
    assert signing.stage == Signing.Stage.VOID
    event = AuditEvent.objects.get(action="protocols.decline")
    assert (event.details["reason"], event.details["void"]) == ("The board said no.", 1)


def test_declining_twice_is_once(at_signing):
    people, _, signing = at_signing
    by = people.at(people.partners[1], RoleKind.SIGNATORY)
    decline(by=by, signing=signing, reason="No.")
    decline(by=by, signing=signing, reason="No.")
    assert AuditEvent.objects.filter(action="protocols.decline").count() == 1


def test_declining_needs_a_reason(at_signing):
    people, version, signing = at_signing
    with pytest.raises(Invalid):
        decline(by=people.at(people.partners[1], RoleKind.SIGNATORY), signing=signing, reason=" ")
    assert life.again(version).status is State.SIGNING


def test_after_the_last_signature_nobody_can_decline():
    people, version = life.cast(), None
    version = life.signed_by_all(people, life.draft(people))
    with pytest.raises(WrongState, match="too late"):
        decline(
            by=people.at(people.partners[0], RoleKind.SIGNATORY), signing=live_signing(version), reason="I have doubts."
        )


def test_the_page_knows_who_has_signed_and_who_has_not(at_signing):
    people, _, signing = at_signing
    give(people, signing)
    assert [(str(place.party), place.signature is not None) for place in places(signing)] == [
        ("Northmoor Police", False),
        ("Wigan Council", True),
    ]
