"""The signing receipt: made once after the seal, sealed itself, and told apart from the agreement."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from portal.audit.models import AuditEvent
from protocols.documents.exporting import attached_snapshot
from protocols.documents.verifying import Finding, verify
from protocols.models import Document, Instrument, Signing
from protocols.queries.documents import documents_for, file_name, receipt_of, signed_document
from protocols.queries.protocols import address_of
from protocols.queries.receipts import receipt_parts
from protocols.queries.signing import live_signing
from protocols.services.keys import authority
from protocols.services.receipts import make_receipt, make_receipts_due
from protocols.services.sealing import seal_due
from protocols.services.signatures import Coming
from protocols.services.signing import sign
from protocols.states import State
from tests.portal.tampering import rewrite
from tests.protocols import factories_life as life
from tests.protocols import instruments
from tests.protocols.test_queries_per_list import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def begun(beginning):
    return beginning.make(lambda: life.protocol_at(State.IN_FORCE))


@pytest.fixture
def sealed(begun):
    return begun()


def test_a_receipt_is_made_of_what_was_sealed_and_says_how_it_was_signed(sealed):
    _people, version = sealed
    assert make_receipts_due() == 1
    receipt, signed = receipt_of(signed_document(version)), signed_document(version)
    said = json.loads(attached_snapshot(receipt.read()))
    assert (said["schema"], said["file"]["sha256"]) == ("concordat/receipt/1", signed.sha256)
    recorded = [(one.name, one.signed_sha256, one.result.sha256) for one in live_signing(version).signatures.all()]
    assert [(one["name"], one["before_sha256"], one["after_sha256"]) for one in said["signatures"]] == recorded
    assert [one["basis"] for one in said["signatures"]] == ["Scheme of delegation"] * 2
    moments = [one["at"] for one in said["timeline"]]
    assert moments == sorted(moments)
    assert said["timeline"][-1]["said"] == "The portal sealed the file"
    assert sum("signed for" in one["said"] for one in said["timeline"]) == 2


def test_a_signed_file_is_handed_out_as_it_lies_and_nothing_is_set(sealed, client, monkeypatch):
    people, version = sealed
    make_receipts_due()

    def set_again(*_: object, **__: object) -> None:
        raise AssertionError("a document was set while it was handed out")

    monkeypatch.setattr("weasyprint.HTML.render", set_again)
    client.force_login(people.officer.person)
    for held in (signed_document(version), receipt_of(signed_document(version))):
        address = reverse("protocols:document", args=[version.protocol.reference, version.number, held.pk])
        for asked in ({}, {"download": 1}):
            answer = client.get(address, asked)
            assert (answer.status_code, answer.streaming) == (200, True)
            assert b"".join(answer.streaming_content) == held.read()


def test_where_the_proxy_hands_files_out_the_portal_still_says_to_whom(sealed, client, settings):
    settings.FILES_BY_PROXY = True
    people, version = sealed
    signed = signed_document(version)
    address = reverse("protocols:document", args=[version.protocol.reference, version.number, signed.pk])
    client.force_login(people.officer.person)
    answer = client.get(address)
    assert (answer.content, answer.headers["X-Accel-Redirect"]) == (b"", f"/kept-files/{signed.name}")
    client.force_login(life.factories.officer().person)
    refused = client.get(address)
    assert (refused.status_code, "X-Accel-Redirect" in refused.headers) == (404, False)


def test_the_trail_is_checked_by_the_anchor_of_a_receipt(sealed, capsys):
    _people, version = sealed
    make_receipts_due()
    anchor = json.loads(attached_snapshot(receipt_of(signed_document(version)).read()))["anchor"]
    call_command("verify_audit", "--anchor", anchor)
    assert "agrees with 1 anchor" in capsys.readouterr().out
    decision = AuditEvent.objects.filter(action="protocols.decide").first()
    rewrite(decision.sequence, actor_name="Somebody else")
    call_command("verify_audit")
    with pytest.raises(CommandError, match="broken in 1 place"):
        call_command("verify_audit", "--anchor", anchor)
    number = anchor.partition(":")[0]
    assert f"Event {number}: rewritten, or an event before it was" in capsys.readouterr().err


def test_advice_not_followed_is_told_on_the_receipt_without_its_reasons_and_never_in_public(sealed, client):
    _people, version = sealed
    first = live_signing(version).snapshot.decisions.first()
    accountable = life.factories.role(RoleKind.SIRO, at=first.party.partner)
    with act("tests.advice", by=SYSTEM):
        first.outcome, first.text = "not_followed", "The need is not shown."
        first.answered_at, first.answered_by, first.answer = first.decided_at, accountable, "It is in the strategy."
        first.save()
    parts = receipt_parts(live_signing(version), signed_document(version), authority().root.certificate)
    [told] = parts["advice_not_followed"]
    assert (told["party"], told["answered_by"]) == (first.party.partner.legal_name, str(accountable))
    said = [one["said"] for one in parts["timeline"]]
    assert f"{first.party.partner.legal_name} was advised against it by {first.decided_by}" in said
    assert not any(words in json.dumps(parts) for words in ("The need is not shown", "It is in the strategy"))
    public = client.get(reverse("register:agreement", args=[version.protocol.reference])).content.decode()
    assert version.title in public
    assert "advi" not in public.partition("<main")[2].partition("</main")[0].lower()


def test_a_receipt_is_ours_and_whole_and_is_not_called_an_agreement(sealed):
    _people, version = sealed
    make_receipts_due()
    found = verify(receipt_of(signed_document(version)).read(), authority())
    assert (found.finding, found.whole, found.signatories) == (Finding.OURS, True, ())
    assert "signing receipt" in found.sentence


def test_a_receipt_says_how_each_was_known_and_from_where():
    people = life.cast()
    version = life.approved(people, life.draft(people))
    for party, address in zip(version.parties.select_related("partner"), ("203.0.113.7", None), strict=True):
        signing = live_signing(version)
        by = people.of(party, RoleKind.SIGNATORY)
        coming = Coming(address)
        sign(by=by, signing=signing, sha256=signing.current.sha256, post="Chair", basis="Scheme", coming=coming)
    seal_due()
    made = make_receipt(live_signing(version))
    said = json.loads(attached_snapshot(made.read()))
    assert [(one["method"], one["address"]) for one in said["signatures"]] == [
        ("portal", "203.0.113.7"),
        ("portal", ""),
    ]


def test_a_second_run_makes_no_second_receipt(sealed):
    _people, version = sealed
    signing = live_signing(version)
    assert make_receipt(signing) == make_receipt(signing)
    assert make_receipts_due() == 0
    assert Document.objects.filter(kind="receipt").count() == 1
    assert AuditEvent.objects.filter(action="protocols.receipt").count() == 1


def test_an_instrument_has_a_receipt_of_its_own(sealed):
    make_receipts_due()
    before = Document.objects.get(kind="receipt")
    instrument = instruments.in_force().done(Instrument.Kind.SUSPENSION)
    assert make_receipts_due() == 1
    made = Document.objects.filter(kind="receipt").exclude(pk=before.pk).get()
    said = json.loads(attached_snapshot(made.read()))
    assert (said["instrument"]["kind"], said["instrument"]["number"]) == ("suspension", instrument.number)
    assert verify(made.read(), authority()).whole
    assert file_name(made).endswith(f"-suspension-{instrument.number}-signing-receipt.pdf")


def test_the_page_of_a_version_leads_to_its_receipt(sealed):
    people, version = sealed
    client, page = signed_in(people.officer), address_of("version", version)
    assert "The signing receipt is being made." in client.get(page).content.decode()
    make_receipts_due()
    receipt = receipt_of(signed_document(version))
    assert f"{address_of('document', version, receipt.pk)}?download=1" in client.get(page).content.decode()


def test_before_the_seal_there_is_no_receipt(sealed):
    make_receipts_due()
    people = life.cast()
    version = life.signed_by_all(people, life.draft(people))
    assert make_receipt(live_signing(version)) is None
    assert make_receipts_due() == 0
    assert seal_due() == 1
    assert make_receipts_due() == 1


def test_a_receipt_that_cannot_be_made_stops_no_other_and_is_tried_again(sealed, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr("protocols.services.receipts.keep", lambda *_a, **_k: 1 / 0)
        assert make_receipts_due() == 0
    assert Signing.objects.get().stage == Signing.Stage.SEALED
    assert make_receipts_due() == 1


def test_whoever_has_the_signed_file_has_its_receipt_and_no_stranger_does(sealed):
    people, version = sealed
    make_receipts_due()
    receipt = receipt_of(signed_document(version))
    assert file_name(receipt) == f"{version.protocol.reference}-v1-signing-receipt.pdf"
    assert receipt in documents_for(people.at(people.partners[0], RoleKind.SIGNATORY))
    stranger = life.factories.role(RoleKind.DPO, at=life.factories.partner("Elsewhere Council"))
    assert receipt not in documents_for(stranger)
