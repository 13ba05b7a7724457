"""A portal whose process dies at each step of sealing, one after the other: `python -m` with this module's name.

After each death it says the step, the stage of the signing, the state of the version and how many signed files are
recorded. The faults are put in here, from outside: the product knows nothing of them.
"""

import os
import signal
import sys
from collections.abc import Callable

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django must be set up first
from django.core.files.storage import default_storage  # noqa: E402
from django.db import connection, connections  # noqa: E402

from protocols.documents import signing as stamping  # noqa: E402
from protocols.models import Document, ProtocolVersion, Signing  # noqa: E402
from protocols.services import sealing, telling  # noqa: E402
from tests.protocols import factories_life as life  # noqa: E402


def die(*_args: object, **_kwargs: object) -> None:
    """As when the power goes: nothing is tidied up."""
    os.kill(os.getpid(), signal.SIGKILL)


def before(owner: object, name: str) -> None:
    """Die as soon as something is called."""
    setattr(owner, name, die)


def after(owner: object, name: str) -> None:
    """Die once something that is called has been done."""
    done = getattr(owner, name)

    def do_and_die(*args: object, **kwargs: object) -> None:
        done(*args, **kwargs)
        die()

    setattr(owner, name, do_and_die)


STEPS: dict[str, Callable[[], None]] = {
    "before the file is read": lambda: before(Document, "read"),
    "before it is stamped": lambda: before(stamping, "seal"),
    "after it is stamped": lambda: after(stamping, "seal"),
    "after it is stored": lambda: after(default_storage, "save"),
    "after it is recorded": lambda: after(sealing, "keep"),
    "before the version is in force": lambda: before(sealing, "_in_force"),
    "before the mail is written": lambda: before(telling, "in_force"),
    "after the version is in force": lambda: after(sealing, "_in_force"),
    "before the commit": lambda: before(connection, "_commit"),
    "after the commit": lambda: after(connection, "_commit"),
}


def main() -> None:
    """Have everybody sign; then, for each step, let a child of this process die there, and say what it left."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    people = life.cast()
    life.signed_by_all(people, life.draft(people))
    for step, fault in STEPS.items():
        connections.close_all()
        child = os.fork()
        if child == 0:
            connection.ensure_connection()
            fault()
            sealing.seal_due()
            os._exit(3)
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        signed = Document.objects.filter(kind=Document.Kind.SIGNED).count()
        left = (Signing.objects.get().stage, ProtocolVersion.objects.get().state, signed)
        sys.stdout.write(";".join([step, "killed" if killed else "lived", *map(str, left)]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
