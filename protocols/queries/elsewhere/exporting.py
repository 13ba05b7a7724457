"""Agreements made elsewhere as a file in the eighteen fields, harmless to a spreadsheet and readable here again."""

import csv
from collections.abc import Iterable, Iterator

from portal.formulas import guarded
from protocols.loader.elsewhere.columns import COLUMNS
from protocols.models import Agreement


class _Line:
    """What a csv writer writes to: it hands each line back."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line


def export_lines(agreements: Iterable[Agreement]) -> Iterator[str]:
    """The lines of the file: the headings, then each agreement's row as it was given, other columns last."""
    held = list(agreements)
    others = list(dict.fromkeys(heading for one in held for heading, _ in one.others))
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow([*(column.key for column in COLUMNS), *map(guarded, others)])
    for one in held:
        cells = {**dict(one.others), **one.cells}
        names = (*(column.key for column in COLUMNS), *others)
        yield writer.writerow([guarded(cells.get(name, "")) for name in names])
