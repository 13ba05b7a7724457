"""The text of a version: the wording that it began from, the variables that fill it, and the clauses it inherits."""
