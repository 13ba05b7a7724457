"""Whether what the portal vouches for is still there is found out by a command."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portal.audit.acts import SYSTEM, act
from protocols.models import Document
from protocols.states import State
from tests.protocols import factories_life as life

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def begun(beginning):
    return beginning.make(lambda: life.protocol_at(State.IN_FORCE))


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda path: path.unlink(), "it is not there"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1] + b"x"), "its bytes are not those that were stored"),
    ],
)
def test_a_file_lost_or_altered_is_named(begun, settings, capsys, harm: Callable[[Path], object], said):
    _people, _version = begun()
    signed = Document.objects.get(kind="signed")
    harm(settings.MEDIA_ROOT / signed.name)
    with pytest.raises(CommandError, match="2 problems found"):
        call_command("verify_portal")
    assert f"{signed.name}: {said}" in capsys.readouterr().err


def test_keys_that_do_not_open_and_a_trail_that_is_shorter_than_its_anchor_are_told_of(begun, settings, capsys):
    settings.SIGNING_KEY_PASSPHRASE = "another"
    with pytest.raises(CommandError, match="2 problems found"):
        call_command("verify_portal", anchor=[f"999999:{'a' * 64}"])
    said = capsys.readouterr().err
    assert "The signing keys do not open, so no PDF was checked" in said
    assert "Event 999999: removed" in said


def test_keys_that_are_gone_are_told_of_but_not_where_nothing_was_signed(begun, settings, tmp_path, capsys):
    begun()
    settings.SIGNING_KEYS_DIR = tmp_path / "keys"
    with pytest.raises(CommandError, match="1 problem found"):
        call_command("verify_portal")
    with act("tests.nothing_signed", by=SYSTEM):
        Document.objects.update(kind="scan")
    call_command("verify_portal")
    assert "Nothing was signed yet, so there are no signing keys." in capsys.readouterr().out


def test_a_signed_file_whose_row_was_made_to_match_is_still_found_out(begun, settings, capsys):
    begun()
    signed = Document.objects.get(kind="signed")
    path = settings.MEDIA_ROOT / signed.name
    path.write_bytes(path.read_bytes() + b"\n% more")
    with act("tests.forged", by=SYSTEM):
        Document.objects.filter(pk=signed.pk).update(sha256=hashlib.sha256(path.read_bytes()).hexdigest())
    with pytest.raises(CommandError, match="1 problem found"):
        call_command("verify_portal")
    said = capsys.readouterr()
    assert f"{signed.name}: This file has been altered since it was signed." in said.err
    assert f"{Document.objects.count()} files are there, each as it was stored." in said.out
