"""`manage.py document_commands`: docs/reference/commands.md."""

from argparse import Action

from django.core.management.base import BaseCommand

from portal.documenting.ours import own_commands
from portal.documenting.pages import PageCommand, table

OPENING = """# Commands

## make

| command | what it does |
| --- | --- |
| `make run` | Sets up what is missing and starts a demonstration. `PORT=8123 make run` moves it. |
| `make check` | Style, types, layers, deployment settings, dependencies, missing migrations, generated pages. |
| `make test` | Its own set-up, `make check`, then the whole suite on SQLite with a real browser, and on PostgreSQL. |
| `make grown` | The portal grown: two web processes, two workers, PostgreSQL, nginx, S3, SMTP. |
| `make soak` | Faults under load, hostile input for every form, every page in a browser: minutes, by hand. |
| `make bench` | Measures everything of [Benchmarks](benchmarks.md) and writes it: by hand, hours. |

## manage.py

Run them as `.venv/bin/python manage.py NAME`.
"""


class Command(PageCommand):
    """One part a command, with its arguments."""

    path = "docs/reference/commands.md"
    command = "document_commands"
    help = "Write docs/reference/commands.md: each command, what it does and what it takes."

    def text(self) -> str:
        """The page."""
        return OPENING + "".join(self._part(name, command) for name, command in own_commands().items())

    def _part(self, name: str, command: BaseCommand) -> str:
        parser = command.create_parser("manage.py", name)
        plain = {action.dest for action in BaseCommand().create_parser("manage.py", "none")._actions}
        own = [action for action in parser._actions if action.dest not in plain]
        rows = [(f"`{spelling(action)}`", action.help or "") for action in own]
        arguments = "\n" + table(["argument", "meaning"], rows) if rows else ""
        return f"\n### {name}\n\n{command.help}\n{arguments}"


def spelling(action: Action) -> str:
    """How the argument is written."""
    if not action.option_strings:
        return str(action.metavar or action.dest).upper()
    wanted = "|".join(map(str, action.choices)) if action.choices else str(action.metavar or action.dest).upper()
    return action.option_strings[-1] + (f" {wanted}" if action.nargs != 0 else "")
