"""`manage.py law_impact [--since DATE] [--json]`: what a change in the law touches, and what to do."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Q
from django.urls import reverse

from protocols.queries.law_changes import Touched, touched

PROGRESS = 100  # lines between two words on how far it has come


def day(text: str) -> date:
    """A day as it is typed. Raises ArgumentTypeError in a sentence."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is not a day. Write it as 2027-03-03.") from None


class Command(BaseCommand):
    """Reads the assessments one by one, so that thousands take no more memory than a few; the count goes to stderr."""

    help = "Name each protocol, party and step that a change in the law touches, and what to do. Changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which changes, and for whom."""
        parser.add_argument("--since", type=day, help="only changes from this day on, such as 2026-01-01")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each touch as it is found."""
        count, acting, protocols, last = 0, 0, 0, ""
        for one in touched(Q(), since=options["since"]):
            count, acting = count + 1, acting + one.touch.must_act
            if (name := str(one.version)) != last:
                protocols, last = protocols + 1, name
                if not options["json"]:
                    self.stdout.write(f"\n{name}: {one.version.title}")
            self.stdout.write(json.dumps(_plain(one), ensure_ascii=False) if options["json"] else _line(one))
            if count % PROGRESS == 0:
                self.stderr.write(f"{count:,} answers to look at so far, in {protocols:,} protocols")
        what = "1 assessment" if count == 1 else f"{count:,} assessments"
        where = "1 protocol" if protocols == 1 else f"{protocols:,} protocols"
        said = "No change of the law touches anything."
        if count:
            said = f"{what} touched, in {where}; {acting:,} to act on."
        (self.stderr if options["json"] else self.stdout).write(said)


def _line(one: Touched) -> str:
    steps = f", step {', '.join(one.touch.steps)}" if one.touch.steps else ""
    return f"  {one.party}{steps}: {one.touch.why} {one.touch.todo}"


def _plain(one: Touched) -> dict[str, object]:
    version = one.version
    return {
        "protocol": version.protocol.reference,
        "version": version.number,
        "title": version.title,
        "state": version.state,
        "party": one.party.partner.slug,
        "steps": list(one.touch.steps),
        "change": one.touch.change.id,
        "on": one.touch.change.on.isoformat(),
        "why": one.touch.why,
        "what_to_do": one.touch.todo,
        "must_act": one.touch.must_act,
        "record": reverse("protocols:legal_record", args=[version.protocol.reference, version.number, one.covering.pk]),
    }
