"""`manage.py walk_checklist CHECKLIST FILE`: walk a checklist on facts and answers from a file, printing JSON.

The file is JSON, or YAML as the worked examples are; keys beside facts and responses are left alone.
"""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError

from legal_basis.engine import Response, walk
from legal_basis.loader import library

SHAPE = 'The file has to hold {"facts": {...}, "responses": [{"step": "C0.1", "answer": "stated", "reason": "..."}]}.'


class Command(BaseCommand):
    """Stores nothing; good for trying changes to the content and for reporting a fault."""

    help = "Walk a checklist with the facts and responses of a JSON file (- for standard input) and print the walk."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which checklist, which file."""
        parser.add_argument("checklist", help="current-2026 or dca-2003")
        parser.add_argument("file", help="a JSON or YAML file with facts and responses, or -")

    def handle(self, *args: Any, **options: Any) -> None:
        """Walk and print."""
        checklist = library().checklists.get(options["checklist"])
        if checklist is None:
            raise CommandError(
                f"There is no checklist {options['checklist']}. Choose {' or '.join(library().checklists)}."
            )
        facts, responses = _read(options["file"])
        walked = walk(checklist, facts, responses)
        self.stdout.write(json.dumps(walked.to_dict(), indent=2, ensure_ascii=False))


def _read(name: str) -> tuple[dict[str, object], list[Response]]:
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
        given = yaml.safe_load(text) if name.endswith((".yaml", ".yml")) else json.loads(text)
        facts = dict(given["facts"])
        responses = [
            Response(
                step=str(item["step"]),
                answer=str(item["answer"]),
                reason=str(item.get("reason", "")),
                gateways=tuple(item.get("gateways", ())),
                choices=tuple(item.get("choices", ())),
            )
            for item in given.get("responses", [])
        ]
    except FileNotFoundError:
        raise CommandError(f"There is no file {name}.") from None
    except (ValueError, KeyError, TypeError, yaml.YAMLError) as fault:
        raise CommandError(SHAPE) from fault
    return facts, responses
