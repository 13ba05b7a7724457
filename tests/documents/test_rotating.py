"""A new authority takes the old one's place; what the old one signed stays ours; it may stop anywhere and go on."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from protocols.documents.authority import Authority
from protocols.documents.certificates import LIFETIME
from protocols.documents.rendering import field_for
from protocols.documents.rotating import name_of, rotate
from protocols.documents.signing import certify, seal, sign
from protocols.documents.verifying import verify
from tests.documents.conftest import AT, PASSPHRASE, sign_all, signatory

BEFORE = datetime(2026, 9, 1, tzinfo=UTC)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    Authority.load_or_create(tmp_path / "keys", PASSPHRASE, at=BEFORE)
    return tmp_path / "keys"


def test_the_old_root_is_kept_with_its_last_word_and_its_keys_are_gone(directory: Path) -> None:
    old = Authority.read(directory, PASSPHRASE)
    new = rotate(directory, PASSPHRASE, at=AT)
    assert new.root.certificate != old.root.certificate
    assert new.earlier == (old.root.certificate,)
    [last] = new.last_lists
    assert last.is_signature_valid(old.root.certificate.public_key())
    assert last.next_update_utc == old.root.certificate.not_valid_after_utc
    left = sorted(str(path.relative_to(directory)) for path in directory.rglob("*") if path.is_file())
    name = name_of(old)
    assert left == [".rotating", *(f"current/{one}" for one in ("root.key", "root.pem", "seal.key", "seal.pem")),
                    f"earlier/{name}.crl", f"earlier/{name}.pem"]  # fmt: skip


def test_what_was_signed_before_stays_ours_and_a_signing_under_way_goes_on(directory, rendered, parties) -> None:
    old = Authority.read(directory, PASSPHRASE)
    certified = certify(rendered.pdf, old, at=AT)
    begun = sign(certified, field_for(parties[0]["key"]), signatory(parties[0]), old, AT)
    whole = seal(sign_all(begun, parties[1:], old), old, at=AT)
    new = rotate(directory, PASSPHRASE, at=AT)
    assert verify(whole, new).whole
    ended = seal(sign_all(begun, parties[1:], new), new, at=AT)
    assert verify(ended, new).whole
    assert not verify(ended, old).whole


@pytest.mark.parametrize("stopped", ["before the first rename", "between the renames", "before the keys are destroyed"])
def test_a_rotation_that_stopped_goes_on(directory: Path, stopped: str, monkeypatch) -> None:
    old = Authority.read(directory, PASSPHRASE)
    last = {"before the first rename": 1, "between the renames": 2, "before the keys are destroyed": 3}[stopped]
    renamed, rename, count = [], Path.rename, {"left": last}

    def dies(self: Path, target: Path) -> Path:
        if self.name == "current" or self.name == "next":
            count["left"] -= 1
            if count["left"] == 0:
                raise KeyboardInterrupt
        renamed.append(self.name)
        return rename(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", dies)
        if last == 3:
            patched.setattr("protocols.documents.rotating._destroy_retired", _dies_the_second_time())
        with pytest.raises(KeyboardInterrupt):
            rotate(directory, PASSPHRASE, at=AT)
    opened = Authority.load_or_create(directory, PASSPHRASE, at=AT)
    again = rotate(directory, PASSPHRASE, at=AT) if last == 1 else opened
    assert old.root.certificate in again.earlier
    assert again.root.certificate != old.root.certificate
    assert rotate(directory, PASSPHRASE, at=AT).earlier != ()
    assert not list(directory.glob("retired-*"))


def _dies_the_second_time():
    calls = []

    def destroy(*_given: object) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt

    return destroy


def test_an_expired_authority_is_replaced(directory: Path) -> None:
    late = BEFORE + LIFETIME + timedelta(days=1)
    assert rotate(directory, PASSPHRASE, at=late).root.certificate.not_valid_before_utc < late


def test_revocation_lists_of_all_authorities_are_at_hand(directory: Path) -> None:
    new = rotate(directory, PASSPHRASE, at=AT)
    issuers = [x509.load_der_x509_crl(one).issuer for one in new.revocation_lists(AT)]
    assert len(issuers) == 2
