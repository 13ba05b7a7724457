"""Keys in a PKCS#11 token: made in it, signed with in it, found again, rotated, and never on disk."""

from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from protocols.documents.authority import Authority
from protocols.documents.errors import AuthorityError, SigningError
from protocols.documents.rotating import rotate
from protocols.documents.signing import certify, seal
from protocols.documents.tokens import Token, TokenKey, TokenPlace, open_token
from protocols.documents.verifying import verify
from tests.documents.conftest import AT, PASSPHRASE, sign_all
from tests.softhsm import new_token


@pytest.fixture(scope="session")
def token(tmp_path_factory: pytest.TempPathFactory) -> TokenPlace:
    return new_token(tmp_path_factory.mktemp("softhsm"))


def opened(directory: Path, token: TokenPlace | None) -> Authority:
    return Authority.load_or_create(directory / "keys", PASSPHRASE, at=AT, token=token)


def files(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.rglob("*") if path.is_file())


def test_a_document_is_signed_and_sealed_by_keys_that_never_leave_the_token(
    token, tmp_path: Path, rendered, parties, tool
) -> None:
    authority = opened(tmp_path, token)
    assert files(tmp_path) == ["root.pem", "seal.pem"]
    sealed = seal(sign_all(certify(rendered.pdf, authority, at=AT), parties, authority), authority, at=AT)
    assert verify(sealed, authority).whole
    assert tool(sealed, "pdfsig").count("Signature is Valid.") == len(parties) + 2
    with pytest.raises(AuthorityError, match="cannot be read"):
        authority.seal.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def test_the_keys_are_found_again_by_their_certificates(token, tmp_path: Path) -> None:
    assert opened(tmp_path, token).root.certificate == opened(tmp_path, token).root.certificate


def test_without_the_token_the_authority_cannot_be_opened(token, tmp_path: Path) -> None:
    opened(tmp_path, token)
    with pytest.raises(AuthorityError, match=r"has no root\.key"):
        opened(tmp_path, None)


def test_rotating_moves_the_keys_from_disk_into_the_token_and_destroys_those_retired(token, tmp_path: Path) -> None:
    on_disk = opened(tmp_path, None)
    first = rotate(tmp_path / "keys", PASSPHRASE, at=AT, token=token)
    assert isinstance(first.seal.key, TokenKey)
    assert first.earlier == (on_disk.root.certificate,)
    assert not [name for name in files(tmp_path) if name.endswith(".key")]
    second = rotate(tmp_path / "keys", PASSPHRASE, at=AT, token=token)
    assert on_disk.root.certificate in second.earlier
    with pytest.raises(AuthorityError, match="no key for the certificate"):
        open_token(token).key_of(first.seal.certificate)


def test_a_key_that_was_taken_out_of_the_token_signs_nothing(token, tmp_path: Path, rendered) -> None:
    authority = opened(tmp_path, token)
    assert isinstance(authority.seal.key, TokenKey)
    authority.seal.key.destroy()
    with pytest.raises(SigningError, match="no longer has the signing key"):
        certify(rendered.pdf, authority, at=AT)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"label": "nobody"}, "no token named nobody"),
        ({"module": "/nowhere.so"}, "cannot be opened"),
    ],
)
def test_what_is_wrong_with_the_token_is_told(token, wrong, said) -> None:
    with pytest.raises(AuthorityError, match=said):
        Token(replace(token, **wrong))


def test_the_pin_is_never_shown(token) -> None:
    assert token.pin not in repr(token)
