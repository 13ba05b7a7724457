"""The part about the audit trail: `verify_audit` of a hundred thousand and of a million events, and its memory."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scripts.bench.parts import Options, say
from scripts.bench.spending import Spent, spend
from scripts.bench.tables import in_words, marked, table
from scripts.bench.worlds import migrate

SIZES = (100_000, 1_000_000)
MOST_MEMORY = 1.1
"""How much more memory ten times the events may take before it is no longer called flat."""
OPENING = """\
`manage.py verify_audit` over trails of events as acts write them: each event's hash is computed again, and its link \
to the one before. Seconds are of the whole command; memory is the most that its process ever held. **Bold**: ten \
times the events took more than {most:g} times the memory."""


@dataclass(frozen=True)
class Verified:
    """One run over one trail."""

    database: str
    size: int
    spent: Spent


def measure(options: Options) -> list[str]:
    """Make the trails that are missing, and verify each."""
    databases = list(dict.fromkeys(database for database, _ in options.wanted))
    return lines([_verified(options, database, size) for database in databases for size in SIZES])


def _verified(options: Options, database: str, size: int) -> Verified:
    environment = options.worlds.bare(database, f"audit-{database}-{size}", f"audit_{size}")
    _fill(environment, size)
    say(f"auditing: {size:,} events on {in_words(database)}")
    return Verified(database, size, spend(["manage.py", "verify_audit", "--verbosity=0"], environment))


def _fill(environment: Mapping[str, str], size: int) -> None:
    """Write the events, unless they are there; a trail that was left half written is gone on with."""
    done = Path(environment["CONCORDAT_DATA"]) / "filled"
    migrate(environment)
    if not done.exists():
        say(f"auditing: writing {size:,} events")
        spend(["-m", "scripts.bench.events", str(size)], environment)
        done.touch()


def lines(verified: list[Verified]) -> list[str]:
    """A row for each trail."""
    rows, before = [], {}
    for one in verified:
        spent = one.spent
        smaller = before.get(one.database)
        growth = marked(spent.memory / smaller, MOST_MEMORY, ".2f") if smaller else ""
        before[one.database] = spent.memory
        rows.append((in_words(one.database), f"{one.size:,}", f"{spent.seconds:.1f}", f"{spent.processor:.1f}",
                     f"{one.size / spent.seconds:,.0f}", f"{spent.memory / 1e6:.0f}", growth))  # fmt: skip
    heads = ("database", "events", "seconds", "of the processor", "events a second", "most memory, MB", "memory grows")
    return [OPENING.format(most=MOST_MEMORY), "", *table(heads, rows)]
