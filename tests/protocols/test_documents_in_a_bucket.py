"""Documents in an S3 bucket: signed, sealed, handed out; and what happens while the bucket's server is down."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from partners.roles import RoleKind
from portal.audit.models import AuditEvent
from portal.backups.errors import Unsound
from portal.backups.stored_files import put, stored_names
from portal.storing.errors import StorageAway
from protocols.documents.verifying import Finding, verify
from protocols.models import Document, ProtocolVersion, Signature, Signing
from protocols.queries.documents import approval_copy, signed_document
from protocols.queries.signing import live_signing
from protocols.services import copying, receipts, sealing
from protocols.services.keys import authority
from protocols.services.lost_files import sweep_lost_files
from protocols.states import State
from tests.portal.buckets import BucketServer
from tests.protocols import factories_life as life
from tests.protocols import factories_signing as signings

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def server() -> Iterator[BucketServer]:
    server = BucketServer()
    yield server
    server.stop()


def let_go() -> None:
    """Close the connections to the server that the storage keeps for its next call."""
    connection = getattr(default_storage, "connection", None)
    if connection is not None:
        connection.meta.client.close()


@pytest.fixture(autouse=True)
def in_the_bucket(server, settings) -> Iterator[None]:
    settings.STORAGES = server.storages()
    yield
    let_go()


def open_to_be_signed() -> tuple[life.Cast, ProtocolVersion]:
    people, version = life.protocol_at(State.SIGNING)
    person = people.at(people.partners[0], RoleKind.SIGNATORY).person
    person.set_password(PASSWORD)
    person.save()
    return people, version


@pytest.fixture(scope="module")
def begun(server, beginning):
    with override_settings(STORAGES=server.storages()):
        made = beginning.make(open_to_be_signed)
        let_go()
        return made


@pytest.fixture
def signer(begun) -> Client:
    people, _ = begun()
    client = Client(raise_request_exception=False)
    client.force_login(people.at(people.partners[0], RoleKind.SIGNATORY).person)
    return client


def page_of(version) -> str:
    return reverse("protocols:sign", args=[version.protocol.reference, version.number])


def read(name: str) -> bytes:
    with default_storage.open(name) as opened:
        return opened.read()


def send(client: Client, version):
    given = {
        "sha256": live_signing(version).current.sha256, "post": "Chief executive", "basis": "Delegation, paragraph 4",
        "proof": PASSWORD,
    }  # fmt: skip
    return client.post(page_of(version), given)


def test_it_is_signed_sealed_and_given_its_receipt_and_nothing_lies_on_the_disk(begun, signer, settings):
    people, version = begun()
    for index in (0, 1):
        signings.sign_for(people, version, index)
    assert (sealing.seal_due(), receipts.make_receipts_due()) == (1, 1)
    sealed = signed_document(version)
    found = verify(sealed.read(), authority())
    assert (found.finding, found.whole, len(found.signatories)) == (Finding.OURS, True, 2)
    address = reverse("protocols:document", args=[version.protocol.reference, version.number, sealed.pk])
    answer = signer.get(address, {"download": 1})
    assert (b"".join(answer.streaming_content), int(answer["Content-Length"])) == (sealed.read(), sealed.size)
    assert Document.objects.filter(kind="receipt").count() == 1
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_a_signature_while_the_server_is_down_is_refused_in_a_sentence_and_can_be_given_afterwards(
    begun, signer, server
):
    _, version = begun()
    before = AuditEvent.objects.count()
    with server.away():
        answer = send(signer, version)
        page = answer.content.decode()
    assert answer.status_code == 422
    assert "store of documents is full or does not answer, so nothing was signed" in page
    assert "Delegation, paragraph 4" in page
    assert (Signature.objects.count(), AuditEvent.objects.count()) == (0, before)
    assert send(signer, version).status_code == 302
    assert Signature.objects.count() == 1


def test_what_all_signed_before_the_server_went_down_is_sealed_when_it_is_back(begun, server):
    people, version = begun()
    for index in (0, 1):
        signings.sign_for(people, version, index)
    with server.away():
        assert sealing.seal_due() == 0
        assert live_signing(version).stage == Signing.Stage.COMPLETE
    assert sealing.seal_due() == 1
    assert verify(signed_document(version).read(), authority()).whole


def test_an_approval_copy_whose_job_failed_while_the_server_was_down_is_made_by_the_sweep(server, monkeypatch):
    _, version = life.protocol_at(State.APPROVAL)
    assert copying.make_copies_due() == 0, "it is left to its job at first"
    monkeypatch.setattr(copying, "IN_TIME", timedelta())
    with server.away():
        assert copying.make_copies_due() == 0
        assert approval_copy(version) is None
    assert copying.make_copies_due() == 1
    made = approval_copy(version)
    assert read(made.name) == made.read()
    assert copying.make_copies_due() == 0


def test_a_download_while_the_server_is_down_is_a_page_that_says_so(begun, signer, server):
    _, version = begun()
    current = live_signing(version).current
    with server.away():
        answer = signer.get(
            reverse("protocols:document", args=[version.protocol.reference, version.number, current.pk])
        )
    assert answer.status_code == 503
    assert "store of documents" in answer.content.decode()


def test_a_bucket_keeps_files_as_a_folder_does():
    first, second = (default_storage.save("documents/A/one.pdf", ContentFile(each)) for each in (b"1", b"2"))
    assert first != second
    assert [read(name) for name in (first, second)] == [b"1", b"2"]
    assert sorted(default_storage.listdir("documents/A")[1]) == sorted(
        name.rpartition("/")[2] for name in (first, second)
    )
    assert timezone.now() - default_storage.get_modified_time(first) < timedelta(minutes=1)
    for name in (first, second, second):
        default_storage.delete(name)
    assert not default_storage.exists(first)
    with pytest.raises(FileNotFoundError):
        default_storage.open(first)


def test_a_backup_finds_every_file_of_a_bucket_and_a_restore_puts_each_under_its_own_name():
    put("documents/D/one.pdf", BytesIO(b"1"))
    put("elsewhere/2/two.pdf", BytesIO(b"2"))
    assert {"documents/D/one.pdf", "elsewhere/2/two.pdf"} <= set(stored_names())
    assert list(stored_names("documents/D/")) == ["documents/D/one.pdf"]
    with pytest.raises(Unsound, match="has a file documents/D/one"):
        put("documents/D/one.pdf", BytesIO(b"3"))
    assert read("documents/D/one.pdf") == b"1"
    assert list(stored_names("documents/D/")) == ["documents/D/one.pdf"]


def test_a_folder_that_is_not_there_holds_nothing_and_is_swept_without_complaint():
    assert default_storage.listdir("nowhere") == ([], [])
    assert sweep_lost_files() == 0


def test_whatever_is_asked_of_a_server_that_is_down_is_said_in_the_same_way(server):
    name = default_storage.save("documents/B/one.pdf", BytesIO(b"1"))
    opened = default_storage.open(name)
    with server.away():
        for ask in (default_storage.open, default_storage.delete, default_storage.exists, default_storage.listdir,
                    default_storage.size, default_storage.get_modified_time):  # fmt: skip
            with pytest.raises(StorageAway):
                ask(name)
        for _ in range(2):
            with pytest.raises(StorageAway):
                opened.read()
        with pytest.raises(StorageAway):
            default_storage.save(name, ContentFile(b"2"))
    assert opened.read() == b"1"
    opened.close()


def test_the_bucket_is_made_once_and_a_server_that_is_down_is_told(server, settings, capsys):
    settings.STORAGES["default"]["OPTIONS"]["bucket_name"] = "another-bucket"
    for said in ("another-bucket is made", "another-bucket is there"):
        call_command("make_bucket")
        assert said in capsys.readouterr().out
    with server.away(), pytest.raises(CommandError, match="does not answer"):
        call_command("make_bucket")


def test_a_bucket_is_made_in_the_region_that_must_not_be_named(server, settings, capsys):
    settings.STORAGES["default"]["OPTIONS"] |= {"bucket_name": "one-more-bucket", "region_name": "us-east-1"}
    for _ in range(2):
        call_command("make_bucket")
        assert "one-more-bucket is" in capsys.readouterr().out


def test_where_documents_lie_in_a_folder_no_bucket_is_made(settings):
    settings.STORAGES = {**settings.STORAGES, "default": settings.STORED_ON_DISK}
    with pytest.raises(CommandError, match="kept in a folder"):
        call_command("make_bucket")
