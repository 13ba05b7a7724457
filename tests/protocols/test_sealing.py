"""The seal: once, after the last signature, whatever happens in between; and what may be handed out as signed."""

import pytest

from partners.roles import RoleKind
from portal.audit.models import AuditEvent
from portal.mail.models import OutgoingMail
from protocols.documents.verifying import Finding, verify
from protocols.errors import Invalid
from protocols.models import Document, ProtocolVersion, Signing
from protocols.queries.documents import documents_for, file_name, signed_document
from protocols.queries.signing import live_signing
from protocols.services import sealing
from protocols.services.exporting import export, version_to_export
from protocols.services.keys import authority
from protocols.services.signing import decline
from protocols.services.varying import vary
from protocols.states import State
from protocols.tasks import sweep
from tests.protocols import factories_life as life

pytestmark = pytest.mark.django_db


def signed_by_all() -> tuple[life.Cast, ProtocolVersion]:
    people = life.cast()
    return people, life.signed_by_all(people, life.draft(people))


@pytest.fixture(scope="module")
def begun(beginning):
    return beginning.make(signed_by_all)


@pytest.fixture
def signed(begun):
    return begun()


def test_the_seal_closes_the_file_and_brings_the_version_into_force(signed):
    _, version = signed
    assert sealing.seal_due() == 1
    assert life.again(version).status is State.IN_FORCE
    found = verify(signed_document(version).read(), authority())
    assert (found.finding, found.whole, len(found.signatories)) == (Finding.OURS, True, 2)


def test_sealing_again_changes_nothing(signed):
    _, version = signed
    sealing.seal(live_signing(version))
    assert sealing.seal(live_signing(version)) is None
    assert sealing.seal_due() == 0
    assert Document.objects.filter(kind="signed").count() == 1
    assert AuditEvent.objects.filter(action="protocols.seal").count() == 1


def test_a_failure_while_sealing_leaves_everything_to_be_done_again(signed, monkeypatch):
    _, version = signed

    def fails(*_args, **_kwargs):
        raise OSError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(sealing, "keep", fails)
        with pytest.raises(OSError, match="disk is full"):
            sealing.seal(live_signing(version))
        assert sealing.seal_due() == 0
    assert live_signing(version).stage == Signing.Stage.COMPLETE
    assert life.again(version).status is State.SIGNING
    assert sweep() == 1
    assert life.again(version).status is State.IN_FORCE


def test_before_the_seal_nothing_is_handed_out_as_signed(signed):
    people, version = signed
    assert signed_document(version) is None
    with pytest.raises(Invalid, match="not signed by all"):
        export(version, "pdf")
    signatory = people.at(people.partners[0], RoleKind.SIGNATORY)
    assert [file_name(one) for one in documents_for(signatory) if "signed" in file_name(one)] == []


def test_a_file_left_by_a_declined_signing_is_handed_to_nobody():
    people, version = life.protocol_at(State.SIGNING)
    life.sign_for(people, version, version.parties.first())
    signatory = people.at(people.partners[0], RoleKind.SIGNATORY)
    decline(by=signatory, signing=live_signing(version), reason="The board said no.")
    assert not documents_for(signatory).filter(kind="for_signing").exists()


def test_only_the_sealed_file_bears_the_name_of_a_signed_one(signed):
    people, version = signed
    sealing.seal_due()
    reader = people.at(people.partners[0], RoleKind.SIGNATORY)
    named = [one for one in documents_for(reader) if file_name(one).endswith("-signed.pdf")]
    assert [(one.kind, file_name(one)) for one in named] == [("signed", f"{version.protocol.reference}-v1-signed.pdf")]
    assert verify(named[0].read(), authority()).whole


def test_everyone_with_a_part_in_it_is_told(signed):
    people, _ = signed
    sealing.seal_due()
    told = set(OutgoingMail.objects.filter(subject__endswith="in force").values_list("to", flat=True))
    assert told == {people.officer.person.email, *(role.person.email for role in people.people.values())}


def test_a_viewer_of_a_party_downloads_the_signed_file_and_nothing_before(signed):
    people, version = signed
    viewer = people.at(people.partners[0], RoleKind.VIEWER)
    assert not documents_for(viewer).exists()
    sealing.seal_due()
    assert signed_document(version) in documents_for(viewer)


def test_a_stranger_downloads_nothing(signed):
    _, _version = signed
    sealing.seal_due()
    stranger = life.factories.role(RoleKind.DPO, at=life.factories.partner("Elsewhere Council"))
    assert not documents_for(stranger).exists()


def test_sealing_a_variation_supersedes_the_version_before():
    people, old = life.protocol_at(State.IN_FORCE)
    newer = life.in_force(people, life.again(vary(by=people.officer, version=old)))
    assert (life.again(old).status, newer.status) == (State.SUPERSEDED, State.IN_FORCE)
    assert AuditEvent.objects.filter(action="protocols.supersede").count() == 1
    assert signed_document(old) is not None


def test_the_parties_that_accede_are_on_the_record_of_the_seal():
    people = life.cast(*life.BODIES[:3])
    joins = people.partners.pop()
    parent = life.in_force(people, life.draft(people))
    people.partners.append(joins)
    version = life.thematic_draft(people, parent)
    life.with_acceding_party(people, version, joins)
    flow = life.cases_flow(people, version)
    for one in (flow.sender, *flow.recipients.all()):
        life.assessed(people, life.party(version, one.partner), [flow])
    life.in_force(people, life.again(version))
    event = AuditEvent.objects.filter(action="protocols.seal").latest("sequence")
    assert event.details["acceded"] == [str(joins)]


def test_an_export_is_the_sealed_file_byte_for_byte(signed):
    _, version = signed
    sealing.seal_due()
    found = version_to_export(version.protocol.reference)
    assert export(found, "pdf") == signed_document(version).read()
    assert export(found, "json").decode() == ProtocolVersion.objects.get().snapshots.get().text
