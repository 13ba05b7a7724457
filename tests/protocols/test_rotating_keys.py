"""Keys are rotated while the portal runs: what was signed stays ours, and what is signed next is under the new."""

from io import StringIO

import pytest
from django.core.management import call_command

from portal.audit.models import AuditEvent
from protocols.documents.verifying import verify
from protocols.queries.documents import signed_document
from protocols.services.keys import are_made, authority, authority_as_it_is, fingerprint_of
from protocols.services.sealing import seal_due
from tests.protocols import factories_life as life

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_keys(settings, tmp_path):
    settings.SIGNING_KEYS_DIR = tmp_path / "keys"


def said(*words: str) -> str:
    out = StringIO()
    call_command("rotate_keys", *words, stdout=out)
    return out.getvalue()


def test_a_running_process_takes_up_the_new_authority_and_seals_what_was_signed_under_the_old():
    people = life.cast()
    version = life.signed_by_all(people, life.draft(people))
    old = authority()
    assert "dry run" in said()
    assert authority() is old
    assert fingerprint_of(old) in said("--apply")
    assert fingerprint_of(authority()) != fingerprint_of(old)
    assert seal_due() == 1
    assert verify(signed_document(version).read(), authority()).whole
    event = AuditEvent.objects.get(action="protocols.keys.rotate")
    assert (event.details["old"], event.details["new"]) == (fingerprint_of(old), fingerprint_of(authority()))


def test_the_first_authority_can_be_made_before_anything_is_signed():
    assert "no authority yet" in said()
    assert not are_made()
    made = said("--apply")
    assert fingerprint_of(authority_as_it_is()) in made
    assert AuditEvent.objects.get(action="protocols.keys.make").details["new"] in made
    assert fingerprint_of(authority()) in said()
