"""The secrets that the portal makes for itself: once, for its owner's eyes alone, and never an empty one."""

import stat
from pathlib import Path

import pytest

from portal import secrets_on_disk
from portal.secrets_on_disk import secret_from_file


def test_a_secret_is_made_once_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    path, other = tmp_path / "secret-key", tmp_path / "key-passphrase"
    made = secret_from_file(path)
    assert len(made) >= 64
    assert secret_from_file(path) == made == path.read_text()
    assert secret_from_file(other) != made
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_one_that_another_process_is_just_making_is_waited_for(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "secret-key"
    path.touch()
    monkeypatch.setattr(secrets_on_disk.time, "sleep", lambda _: path.write_text("made meanwhile\n"))
    assert secret_from_file(path) == "made meanwhile"


def test_one_that_stays_empty_is_never_taken_for_a_secret(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "secret-key"
    path.touch()
    monkeypatch.setattr(secrets_on_disk.time, "sleep", lambda _: None)
    with pytest.raises(RuntimeError, match="is empty"):
        secret_from_file(path)
