"""One authority, one rendered file and one signed file for all the tests that only read them."""

import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from protocols.documents.authority import Authority
from protocols.documents.kinds import DocumentKind
from protocols.documents.rendering import Rendered, field_for, render
from protocols.documents.signing import Signatory, certify, seal, sign
from tests.documents.sample_snapshot import sample_fingerprint, sample_snapshot

PASSPHRASE = "a passphrase for tests"
AT = datetime(2027, 3, 3, 10, 42, tzinfo=UTC)
BASIS = "Scheme of delegation, part 3, paragraph 12"


def signatory(party: dict[str, Any]) -> Signatory:
    """The person whom a party of the snapshot names to sign."""
    return Signatory(party["signatory"]["name"], party["signatory"]["post"], party["legal_name"], BASIS)


def sign_all(pdf: bytes, parties: list[dict[str, Any]], authority: Authority) -> bytes:
    """Every party's signature, in order."""
    for party in parties:
        pdf = sign(pdf, field_for(party["key"]), signatory(party), authority, AT)
    return pdf


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.load_or_create(tmp_path_factory.mktemp("keys"), PASSPHRASE, at=datetime(2026, 9, 1, tzinfo=UTC))


@pytest.fixture(scope="session")
def parties() -> list[dict[str, Any]]:
    return sample_snapshot()["parties"]


@pytest.fixture(scope="session")
def rendered() -> Rendered:
    return render(sample_snapshot(), DocumentKind.SIGNING, sha256=sample_fingerprint())


@pytest.fixture(scope="session")
def draft() -> Rendered:
    return render(sample_snapshot(), DocumentKind.DRAFT, sha256=sample_fingerprint(), label="Draft 3")


@pytest.fixture(scope="session")
def certified(rendered: Rendered, authority: Authority) -> bytes:
    return certify(rendered.pdf, authority, at=AT)


@pytest.fixture(scope="session")
def all_signed(certified: bytes, parties: list[dict[str, Any]], authority: Authority) -> bytes:
    return sign_all(certified, parties, authority)


@pytest.fixture(scope="session")
def sealed(all_signed: bytes, authority: Authority) -> bytes:
    return seal(all_signed, authority, at=AT)


@pytest.fixture
def tool(tmp_path: Path) -> Callable[..., str]:
    """Run a PDF program on some bytes: `tool(pdf, "pdfinfo", "-f", "1")`; the file comes last."""

    def run(pdf: bytes, program: str, *options: str, after: tuple[str, ...] = ()) -> str:
        path = tmp_path / "file.pdf"
        path.write_bytes(pdf)
        done = subprocess.run(
            [program, *options, str(path), *after], capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run
