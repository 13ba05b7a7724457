"""The part about agreements made elsewhere: a register of thousands read in, and read in again."""

from pathlib import Path

from scripts.bench.parts import Options, say
from scripts.bench.spending import Spent, spend
from scripts.bench.tables import in_words, table
from scripts.bench.worlds import answer_of

ROWS = (1_000, 10_000)
WORLD = 100
OPENING = """\
`manage.py import_agreements FILE --apply` of a register with all eighteen columns into a portal of {world} protocols: \
each row names two to four bodies, most of them partners here. “Again” reads the same file a second time, and finds \
every row unchanged. Seconds are of the whole command, its start included; memory is the most that it ever held."""


def measure(options: Options) -> list[str]:
    """Read each file into a copy of a small portal that nobody keeps."""
    heads = ("database", "rows", "seconds", "rows a second", "again: seconds", "most memory, MB")
    rows = []
    for database in dict.fromkeys(database for database, _ in options.wanted):
        for count in ROWS:
            say(f"importing: {count:,} agreements on {in_words(database)}")
            first, again = _imported(options, database, count)
            rows.append((in_words(database), f"{count:,}", f"{first.seconds:.1f}", f"{count / first.seconds:,.0f}",
                         f"{again.seconds:.1f}", f"{first.memory / 1e6:.0f}"))  # fmt: skip
    return [OPENING.format(world=WORLD), "", *table(heads, rows)]


def _imported(options: Options, database: str, count: int) -> tuple[Spent, Spent]:
    with options.worlds.copied(database, WORLD, "importing") as environment:
        file = Path(environment["CONCORDAT_DATA"]) / "register.csv"
        prefix = answer_of("registering", environment, file, count)
        command = ["manage.py", "import_agreements", str(file), f"--partnership={prefix}", "--apply", "--quiet"]
        first, again = spend(command, environment), spend(command, environment)
    if f"{count} taken" not in first.told or f"{count} unchanged" not in again.told:
        raise SystemExit(f"The import did not take {count} rows: {first.told} {again.told}")
    return first, again
