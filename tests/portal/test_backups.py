"""Backups: what is in them, who can read them, what is refused. The protocols' tests restore a whole portal."""

import io
import stat
import zipfile
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from pyrage import x25519

from portal.audit.acts import SYSTEM, act
from portal.audit.anchors import Anchor
from portal.backups import archives, making, restoring
from portal.backups.archives import read, written
from portal.backups.errors import BackupRefused, Unsound
from portal.backups.locks import Lock
from portal.backups.manifests import Manifest

PASSPHRASE = "correct horse battery staple"
HELD = {"documents/GM-0001/a.pdf": b"%PDF-1.7 signed", "keys/current/root.pem": b"a certificate" * 100_000}
on_disk = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place(tmp_path: Path, settings) -> Path:
    """A portal of nothing, with its keys and data in folders of their own."""
    settings.SIGNING_KEYS_DIR, settings.DATA_DIR = tmp_path / "keys", tmp_path
    return tmp_path


@pytest.fixture
def quick_lock(monkeypatch):
    """Making a key from a passphrase takes a second or two, on purpose: here, it is there already."""
    lock = Lock(x25519.Identity.generate())
    monkeypatch.setattr(Lock, "new", lambda _: (lock, b"the key"))
    monkeypatch.setattr(Lock, "opened", lambda *_: lock)


def manifest(**changes) -> Manifest:
    said = {"made_at": "2027-03-03T10:42:00+00:00", "release": "0.1.0", "database": connection.vendor}
    return Manifest(**{**said, "migrations": [], "anchor": Anchor(0, "0" * 64), **changes})


def backup_of(path: Path, held: dict[str, bytes] = HELD, passphrase: str = "", **changes) -> Path:
    with written(path, passphrase) as writer:
        for name, content in held.items():
            writer.add(name, io.BytesIO(content))
        writer.finish(manifest(**changes))
    return path


def changed(path: Path, change) -> Path:
    """The same archive, its members as `change` makes them of their names and contents."""
    with zipfile.ZipFile(path) as archive:
        members = change({name: archive.read(name) for name in archive.namelist()})
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def checked(path: Path, passphrase: str = "") -> list[str]:
    with read(path, passphrase) as reader:
        return list(reader.check())


def test_a_backup_gives_back_what_went_in_and_is_for_its_owner_alone(tmp_path):
    path = backup_of(tmp_path / "a.zip")
    with read(path, "") as reader:
        for name, content in HELD.items():
            reader.copy(name, sink := io.BytesIO())
            assert sink.getvalue() == content
    assert checked(path) == list(HELD)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_encrypted_backup_opens_with_its_passphrase_alone_and_tells_not_even_names(tmp_path):
    path = backup_of(tmp_path / "a.zip", passphrase=PASSPHRASE)
    assert checked(path, PASSPHRASE) == list(HELD)
    assert not [word for word in (b"GM-0001", b"%PDF-1.7 signed", b"certificate") if word in path.read_bytes()]
    with pytest.raises(BackupRefused, match="does not open this backup"):
        checked(path, "another passphrase")
    with pytest.raises(BackupRefused, match="is encrypted"):
        checked(path)


def test_a_short_passphrase_is_refused(tmp_path):
    with pytest.raises(BackupRefused, match="at least 12"):
        backup_of(tmp_path / "a.zip", passphrase="too short")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("locked", [False, True])
@pytest.mark.parametrize(
    "change",
    [
        lambda members: {name: content + b"x" for name, content in members.items()},
        lambda members: {name: bytes([*content[:-1], content[-1] ^ 1]) for name, content in members.items()},
        lambda members: dict(list(members.items())[1:]),
        lambda members: dict(list(members.items())[:-1]),
        lambda members: {**members, "documents/one-more.pdf": b"%PDF"},
        lambda members: dict(zip(members, reversed(members.values()), strict=True)),
    ],
    ids=["longer", "a bit", "one missing", "no list", "one more", "exchanged"],
)
def test_a_backup_that_was_altered_is_found_out(tmp_path, quick_lock, change, locked):
    passphrase = PASSPHRASE if locked else ""
    path = backup_of(tmp_path / "a.zip", passphrase=passphrase)
    with pytest.raises(BackupRefused):
        checked(changed(path, without_key(change) if locked else change), passphrase)


def without_key(change):
    """The change, made to everything but the key: another key is another passphrase's."""
    return lambda members: {
        archives.KEY: members[archives.KEY],
        **change({name: content for name, content in members.items() if name != archives.KEY}),
    }


def test_a_backup_that_was_cut_off_or_is_none_is_refused(tmp_path):
    path = backup_of(tmp_path / "a.zip")
    path.write_bytes(path.read_bytes()[:-1000])
    with pytest.raises(Unsound, match="is no backup, or was cut off"):
        checked(path)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"Nothing was restored: \S+/gone\.zip: No such file"):
        call_command("restore", str(tmp_path / "gone.zip"))


@pytest.mark.parametrize("name", ["documents/../../outside", "keys/../outside", "secrets//etc/outside"])
def test_a_backup_writes_nothing_outside_its_place(place, settings, monkeypatch, name):
    monkeypatch.setattr(restoring, "used_tables", list)
    monkeypatch.setattr(restoring, "fill", lambda *_: None)
    settings.DATA_DIR = settings.DATA_DIR / "data"
    settings.DATA_DIR.mkdir()
    path = backup_of(place / "a.zip", {name: b"x"})
    with pytest.raises(Exception, match="outside"):
        restoring.restore(path, passphrase="", tell=lambda *_: None)
    assert not list(place.rglob("outside"))


