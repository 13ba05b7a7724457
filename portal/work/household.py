"""One command, several processes: children of one parent that passes signals on and answers for them all."""

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from types import FrameType

# How long the children have to finish what they are doing before they are killed, in seconds.
GRACE = 60
PR_SET_PDEATHSIG = 1


def _leave_with_the_parent() -> None:
    """In a child: be told to stop when the parent dies, even by SIGKILL (Linux; elsewhere it does nothing)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def worst(codes: Sequence[int]) -> int:
    """The exit code of the parent: 0 only where each child left with 0; a child killed by a signal n gives 128 + n."""
    return max((128 - code if code < 0 else code for code in codes), default=0)


class Household:
    """The children, by name. Where one leaves, the others are told to; a portal with half its parts is no portal."""

    def __init__(self, commands: Mapping[str, Sequence[str]], environment: Mapping[str, str]) -> None:
        self._commands = commands
        self._environment = dict(environment)
        self.told = 0
        self.children: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        """Start the children, in sessions of their own: a Ctrl-C reaches them once, through the parent."""
        signal.signal(signal.SIGTERM, self._pass_on)
        signal.signal(signal.SIGINT, self._pass_on)
        for name, command in self._commands.items():
            self.children[name] = subprocess.Popen(  # noqa: S603 - our own commands, no shell
                command,
                env=self._environment,
                start_new_session=True,
                preexec_fn=_leave_with_the_parent,
            )

    def gone(self) -> str | None:
        """The name of a child that has left, if any has."""
        return next((name for name, child in self.children.items() if child.poll() is not None), None)

    def wait(self) -> int:
        """Wait until a child leaves or a signal comes, see the others off, and return the worst exit code."""
        while self.gone() is None and not self.told:
            time.sleep(0.2)
        if not self.told:
            self._tell(signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        for child in self.children.values():
            try:
                child.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
        return worst([child.wait() for child in self.children.values()])

    def _pass_on(self, number: int, frame: FrameType | None) -> None:
        """Tell the children to stop; a second signal makes them stop at once."""
        self._tell(signal.SIGTERM if not self.told else signal.SIGKILL)
        self.told += 1

    def _tell(self, number: int) -> None:
        for child in self.children.values():
            if child.poll() is None:
                child.send_signal(number)
