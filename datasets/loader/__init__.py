"""Data sets as the rows of a table: which column says what, by which names, and in which words."""

from portal.columns import Column, names_of

IDENTIFIABLE = {
    "Identifiable": "identifiable", "Pseudonymised": "pseudonymised", "Anonymous": "anonymous", "Deceased": "deceased",
}  # fmt: skip
METHODS = {"Suppress": "suppress", "Round": "round", "Merge": "merge"}
OFFERED = {"Yes": "yes", "On request": "on_request", "No": "no"}
ALSO_SAID = {
    "personal": "identifiable", "pseudonymized": "pseudonymised", "coded": "pseudonymised", "anon": "anonymous",
    "anonymised": "anonymous", "anonymized": "anonymous", "aggregate": "anonymous", "statistics": "anonymous",
    "suppressed": "suppress", "left out": "suppress", "rounded": "round", "merged": "merge", "none": "", "nothing": "",
    "offered": "yes", "not offered": "no", "ask": "on_request", "by request": "on_request",
}  # fmt: skip
"""Other words for a choice, and what each means."""

COLUMNS = (
    Column("name", "Name", also=("data set", "dataset", "title", "name of the data set")),
    Column("about", "What it is", "long", also=("about", "description")),
    Column("definition", "What counts", "long", also=("definition", "scope")),
    Column("period", "Period", also=("years", "time covered")),
    Column("geography", "Area", also=("geography", "area it covers")),
    Column("system", "System", also=("source", "kept in")),
    Column("subjects", "About whom", also=("subjects", "data subjects", "people", "who it is about")),
    Column(
        "identifiability", "Identifiable", "choice", choices=IDENTIFIABLE,
        also=("identifiability", "can people be identified", "personal data"),
    ),
    Column("items", "Data items", "long", also=("items", "data", "fields")),
    Column("kinds", "Kinds of data", "kinds", also=("kinds", "data kinds", "special categories")),
    Column("collected_on_consent", "Collected on consent", "yes", also=("consent",)),
    Column("frequency", "Refreshed", also=("how often", "frequency")),
    Column("retention", "Kept for", also=("retention", "retention period", "how long")),
    Column("small_numbers_method", "Small counts are", "choice", choices=METHODS, also=("small numbers",)),
    Column("small_numbers_below", "Small is below", "number", also=("threshold", "small numbers below")),
    Column("small_numbers_secondary", "Others too", "yes", also=("secondary suppression",)),
    Column("small_number_rule", "More on small numbers", also=("small number rule",)),
    Column("contact", "Whom to ask", also=("contact", "owner")),
    Column("offered", "Offered", "choice", choices=OFFERED, also=("offered to partners",)),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}
NAMES = names_of(COLUMNS)
