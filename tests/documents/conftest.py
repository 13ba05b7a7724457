"""One authority, one rendered file and one signed file for all the tests that only read them."""

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from pyhanko.sign.timestamps import HTTPTimeStamper

from protocols.documents.archiving import Stamped, stamp_for_archive
from protocols.documents.authority import Authority
from protocols.documents.kinds import DocumentKind
from protocols.documents.rendering import Rendered, field_for, render
from protocols.documents.signing import Signatory, certify, seal, sign
from tests.documents.once import made_once
from tests.documents.sample_snapshot import sample_fingerprint, sample_snapshot
from tests.documents.time_service import TimeService, running

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
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    return made_once(
        tmp_path_factory,
        "rendered",
        lambda: render(sample_snapshot(), DocumentKind.SIGNING, sha256=sample_fingerprint()),
    )


@pytest.fixture(scope="session")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    return made_once(
        tmp_path_factory,
        "draft",
        lambda: render(sample_snapshot(), DocumentKind.DRAFT, sha256=sample_fingerprint(), label="Draft 3"),
    )


@pytest.fixture(scope="session")
def certified(rendered: Rendered, authority: Authority) -> bytes:
    return certify(rendered.pdf, authority, at=AT)


@pytest.fixture(scope="session")
def all_signed(certified: bytes, parties: list[dict[str, Any]], authority: Authority) -> bytes:
    return sign_all(certified, parties, authority)


@pytest.fixture(scope="session")
def sealed(all_signed: bytes, authority: Authority) -> bytes:
    return seal(all_signed, authority, at=AT)


@pytest.fixture(scope="session")
def service() -> Iterator[TimeService]:
    with running() as service:
        yield service


@pytest.fixture(scope="session")
def ours(authority: Authority, service: TimeService) -> Authority:
    """The authority of the tests, which knows the time service."""
    return replace(authority, time=(x509.load_pem_x509_certificate(service.root_pem),))


@pytest.fixture(scope="session")
def archived(sealed: bytes, ours: Authority, service: TimeService) -> Stamped:
    return stamp_for_archive(sealed, ours, HTTPTimeStamper(service.url))


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
