"""A process that dies between the last signature and the seal: `python killed_while_sealing.py before|within`.

The fault is put in here, from outside: the product knows nothing of it.
"""

import os
import signal
import sys

import django

django.setup()

from protocols.services import sealing  # noqa: E402 - Django must be set up first
from tests.protocols import factories_life as life  # noqa: E402


def die(*_args: object, **_kwargs: object) -> None:
    """As when the power goes: nothing is tidied up."""
    os.kill(os.getpid(), signal.SIGKILL)


def main(when: str) -> None:
    """Have everybody sign; then die before the seal is begun, or within, with the file written and nothing recorded."""
    people = life.cast()
    life.signed_by_all(people, life.draft(people))
    if when == "within":
        keep = sealing.keep

        def keep_and_die(*args: object, **kwargs: object) -> None:
            keep(*args, **kwargs)  # type: ignore[arg-type]
            die()

        sealing.keep = keep_and_die
        sealing.seal_due()
    die()


if __name__ == "__main__":
    main(sys.argv[1])
