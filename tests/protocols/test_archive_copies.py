"""Archive copies: made once when due, made again before their stamp ends, the signed file left as it was."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from portal.audit.acts import SYSTEM, act
from portal.audit.models import AuditEvent
from protocols.documents.verifying import verify
from protocols.models import Document
from protocols.queries.documents import beside, signed_document
from protocols.services import keys
from protocols.services.archiving import archive, archive_due, due
from protocols.states import State
from tests.documents.time_service import TimeService, running
from tests.protocols import factories_life as life

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def service() -> Iterator[TimeService]:
    with running(days=200) as service:
        yield service


@pytest.fixture
def stamping(settings, service, tmp_path):
    """A portal with a time-stamping service, and keys of its own that name the service's certificate."""
    settings.SIGNING_KEYS_DIR = tmp_path / "keys"
    (tmp_path / "keys" / "time").mkdir(parents=True)
    (tmp_path / "keys" / "time" / "service.pem").write_bytes(service.root_pem)
    settings.SIGNING_TIMESTAMP_URL = service.url


@pytest.fixture
def signed(stamping, settings):
    settings.SIGNING_TIMESTAMP_URL = ""
    _people, version = life.protocol_at(State.IN_FORCE)
    return signed_document(version)


def said(*words: str) -> str:
    out = StringIO()
    call_command("renew_archive", *words, stdout=out)
    return out.getvalue()


def test_a_signed_file_is_stamped_once_and_again_before_the_stamp_ends(signed, settings, service):
    settings.SIGNING_TIMESTAMP_URL = service.url
    before = signed.read()
    first = archive(signed)
    assert first.read().startswith(before)
    assert verify(first.read(), keys.authority()).whole
    assert (archive(signed), archive_due(), list(due())) == (None, 0, [])
    with act("tests.time_passes", by=SYSTEM):
        Document.objects.filter(pk=first.pk).update(good_until=timezone.now() + timedelta(days=80))
    second = archive(signed)
    assert second.read().startswith(first.read())
    assert (beside(signed), signed.read()) == ([second], before)
    assert AuditEvent.objects.filter(action="protocols.archive").count() == 2


def test_the_command_says_what_is_due_and_stamps_it(signed, settings, service):
    assert "no stamp yet" in (dry := said("--dry-run"))
    assert "1 due. Nothing was stamped" in dry
    assert not Document.objects.filter(kind="archive").exists()
    settings.SIGNING_TIMESTAMP_URL = service.url
    assert "1 of 1" in (done := said())
    assert "1 stamped, 0 not." in done
    assert said() == "Nothing is due.\n"
    assert "1 due" in said("--dry-run", "--within", "365")


def test_a_service_that_is_down_leaves_the_file_due(signed, settings):
    settings.SIGNING_TIMESTAMP_URL = "http://127.0.0.1:9/"
    with pytest.raises(SystemExit):
        said()
    assert archive_due() == 0
    assert list(due()) == [signed]


def test_without_a_service_nothing_is_stamped(signed, settings):
    assert archive_due() == 0
    with pytest.raises(Exception, match="CONCORDAT_TIMESTAMP_URL"):
        said()
