"""The portal's own certificate authority: made once, kept private, and refused in plain words."""

import multiprocessing
import shutil
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from protocols.documents.authority import Authority
from protocols.documents.certificates import LIFETIME, Purpose, Statement, statement_in
from protocols.documents.errors import AuthorityError
from tests.documents.conftest import AT, PASSPHRASE
from tests.documents.starting import open_authority

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def make(directory: Path, passphrase: str = PASSPHRASE, at: datetime = NOW) -> Authority:
    return Authority.load_or_create(directory, passphrase, at=at)


def test_it_is_made_on_first_run_and_is_the_same_ever_after(directory: Path) -> None:
    assert make(directory).root.certificate == make(directory).root.certificate


def test_its_directory_and_files_are_for_their_owner_alone(directory: Path) -> None:
    make(directory)
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert stat.S_IMODE((directory / "current").stat().st_mode) == 0o700
    files = list((directory / "current").iterdir())
    assert sorted(path.name for path in files) == ["root.key", "root.pem", "seal.key", "seal.pem"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_its_keys_are_encrypted(directory: Path) -> None:
    make(directory)
    for name in ("root.key", "seal.key"):
        assert (directory / "current" / name).read_text().startswith("-----BEGIN ENCRYPTED PRIVATE KEY-----")


def test_nothing_half_made_is_left_behind(directory: Path) -> None:
    make(directory)
    assert [path.name for path in directory.iterdir()] == ["current"]


@pytest.mark.parametrize("name", ["root.pem", "root.key", "seal.pem", "seal.key"])
def test_a_missing_file_is_named_and_nothing_is_made_over_it(directory: Path, name: str) -> None:
    make(directory)
    (directory / "current" / name).unlink()
    with pytest.raises(AuthorityError, match=f"has no {name}"):
        make(directory)
    assert not (directory / "current" / name).exists()


def test_another_passphrase_does_not_open_it(directory: Path) -> None:
    make(directory)
    with pytest.raises(AuthorityError, match="passphrase does not open"):
        make(directory, "another")


def test_it_needs_a_passphrase(directory: Path) -> None:
    with pytest.raises(AuthorityError, match="CONCORDAT_KEY_PASSPHRASE"):
        make(directory, "")
    assert not directory.exists()


def test_an_expired_authority_is_refused(directory: Path) -> None:
    make(directory)
    with pytest.raises(AuthorityError, match="root certificate expired on"):
        make(directory, at=NOW + LIFETIME + timedelta(days=1))


def test_an_authority_from_the_future_is_refused(directory: Path) -> None:
    make(directory)
    with pytest.raises(AuthorityError, match="is the clock right"):
        make(directory, at=NOW - timedelta(days=1))


def test_a_key_of_another_certificate_is_refused(directory: Path, tmp_path: Path) -> None:
    make(directory)
    make(tmp_path / "other")
    shutil.copy(tmp_path / "other" / "current" / "seal.key", directory / "current" / "seal.key")
    with pytest.raises(AuthorityError, match="do not belong together"):
        make(directory)


def test_a_seal_of_another_root_is_refused(directory: Path, tmp_path: Path) -> None:
    make(directory)
    make(tmp_path / "other")
    for name in ("seal.key", "seal.pem"):
        shutil.copy(tmp_path / "other" / "current" / name, directory / "current" / name)
    with pytest.raises(AuthorityError, match="not issued by the root"):
        make(directory)


def test_a_file_that_is_not_a_certificate_is_refused(directory: Path) -> None:
    make(directory)
    (directory / "current" / "root.pem").write_text("rubbish")
    with pytest.raises(AuthorityError, match="not a certificate"):
        make(directory)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a file, not a directory")
    with pytest.raises(AuthorityError, match="cannot be used"):
        make(tmp_path / "keys")


def test_earlier_roots_stay_trusted(directory: Path, tmp_path: Path) -> None:
    old = make(tmp_path / "old")
    make(directory)
    (directory / "earlier").mkdir()
    (directory / "earlier" / "2026.pem").write_bytes(old.public_certificate)
    assert len(make(directory).trusted) == 2


def test_processes_that_start_at_once_share_one_authority(directory: Path) -> None:
    context = multiprocessing.get_context("spawn")
    results: multiprocessing.Queue[bytes] = context.Queue()
    work = (str(directory), PASSPHRASE, NOW, results, context.Barrier(4))
    workers = [context.Process(target=open_authority, args=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    made = {results.get(timeout=120) for _ in workers}
    for worker in workers:
        worker.join()
    assert len(made) == 1
    assert [path.name for path in directory.iterdir()] == ["current"]


def statement(person: str = "Siân Llewellyn", basis: str = "Rule 12") -> Statement:
    return Statement(Purpose.SIGNATORY, person, "Chief Executive", "Brookside Homes", basis)


def test_a_signatorys_certificate_names_person_post_and_organisation(authority: Authority) -> None:
    subject = authority.certify_signatory(statement(), AT).certificate.subject
    assert subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value == "Siân Llewellyn"
    assert subject.get_attributes_for_oid(NameOID.TITLE)[0].value == "Chief Executive"
    assert subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value == "Brookside Homes"


@pytest.mark.parametrize("length", [1, 20, 100, 300, 5000, 70000])
def test_a_statement_of_any_length_is_read_back_whole(authority: Authority, length: int) -> None:
    said = statement("ŵ" * length)
    holder = authority.certify_signatory(said, AT)
    assert statement_in(holder.certificate.public_bytes(Encoding.DER)) == said


def test_each_signature_has_a_certificate_and_key_of_its_own(authority: Authority) -> None:
    first, second = (authority.certify_signatory(statement(), AT) for _ in range(2))
    assert first.certificate.serial_number != second.certificate.serial_number
    assert first.certificate.public_key() != second.certificate.public_key()


def test_a_signatorys_certificate_can_sign_documents_and_not_certificates(authority: Authority) -> None:
    extensions = authority.certify_signatory(statement(), AT).certificate.extensions
    usage = extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.content_commitment
    assert not usage.key_cert_sign
    assert not extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_a_certificate_without_our_extension_states_nothing(authority: Authority) -> None:
    der = authority.root.certificate.public_bytes(Encoding.DER)
    assert statement_in(der) is None
    assert statement_in(b"rubbish") is None
