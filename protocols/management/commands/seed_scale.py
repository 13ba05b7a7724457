"""`manage.py seed_scale`: a believable portal of any size, to measure it and to try it."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from portal.backups.stopping import stoppable
from protocols.models import TemplateVersion
from protocols.sample import load
from protocols.sample.scale import NotEmpty, World, broken


class Command(BaseCommand):
    """Make the sample through the services, then tell it again in other places, as many times as it takes."""

    help = (
        "Fill an empty portal with fictional partnerships, people and protocols in every state. The same seed gives "
        "the same world. Stop it at will: run again, it goes on; with a larger number, it adds. One page, which says "
        "that it is no agreement, stands for every file of what is made beside the sample: nobody can sign there."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many, and which world."""
        parser.add_argument("--protocols", type=int, required=True, metavar="N", help="protocols beside the sample's")
        parser.add_argument("--seed", type=int, default=1, metavar="S", help="which world; 1 unless given")

    def handle(self, *args: Any, **options: Any) -> None:
        """Begin or go on, then look through it all."""
        if options["protocols"] < 1:
            raise CommandError("Give --protocols 1 or more.")
        began = time.monotonic()
        world = World(options["seed"], self._say)
        try:
            with stoppable("Stopped. Run the same command again to go on."):
                world.begin(self._sample)
                added = world.make(options["protocols"])
        except NotEmpty as refused:
            raise CommandError(str(refused)) from refused
        self._say(f"{added:,} protocols added in {time.monotonic() - began:.0f} seconds. Now everything is checked.")
        problems = list(broken())
        for problem in problems:
            self.stderr.write(problem)
        if problems:
            raise CommandError(f"{len(problems)} things do not hold together.")
        self._say(f"Everything holds together, the audit trail too: {time.monotonic() - began:.0f} seconds in all.")

    def _say(self, line: str) -> None:
        self.stdout.write(f"  {line}")
        self.stdout.flush()

    def _sample(self) -> None:
        call_command("sync_law", stdout=self.stdout)
        if not TemplateVersion.objects.exists():
            call_command("sync_templates", stdout=self.stdout)
        load(self._say)
