"""Data flows as the rows of a table: which column says what, by which names, and in which words."""

from collections.abc import Sequence

from portal.columns import Column, Table, names_of, table_under
from portal.sheets import Line

IDENTIFIABLE = {
    "Identifiable": "identifiable", "Pseudonymised": "pseudonymised", "Anonymous": "anonymous", "Deceased": "deceased",
}  # fmt: skip
CONTROLS = {"Separate": "separate", "Joint": "joint", "Processor": "processor"}
REGIMES = {"General": "general", "Law enforcement": "law_enforcement", "Both": "mixed"}
METHODS = {"Suppress": "suppress", "Round": "round", "Merge": "merge"}
ALSO_SAID = {
    "personal": "identifiable", "pseudonymized": "pseudonymised", "coded": "pseudonymised", "anon": "anonymous",
    "anonymised": "anonymous", "anonymized": "anonymous", "aggregate": "anonymous", "statistics": "anonymous",
    "uk gdpr": "general", "part 3": "law_enforcement", "joint controllers": "joint", "separate controllers": "separate",
    "suppressed": "suppress", "rounded": "round", "merged": "merge", "none": "", "nothing": "",
}  # fmt: skip
"""Other words for a choice, and what each means."""

COLUMNS = (
    Column("number", "Number", also=("no", "no.", "flow", "flow number", "#"), width=4),
    Column("title", "Name", also=("title", "name of the flow", "flow name", "dataset"), width=24),
    Column("sender", "From", "party", also=("sender", "discloser", "supplier", "provider", "who sends"), width=16),
    Column("recipients", "To", "parties", also=("recipients", "recipient", "receiver", "who receives"), width=20),
    Column("items", "Data items", "long", also=("items", "data", "fields", "what is shared"), width=26),
    Column("subjects", "About whom", also=("subjects", "data subjects", "people", "who it is about"), width=20),
    Column(
        "identifiability", "Identifiable", "choice", choices=IDENTIFIABLE,
        also=("identifiability", "can people be identified", "personal data"), width=14,
    ),
    Column("kinds", "Kinds of data", "kinds", also=("kinds", "data kinds", "special categories"), width=24),
    Column("purpose", "Purpose", "long", also=("what it is for", "why", "what for"), width=26),
    Column("regime", "Regime", "choice", choices=REGIMES, also=("data protection regime",), width=14),
    Column("control", "Who decides", "choice", choices=CONTROLS, also=("controllers", "control"), width=12),
    Column("control_reference", "Arrangement or contract", also=("arrangement", "contract"), width=20),
    Column("method", "How it is sent", also=("method", "transfer", "how"), width=18),
    Column("frequency", "How often", also=("frequency",), width=14),
    Column("retention", "Kept for", also=("retention", "retention period", "kept", "how long"), width=18),
    Column("geography", "Area", also=("geography", "area it covers"), width=16),
    Column("small_numbers_method", "Small counts are", "choice", choices=METHODS, also=("small numbers",), width=12),
    Column("small_numbers_below", "Small is below", "number", also=("threshold", "small numbers below"), width=5),
    Column("small_numbers_secondary", "Others too", "yes", also=("secondary suppression",), width=6),
    Column("small_number_rule", "More on small numbers", also=("small number rule",), width=20),
    Column("research", "Research", "yes", also=("research or statistics",), width=6),
    Column("collected_on_consent", "Collected on consent", "yes", also=("consent",), width=6),
    Column("leaves_uk", "Leaves the UK", "yes", also=("outside uk", "transfer outside uk"), width=6),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}
CELLS = tuple(column for column in COLUMNS if column.key != "number")
NAMES = names_of(COLUMNS)


def table_of(lines: Sequence[Line]) -> Table | None:
    """The table under the first row of headings; None where there is no such row within the first ten."""
    return table_under(lines, NAMES)
