"""The process is killed between the last signature and the seal: on restart the seal is put on, once."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.portal.places import ROOT, Place, until


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path)
    made.manage("migrate", "-v0")
    yield made
    for process in made.started:
        process.kill()
        process.communicate()


def states(place: Place) -> list[tuple]:
    return place.ask(
        "SELECT v.state, s.stage FROM protocols_signing s JOIN protocols_snapshot n ON n.id = s.snapshot_id "
        "JOIN protocols_protocolversion v ON v.id = n.version_id"
    )


def signed_files(place: Place) -> list[tuple]:
    return place.ask("SELECT name FROM protocols_document WHERE kind = 'signed'")


@pytest.mark.parametrize("when", ["before", "within"])
def test_the_seal_is_put_on_once_after_a_kill(place: Place, when: str):
    killed = subprocess.run(
        [sys.executable, "-m", "tests.protocols.killed_while_sealing", when],
        cwd=ROOT, env=place.environment, check=False, timeout=120,
    )  # fmt: skip
    assert killed.returncode == -9
    assert states(place) == [("signing", "complete")]
    assert signed_files(place) == []
    place.worker()
    until(lambda: states(place) == [("in_force", "sealed")])
    place.worker()
    until(lambda: all(status == "SUCCESSFUL" for status, _ in place.jobs()))
    [(name,)] = signed_files(place)
    assert place.ask("SELECT count(*) FROM audit_auditevent WHERE action = 'protocols.seal'") == [(1,)]
    place.manage("verify_document", str(place.database.parent / "documents" / name))
    place.manage("verify_audit")
