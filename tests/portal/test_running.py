"""`run_portal`: site and worker as one; told, killed, crowded out."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from portal.work.addresses import answers, refusal_to_listen
from portal.work.household import Household, worst
from tests.portal.places import PATIENCE, until


def child(path: Path, on_stop: str) -> list[str]:
    """A child that says when it is ready, by making a file, and does this when it is told to stop."""
    script = f"import pathlib, signal, sys, time; signal.signal(signal.SIGTERM, {on_stop})"
    return [sys.executable, "-c", f"{script}; pathlib.Path({str(path)!r}).touch(); time.sleep(60)"]


@pytest.fixture(autouse=True)
def own_signals() -> Iterator[None]:
    """A household takes the signals of its process over: give them back."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.fixture
def port() -> int:
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return asking.getsockname()[1]


def lives(pid: int) -> bool:
    """Whether the process runs: one that has ended and waits to be noticed does not."""
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize(("codes", "code"), [([0, 0], 0), ([0, 3], 3), ([0, -9], 137), ([1, -15], 143), ([], 0)])
def test_the_exit_code_is_the_worst_of_all(codes, code):
    assert worst(codes) == code


@pytest.mark.parametrize("command", ["prepare", "run_worker"])
def test_a_command_whose_database_is_away_says_so_in_words(port, tmp_path, command):
    away = {"DATABASE_URL": f"postgres://a:b@127.0.0.1:{port}/c", "CONCORDAT_DATA": str(tmp_path)}
    root = Path(__file__).parents[2]
    told = subprocess.run(
        [sys.executable, root / "manage.py", command], env={**os.environ, **away}, capture_output=True, text=True
    )
    assert told.returncode == 1
    assert "The database did not do this" in told.stderr
    assert "Traceback" not in told.stdout + told.stderr


def test_when_one_child_leaves_the_others_are_told_to(tmp_path):
    ready, leave = tmp_path / "ready", tmp_path / "leave"
    script = (
        f"import pathlib, sys, time\nwhile not pathlib.Path({str(leave)!r}).exists(): time.sleep(0.05)\nsys.exit(3)"
    )
    leaver, obeyer = [sys.executable, "-c", script], child(ready, "lambda *_: sys.exit(0)")
    household = Household({"leaver": leaver, "obeyer": obeyer}, os.environ)
    household.start()
    until(ready.exists)
    leave.touch()
    assert household.wait() == 3
    assert household.children["obeyer"].returncode == 0


def test_a_signal_is_passed_on_to_each_child(tmp_path):
    paths = {name: tmp_path / name for name in ("one", "two")}
    household = Household({name: child(path, "lambda *_: sys.exit(0)") for name, path in paths.items()}, os.environ)
    household.start()
    until(lambda: all(path.exists() for path in paths.values()))
    os.kill(os.getpid(), signal.SIGTERM)
    assert household.wait() == 0


def test_a_second_signal_stops_the_children_at_once(tmp_path):
    household = Household({"deaf": child(tmp_path / "ready", "signal.SIG_IGN")}, os.environ)
    household.start()
    until((tmp_path / "ready").exists)
    os.kill(os.getpid(), signal.SIGINT)
    os.kill(os.getpid(), signal.SIGINT)
    assert household.wait() == 128 + signal.SIGKILL


def test_a_port_in_use_is_told_in_a_sentence(port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        assert refusal_to_listen("127.0.0.1", port) == (
            f"Port {port} is in use by another program. Stop it, or choose another port: PORT=8123 make run"
        )
    assert refusal_to_listen("127.0.0.1", port) == ""


def greeting(portal: subprocess.Popen) -> str:
    """What the portal says up to the end of its greeting, which it gives once it answers."""
    said = ""
    for line in portal.stdout:
        said += line
        if "Stop it with Ctrl-C." in line:
            return said
    raise AssertionError(f"The portal left without a greeting: {said}")


def test_site_and_worker_start_answer_and_stop_as_one(place, port):
    portal = place.start("run_portal", f"--port={port}", "--processes=1")
    said = greeting(portal)
    assert answers("127.0.0.1", port)
    too_long = requests.get(f"http://127.0.0.1:{port}/{'a' * 9_000}", timeout=PATIENCE)
    assert (too_long.status_code, "What was sent could not be read" in too_long.text) == (414, True)
    until(lambda: place.ask("SELECT count(*) FROM work_workerbeat") == [(1,)])
    portal.send_signal(signal.SIGTERM)
    assert portal.wait(timeout=PATIENCE) == 0, said
    assert "Concordat is at http://" in said
    assert not answers("127.0.0.1", port)
    assert place.ask("SELECT count(*) FROM work_workerbeat") == [(0,)]


def test_a_demonstration_prints_its_sign_ins_once_it_answers(place, port):
    person = {"email": "dana@wigan.example", "role": "Data protection officer", "password": "sample"}
    (place.database.parent / "sample-sign-ins.json").write_text(json.dumps([person]))
    place.environment["CONCORDAT_DEMO"] = "1"
    portal = place.start("run_portal", f"--port={port}", "--processes=1")
    said = greeting(portal)
    portal.send_signal(signal.SIGTERM)
    portal.wait(timeout=PATIENCE)
    assert "dana@wigan.example                       Data protection officer" in said
    assert "/outbox/" in said


def test_a_second_portal_on_the_same_port_says_so_and_leaves(place, port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        portal = place.start("run_portal", f"--port={port}")
        said, _ = portal.communicate(timeout=PATIENCE)
    assert portal.returncode == 1
    assert f"Port {port} is in use" in said


def test_when_the_worker_is_killed_the_portal_stops_and_says_so(place, port):
    portal = place.start("run_portal", f"--port={port}", "--processes=1")
    until(lambda: place.ask("SELECT count(*) FROM work_workerbeat") == [(1,)])
    os.kill(worker_of(place), signal.SIGKILL)
    portal.communicate(timeout=PATIENCE)
    assert portal.returncode == 128 + signal.SIGKILL
    assert not answers("127.0.0.1", port)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of their parent's death")
def test_when_the_parent_is_killed_the_children_leave_too(place, port):
    portal = place.start("run_portal", f"--port={port}", "--processes=1")
    until(lambda: answers("127.0.0.1", port))
    until(lambda: place.ask("SELECT count(*) FROM work_workerbeat") == [(1,)])
    worker = worker_of(place)
    portal.kill()
    until(lambda: not lives(worker))
    until(lambda: not answers("127.0.0.1", port))


def worker_of(place) -> int:
    """The process id of the one worker, which is part of its name."""
    return int(place.ask("SELECT worker_id FROM work_workerbeat")[0][0].split(":")[1])
