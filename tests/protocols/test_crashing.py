"""The process is killed at each step of sealing: nothing is half done, and on restart the seal is put on, once."""

import subprocess
import sys

from tests.portal.places import ROOT, Place, until

NOTHING, ALL = ["killed", "complete", "signing", "0"], ["killed", "sealed", "in_force", "1"]


def states(place: Place) -> list[tuple]:
    return place.ask(
        "SELECT v.state, s.stage FROM protocols_signing s JOIN protocols_snapshot n ON n.id = s.snapshot_id "
        "JOIN protocols_protocolversion v ON v.id = n.version_id"
    )


def files(place: Place, wanted: str) -> list[str]:
    return [name for kind, name in place.ask("SELECT kind, name FROM protocols_document") if kind == wanted]


def killed_at_each_step(place: Place) -> list[list[str]]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.protocols.killed_while_sealing"],
        cwd=ROOT, env=place.environment, check=True, timeout=240, capture_output=True, text=True,
    )  # fmt: skip
    return [line.split(";")[1:] for line in done.stdout.splitlines()]


def test_killed_at_any_step_it_is_sealed_wholly_or_not_at_all_and_once(place: Place):
    assert killed_at_each_step(place) == [*[NOTHING] * 9, ALL]
    assert files(place, "receipt") == []
    for _ in range(2):
        place.worker()
    until(lambda: len(files(place, "receipt")) == 1)
    until(lambda: all(status == "SUCCESSFUL" for status, _ in place.jobs()))
    assert states(place) == [("in_force", "sealed")]
    [name] = files(place, "signed")
    [receipt] = files(place, "receipt")
    acts = [action for (action,) in place.ask("SELECT action FROM audit_auditevent")]
    assert (acts.count("protocols.seal"), acts.count("protocols.receipt")) == (1, 1)
    told = place.ask("SELECT \"to\", count(*) FROM mail_outgoingmail WHERE subject LIKE '%in force' GROUP BY 1")
    assert told
    assert {count for _, count in told} == {1}
    kept = [str(place.database.parent / "documents" / one) for one in (name, receipt)]
    place.manage_all(*[["verify_document", one] for one in kept], ["verify_audit"])
