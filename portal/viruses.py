"""Having a file looked through for viruses by ClamAV's daemon, where the operator has one. Nothing of it is kept here.

The daemon's own protocol (INSTREAM, see `man clamd`): the file in pieces, each after its length; one line in answer.
"""

import logging
import re
import socket
import struct
from typing import BinaryIO

from django.conf import settings

logger = logging.getLogger(__name__)

PIECE = 256 * 1024
CONNECT, ANSWER = 5, 60  # seconds to reach the daemon, and for each piece and the answer
LONGEST = 4096  # bytes of an answer

FOUND = (
    "{name} was not taken: it carries something harmful ({what}). Do not open it, and tell whoever looks after your IT."
)
TOO_LARGE = "{name} was not taken: it is larger than the portal has files looked through for viruses. Make it smaller."
AWAY = (
    "Files cannot be looked through for viruses just now, so none is taken. Nothing else is wrong: what you typed is "
    "kept. Choose the file again in a few minutes."
)


class ScannerAway(Exception):
    """The daemon could not be reached, or gave no answer that says anything of the file."""


def why_not_taken(name: str, file: BinaryIO) -> str:
    """A sentence where the file carries something harmful or nobody could look; empty where it may be taken.

    Without a daemon nothing is looked through. The file is left at its beginning.
    """
    if not settings.CLAMD:
        return ""
    try:
        answer = _ask(settings.CLAMD, file)
    except ScannerAway as error:
        logger.error("No file is taken, since the scanner at %s is away: %s", settings.CLAMD, error)
        return AWAY
    finally:
        file.seek(0)
    if answer == "OK":
        return ""
    logger.warning("A file that was sent is not taken: %s", answer[:200])
    if found := re.fullmatch(r"(.+) FOUND", answer):
        return FOUND.format(name=name, what=found[1])
    return TOO_LARGE.format(name=name)


def _ask(address: str, file: BinaryIO) -> str:
    """What the daemon says of the file: OK, `… FOUND`, or that it is too large. Raises ScannerAway."""
    try:
        with _connected(address) as daemon:
            daemon.settimeout(ANSWER)
            _send(daemon, file)
            told = _answer(daemon)
    except OSError as error:
        raise ScannerAway(str(error)) from error
    said = told.removeprefix("stream:").strip()
    if said == "OK" or said.endswith(" FOUND") or "size limit exceeded" in said:
        return said
    raise ScannerAway(f"it answered {said[:200]!r}")


def _connected(address: str) -> socket.socket:
    """A connection: to a socket by its path, or to host:port."""
    if address.startswith("/"):
        daemon = socket.socket(socket.AF_UNIX)
        daemon.settimeout(CONNECT)
        try:
            daemon.connect(address)
        except OSError:
            daemon.close()
            raise
        return daemon
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=CONNECT)


def _send(daemon: socket.socket, file: BinaryIO) -> None:
    """Send the file. One that is too large for the daemon, it stops taking, and says so in its answer."""
    file.seek(0)
    try:
        daemon.sendall(b"zINSTREAM\0")
        while piece := file.read(PIECE):
            daemon.sendall(struct.pack("!L", len(piece)) + piece)
        daemon.sendall(struct.pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError):
        logger.info("The scanner stopped taking a file.")


def _answer(daemon: socket.socket) -> str:
    read = b""
    while len(read) < LONGEST and not read.endswith(b"\0") and (more := daemon.recv(LONGEST)):
        read += more
    return read.rstrip(b"\0").decode("utf-8", "replace").strip()
