"""`manage.py run_portal`: the site and its background work, as one."""

import json
import os
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.serving import limit_request_line
from portal.work.addresses import answers, refusal_to_listen
from portal.work.household import Household


class Command(BaseCommand):
    """For one machine. On many, run gunicorn and `run_worker` as services of their own."""

    help = "Run the site and one background worker until told to stop. The exit code is the worse of the two."
    requires_system_checks = ()  # a start should take seconds: `manage.py check` and the tests run them

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen."""
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen at")
        parser.add_argument("--port", type=int, default=8000, help="the port to listen at")
        parser.add_argument("--processes", type=int, default=2, help="how many processes serve pages")

    def handle(self, *args: Any, **options: Any) -> None:
        """Start both, say so once the site answers, and stay until one of them leaves."""
        host, port = options["host"], options["port"]
        if refusal := refusal_to_listen(host, port):
            raise CommandError(refusal)
        site = [sys.executable, "-m", "gunicorn", "portal.wsgi", f"--bind={host}:{port}"]
        site += [f"--workers={options['processes']}", "--timeout=60", "--log-level=warning"]
        site += ["--worker-class=portal.serving.Worker", f"--limit-request-line={limit_request_line}"]
        work = [sys.executable, "manage.py", "run_worker"]
        household = Household({"site": site, "work": work}, os.environ)
        household.start()
        self._greet(household, host, port)
        if code := household.wait():
            raise CommandError(f"Concordat stopped with exit code {code}.", returncode=code)
        self.stdout.write("Concordat has stopped.")

    def _greet(self, household: Household, host: str, port: int) -> None:
        """Once the site answers, print its address and, in a demonstration, whom one can sign in as."""
        while not answers(host, port):
            if household.gone() or household.told:
                return
            time.sleep(0.2)
        self.stdout.write(f"\nConcordat is at {settings.SITE_URL}/\n")
        if settings.DEMO:
            self._tell_of_the_demonstration()
        self.stdout.write("Stop it with Ctrl-C.\n")
        self.stdout.flush()

    def _tell_of_the_demonstration(self) -> None:
        sample = settings.DATA_DIR / "sample-sign-ins.json"
        people = json.loads(sample.read_text()) if sample.exists() else []
        if people:
            self.stdout.write(f"Sign in as any of these, with the password {people[0]['password']}\n")
        for person in people:
            self.stdout.write(f"  {person['email']:<40} {person['role']}")
        self.stdout.write(f"\nMail that would have been sent: {settings.SITE_URL}/outbox/")
