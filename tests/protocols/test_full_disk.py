"""Documents on a full disk: a signature is refused in a sentence, nothing is lost, and it can be given later."""

import errno

import pytest
from django.core.files.storage import FileSystemStorage

from portal.audit.models import AuditEvent
from portal.storing.errors import NotNow
from protocols.models import Document, Signature, Signing
from protocols.queries.documents import signed_document
from protocols.queries.signing import live_signing
from protocols.services import sealing
from protocols.states import State
from tests.protocols import factories_life as life
from tests.protocols import factories_signing as signings

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def begun(beginning):
    return beginning.make(lambda: life.protocol_at(State.SIGNING))


def no_room(*args, **kwargs):
    raise OSError(errno.ENOSPC, "No space left on device")


def counts() -> tuple[int, int, int]:
    return Signature.objects.count(), Document.objects.count(), AuditEvent.objects.count()


def test_a_signature_that_finds_no_room_is_refused_and_leaves_nothing_behind(begun, monkeypatch):
    people, version = begun()
    before = counts()
    with monkeypatch.context() as disk:
        disk.setattr(FileSystemStorage, "_save", no_room)
        with pytest.raises(NotNow, match="is full or does not answer, so nothing was signed"):
            signings.sign_for(people, version, 0)
    assert counts() == before
    signings.sign_for(people, version, 0)
    assert Signature.objects.count() == 1


def test_a_seal_that_finds_no_room_is_put_on_when_there_is_some(begun, monkeypatch):
    people, version = begun()
    for index in (0, 1):
        signings.sign_for(people, version, index)
    with monkeypatch.context() as disk:
        disk.setattr(FileSystemStorage, "_save", no_room)
        assert sealing.seal_due() == 0
    assert live_signing(version).stage == Signing.Stage.COMPLETE
    assert sealing.seal_due() == 1
    assert signed_document(version) is not None