def test_a_restore_that_fails_takes_away_what_it_had_put_there(place, settings, monkeypatch):
    def full(*_):
        assert default_storage.exists("GM-0001/a.pdf")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(restoring, "used_tables", list)
    monkeypatch.setattr(restoring, "fill", full)
    with pytest.raises(CommandError, match="Nothing was restored: No space left on device"):
        call_command("restore", backup_of(place / "a.zip"))
    assert [path.name for path in place.rglob("*") if path.is_file()] == ["a.zip"]


def test_a_restore_that_is_stopped_leaves_the_secrets_that_were_there(place, settings, monkeypatch):
    secrets = {"secrets/secret-key": b"of the backup", "secrets/key-passphrase": b"of the backup"}
    (place / "secret-key").write_bytes(b"of this place")

    def stopped(*_):
        assert (place / "secret-key").read_bytes() == (place / "key-passphrase").read_bytes() == b"of the backup"
        raise KeyboardInterrupt

    monkeypatch.setattr(restoring, "used_tables", list)
    monkeypatch.setattr(restoring, "fill", stopped)
    with pytest.raises(CommandError, match="Stopped"):
        call_command("restore", backup_of(place / "a.zip", secrets))
    assert {path.name: path.read_bytes() for path in place.rglob("secret-key")} == {"secret-key": b"of this place"}
    assert not (place / "key-passphrase").exists()


def test_a_place_that_has_keys_and_nothing_else_is_left_as_it_is(place, monkeypatch):
    monkeypatch.setattr(restoring, "used_tables", list)
    (place / "keys").mkdir()
    (place / "keys" / "root.pem").write_bytes(b"mine")
    with pytest.raises(CommandError, match="keys has keys"):
        call_command("restore", backup_of(place / "a.zip"))
    assert (place / "keys" / "root.pem").read_bytes() == b"mine"


def test_keys_are_restored_for_their_owner_alone(place, monkeypatch):
    monkeypatch.setattr(restoring, "used_tables", list)
    monkeypatch.setattr(restoring, "fill", lambda *_: None)
    restoring.restore(backup_of(place / "a.zip"), passphrase="", tell=lambda *_: None)
    assert stat.S_IMODE((place / "keys" / "current" / "root.pem").stat().st_mode) == 0o600


def test_a_list_of_a_kind_that_this_release_does_not_know_is_not_read():
    later = manifest().text().replace("concordat/backup/1", "concordat/backup/2")
    with pytest.raises(Unsound, match="written by a later release"):
        Manifest.read(later.encode())


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"database": "oracle"}, "DATABASE_URL names"),
        ({"migrations": [("audit", "0999_later")]}, "another release"),
    ],
)
def test_a_backup_of_another_kind_or_of_a_later_release_is_refused(place, changes, said):
    with pytest.raises(CommandError, match=said):
        call_command("restore", backup_of(place / "a.zip", **changes))


@on_disk
def test_a_place_that_is_in_use_is_left_as_it_is(place):
    with act("tests.something", by=SYSTEM):
        pass
    default_storage.save("documents/a.pdf", ContentFile(b"mine"))
    with pytest.raises(CommandError, match="the database has rows, such as in audit_auditevent, and the storage"):
        call_command("restore", backup_of(place / "a.zip"))
    with default_storage.open("documents/a.pdf") as left:
        assert left.read() == b"mine"


def two_named():
    """What the rows of a database would name."""
    yield from (("documents/a.pdf", ""), ("documents/lost.pdf", ""))


@on_disk
def test_a_file_that_is_lost_is_named_and_the_backup_made_all_the_same(place, settings, capsys):
    settings.PORTAL_NAMED_FILES = "tests.portal.test_backups.two_named"
    default_storage.save("documents/a.pdf", ContentFile(b"mine"))
    with pytest.raises(CommandError, match="1 file that the database names is lost"):
        call_command("backup", place / "a.zip")
    assert "Missing from the storage: documents/lost.pdf" in capsys.readouterr().err
    with read(place / "a.zip", "") as reader:
        assert (reader.manifest.missing, next(iter(reader.check()))) == (
            ["documents/lost.pdf"],
            "documents/documents/a.pdf",
        )


@on_disk
def test_a_file_that_comes_while_the_database_is_copied_is_in_the_backup(place, settings, monkeypatch):
    def meanwhile():
        default_storage.save("documents/new.pdf", ContentFile(b"new"))
        return iter([("documents/new.pdf", "")])

    monkeypatch.setattr(making, "import_string", lambda _: meanwhile)
    said = making.back_up(place / "a.zip", passphrase="", tell=lambda _: None)
    assert (said.missing, "documents/documents/new.pdf" in said.members) == ([], True)


@on_disk
def test_a_backup_that_is_stopped_leaves_nothing_behind(place, monkeypatch):
    def stopped(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(making, "import_string", stopped)
    with pytest.raises(CommandError, match=r"Stopped\. No backup was kept"):
        call_command("backup", place)
    assert list(place.iterdir()) == []


@on_disk
def test_secrets_are_in_an_encrypted_backup_alone(place, quick_lock):
    (place / "key-passphrase").write_text("opens the keys")
    (place / "passphrase").write_text(f"{PASSPHRASE}\n")
    call_command("backup", place / "open.zip")
    call_command("backup", place / "locked.zip", passphrase_file=place / "passphrase")
    with read(place / "open.zip", "") as reader:
        assert not reader.manifest.within(making.SECRETS)
    with read(place / "locked.zip", PASSPHRASE) as reader:
        assert list(reader.manifest.within(making.SECRETS)) == ["key-passphrase"]
