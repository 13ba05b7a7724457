"""`manage.py run_worker`: do background work until told to stop."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.work.worker import PortalWorker


class Command(BaseCommand):
    """One worker process; run as many as you like, on as many machines, beside one database."""

    help = "Send mail, draw documents, put on seals: background work, until SIGTERM. Finishes the job in hand."
    requires_system_checks = ()  # a start should take seconds: `manage.py check` and the tests run them

    def add_arguments(self, parser: ArgumentParser) -> None:
        """All in seconds."""
        parser.add_argument("--interval", type=float, default=1, help="seconds to rest when the queue is empty")
        parser.add_argument("--lease", type=float, default=30, help="seconds of silence before a worker counts as dead")
        parser.add_argument("--until-idle", action="store_true", help="leave when nothing is queued")
        parser.add_argument("--sweep-every", type=float, default=30, help="seconds between two turns of a sweep")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work."""
        worker = PortalWorker(
            sweeps=settings.PORTAL_SWEEPS,
            sweep_every=timedelta(seconds=options["sweep_every"]),
            lease=timedelta(seconds=options["lease"]),
            interval=options["interval"],
        )
        worker.configure_signals()
        worker.work(until_idle=options["until_idle"])
