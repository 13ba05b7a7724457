"""ClamAV's daemon, run as a package has it, with one signature of our own: no others can be had without the network."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

# The test file of EICAR, which is harmless and which every scanner finds; in two parts, or it would find this file.
EICAR = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}" + "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").encode()
NAME = "Concordat.Test.EICAR.UNOFFICIAL"
LARGEST = 3  # megabytes
SECONDS = 20  # in which it has to begin


@contextmanager
def running(directory: Path) -> Iterator[tuple[str, str]]:
    """A daemon of our own: its socket's path, and its host and port. Skips where clamd is not installed."""
    program = shutil.which("clamd", path="/usr/sbin:/usr/bin:/usr/local/sbin:/opt/homebrew/sbin")
    if program is None:
        pytest.skip("clamd is not installed: apt-get install clamav-daemon")
    (directory / "db").mkdir()
    (directory / "db" / "ours.ndb").write_text(f"{NAME.removesuffix('.UNOFFICIAL')}:0:*:{EICAR.hex()}\n")
    path = directory / "clamd.sock"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (directory / "clamd.conf").write_text(
        f"DatabaseDirectory {directory / 'db'}\nLocalSocket {path}\nTCPSocket {port}\nTCPAddr 127.0.0.1\n"
        f"Foreground yes\nStreamMaxLength {LARGEST}M\n"
    )
    command = [program, "--config-file", str(directory / "clamd.conf")]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as daemon:
        try:
            _wait(path, daemon)
            yield str(path), f"127.0.0.1:{port}"
        finally:
            daemon.kill()


def _wait(path: Path, daemon: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + SECONDS
    while daemon.poll() is None and time.monotonic() < until:
        if path.exists():
            return
        time.sleep(0.02)
    raise AssertionError("clamd did not begin.")
