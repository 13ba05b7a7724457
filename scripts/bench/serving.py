"""The part about throughput: two web processes under wrk, from one client to many, reading and writing."""

import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from scripts.bench.parts import Options, say
from scripts.bench.tables import in_words, table
from scripts.bench.worlds import ROOT, answer_of

CLIENTS = (1, 8, 32, 128)
WRITES = (0, 10)
PROCESSES, THREADS = 2, 4
PATIENCE = 60
AT_ONCE = 0.25
OPENING = """\
Two web processes, started as where the portal has [grown](../how-to/operate.md) (`gunicorn -c \
python:portal.serving`), over a copy of the world, and [wrk](https://github.com/wg/wrk) ({version}) on the same \
machine, which takes its part of the processors. {people} people are \
signed in and open, at random, {pages} pages: in-trays, lists, searches, protocols, task lists, clauses, partners. Of \
what is sent, a tenth writes in half of the rows: clauses saved as one goes on, and comments. Each row is {seconds} \
seconds. Errors are all answers of 400 and above, and all connections that broke or waited 60 seconds."""


def measure(options: Options) -> list[str]:
    """Load each database in turn."""
    if shutil.which("wrk") is None:
        return ["Not measured: `wrk` is not installed."]
    seconds = max(5, options.rounds // 2)
    rows: list[tuple[Any, ...]] = []
    told: dict[str, Any] = {}
    for database, size in options.medium:
        with options.worlds.copied(database, size, "serving") as environment:
            plan = Path(environment["CONCORDAT_DATA"]) / "plan.lua"
            told = answer_of("people", environment, plan)
            rows += [(in_words(database), f"{size:,}", *row) for row in _loaded(environment, plan, seconds)]
    heads = ("database", "protocols", "sent", "clients", "requests a second", "p50 ms", "p95 ms", "requests", "writes",
             "errors")  # fmt: skip
    opening = OPENING.format(version=_version(), seconds=seconds, people=told["people"], pages=told["pages"])
    return [opening, "", *table(heads, rows)]


def _loaded(environment: Mapping[str, str], plan: Path, seconds: int) -> Iterator[tuple[Any, ...]]:
    with serving(environment) as port:
        load(port, plan, 8, 0, seconds)  # what is loaded on first use is loaded now
        for share in WRITES:
            for clients in CLIENTS:
                say(f"serving: {clients} clients, {share}% of it writing")
                _until_answered(port)  # nor does anything wait that the clients before gave up
                done = load(port, plan, clients, share, seconds)
                yield row(clients, share, done)


def row(clients: int, share: int, done: Mapping[str, Any]) -> tuple[Any, ...]:
    """A row of the table."""
    errors = sum(done[kind] for kind in ("refused", "failed", "connect", "read", "write", "timeout"))
    if errors:
        say(f"serving: errors: {done}")
    rate = done["requests"] / (done["microseconds"] / 1e6)
    sent = f"{share}% writes" if share else "reads"
    return (sent, clients, f"{rate:.1f}", f"{done['p50']:.0f}", f"{done['p95']:.0f}", f"{done['requests']:,}",
            done["saves"] + done["comments"], f"**{errors}**" if errors else 0)  # fmt: skip


def load(port: int, plan: Path, clients: int, share: int, seconds: int) -> dict[str, Any]:
    """Let so many clients send what they have to send, one request after the other."""
    threads = min(THREADS, clients)
    script = Path(__file__).with_name("load.lua")
    command = [
        shutil.which("wrk") or "wrk", f"--threads={threads}", f"--connections={clients}", f"--duration={seconds}s",
        "--timeout=60s", f"--script={script}", f"http://127.0.0.1:{port}/", "--", str(plan), str(share),
    ]  # fmt: skip
    told = subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE).stdout
    done: dict[str, Any] = json.loads(told.strip().splitlines()[-1])
    return done


@contextmanager
def serving(environment: Mapping[str, str]) -> Iterator[int]:
    """Two web processes at a port; what they complain of is told at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    settings = {**environment, "CONCORDAT_SITE_URL": f"http://127.0.0.1:{port}", "CONCORDAT_LOG_FORMAT": "json"}
    command = [sys.executable, "-m", "gunicorn", "-c", "python:portal.serving", "portal.wsgi",
               f"--bind=127.0.0.1:{port}", f"--workers={PROCESSES}"]  # fmt: skip
    with tempfile.TemporaryFile("w+") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=log, stderr=log)
        try:
            _until_answered(port)
            yield port
        finally:
            server.terminate()
            server.wait()
            log.seek(0)
            for line in complaints(log.read()):
                say(f"serving: {line}")


def complaints(log: str) -> list[str]:
    """The first few lines that tell of an error."""
    return [line[:400] for line in log.splitlines() if '"ERROR"' in line or "rror:" in line or "locked" in line][:5]


def _until_answered(port: int) -> None:
    """Wait until there is an answer at once: the first comes behind all that waits."""
    deadline = time.monotonic() + PATIENCE
    while True:
        began = time.monotonic()
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz/live", timeout=PATIENCE):
                pass
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            if time.monotonic() - began < AT_ONCE:
                return


def _version() -> str:
    told = subprocess.run([shutil.which("wrk") or "wrk", "-v"], text=True, capture_output=True).stdout
    return told.split("[")[0].strip() or "wrk"
