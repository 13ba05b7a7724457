"""`manage.py export_protocol REF --format pdf|json --output FILE [--version N]`."""

from pathlib import Path
from typing import cast

from django.core.management.base import BaseCommand, CommandError, CommandParser

from protocols.errors import Refused
from protocols.services.exporting import FORMATS, export, version_to_export


class Command(BaseCommand):
    """Write an agreement to a file: the signed PDF, or the frozen content as JSON."""

    help = "Writes a protocol to a file: the sealed PDF, or the frozen content as JSON."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: object) -> CommandParser:
        """Django's own --version would shadow ours: ours is the protocol's version."""
        kwargs["conflict_handler"] = "resolve"
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        """What to export, and where to."""
        parser.add_argument("reference", help="Such as GM-0001.")
        parser.add_argument(
            "--format", choices=FORMATS, required=True, help="pdf: the signed agreement; json: its content."
        )
        parser.add_argument("--output", type=Path, required=True, help="The file to write.")
        parser.add_argument("--version", type=int, dest="number", help="The version; by default the newest signed.")

    def handle(self, *args: object, **options: object) -> None:
        """Write the file, or say in one sentence why not."""
        reference, output, number = str(options["reference"]), cast(Path, options["output"]), options["number"]
        try:
            version = version_to_export(reference, number if isinstance(number, int) else None)
            content = export(version, str(options["format"]))
            output.write_bytes(content)
        except Refused as refused:
            raise CommandError(refused.sentence) from refused
        except OSError as problem:
            raise CommandError(f"The file could not be written: {problem}") from problem
        self.stdout.write(f"{version} written to {output} ({len(content):,} bytes).")
