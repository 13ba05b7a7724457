"""`manage.py verify_document FILE`."""

import json
import sys
from pathlib import Path
from typing import cast

from django.core.management.base import BaseCommand, CommandError, CommandParser

from protocols.documents.verdicts import Finding, Verification, as_data
from protocols.documents.verifying import LIMIT
from protocols.services.checking import check
from register.queries.published import FileStanding, standing_of_file

STATUS = {Finding.OURS: 3, Finding.ALTERED: 1, Finding.NOT_OURS: 4}
UNREADABLE = 2


class Command(BaseCommand):
    """Say whether a PDF is ours, whole, and by whom signed; the exit status says it to a script.

    0: ours and whole. 1: altered since it was signed. 2: the file could not be opened. 3: ours and unaltered, but not
    complete. 4: not ours.
    """

    help = (
        "Says whether a PDF is ours, whole or altered and where, by whom signed, and whether it is in force. Exit "
        "status: 0 ours and whole, 1 altered, 2 could not be opened, 3 ours but not complete, 4 not ours."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Which file, and how to answer."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="Answer as JSON.")

    def handle(self, *args: object, **options: object) -> None:
        """Print what was found."""
        file = cast(Path, options["file"])
        try:
            with file.open("rb") as handle:
                data = handle.read(LIMIT + 1)
        except OSError as problem:
            reason = f"The file could not be read: {problem.strerror}: {file}"
            raise CommandError(reason, returncode=UNREADABLE) from problem
        found = check(data)
        standing = standing_of_file(found)
        if options["json"]:
            self.stdout.write(json.dumps(_answer(found, standing), indent=2, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(_lines(found, standing)))
        if not found.whole:
            sys.exit(STATUS[found.finding])


def _answer(found: Verification, standing: FileStanding | None) -> dict[str, object]:
    """What was found as data, with how things stand today."""
    told = [one for one in (standing.agreement, standing.instrument) if one] if standing else []
    today = [{"binds": one.binds, "sentence": one.sentence, "notes": list(one.notes)} for one in told]
    return {**as_data(found), "today": today}


def _lines(found: Verification, standing: FileStanding | None) -> list[str]:
    """What was found, a line each."""
    lines = [found.sentence, *(f"  {reason}" for reason in found.reasons)]
    lines += [f"  Where: {place.words} ({place.detail})" if place.detail else f"  Where: {place.words}"
              for place in found.where]  # fmt: skip
    for one in found.signatures:
        who = ", ".join(part for part in (one.person, one.post, one.organisation) if part)
        when = one.at.strftime("%Y-%m-%d %H:%M:%S %Z") if one.at else "at an unknown time"
        lines.append(f"  {one.kind}: {who}, {when}, {'intact' if one.intact else 'NOT INTACT'}")
    lines += [f"  Revision {one.number}: bytes {one.start} to {one.end}, {one.what}" for one in found.revisions]
    if found.act:
        lines.append(f"  {found.act.label} {found.act.number}: to {found.act.agreement}")
    if found.sha256:
        lines.append(f"  Content: {found.reference} version {found.version}, SHA-256 {found.sha256}")
    if found.file_sha256:
        lines.append(f"  File: {found.size} bytes, SHA-256 {found.file_sha256}")
    for told in (standing.agreement, standing.instrument) if standing else ():
        lines += [f"  Today: {told.sentence}", *(f"  Today: {note}" for note in told.notes)] if told else []
    return lines
