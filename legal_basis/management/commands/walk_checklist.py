"""`manage.py walk_checklist CHECKLIST FILE`: walk a checklist on facts and answers from a file, printing JSON.

The file is JSON, or YAML as the worked examples are; keys beside facts and responses are left alone.
"""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError

from legal_basis.engine import Response, walk
from legal_basis.law import FACTS, Checklist
from legal_basis.law.values import why_not_a_value
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
        _check(checklist, facts, responses)
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
    except (OSError, UnicodeDecodeError) as fault:
        raise CommandError(f"{name} cannot be read as text. Name a JSON or YAML file.") from fault
    except json.JSONDecodeError as fault:
        raise CommandError(f"{name} is not JSON: {fault.msg}, line {fault.lineno}. {SHAPE}") from fault
    except (ValueError, KeyError, TypeError, yaml.YAMLError) as fault:
        raise CommandError(SHAPE) from fault
    return facts, responses


def _check(checklist: Checklist, facts: Mapping[str, object], responses: Sequence[Response]) -> None:
    """Refuse names that the checklist does not know: a slip of the pen would otherwise pass as nothing said.

    A step that is known but not reached is no fault: the walk lists it as dropped.
    """
    for name, value in facts.items():
        if name not in FACTS:
            raise CommandError(f"There is no fact {name}. Choose from: {', '.join(FACTS)}.")
        if why_not := why_not_a_value(library(), name, value):
            raise CommandError(why_not)
    for given in responses:
        step = checklist.by_id.get(given.step.split("-")[0])
        if step is None:
            raise CommandError(f"{checklist.id} has no step {given.step}. docs/reference/checklists.md lists them.")
        keys = [answer.key for answer in step.answers]
        if given.answer not in keys:
            raise CommandError(f"Step {given.step} has no answer {given.answer}. Choose from: {', '.join(keys)}.")
