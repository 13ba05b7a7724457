"""Redlines between any two texts of a protocol: which there are for somebody, what each says, what differs."""

from protocols.queries.redlines.comparing import Comparison, compare_sides, comparison_of, comparison_to_restore
from protocols.queries.redlines.contents import DEPARTING, current_content, rows_of, text_of_rows
from protocols.queries.redlines.files import file_for, wanted_redline
from protocols.queries.redlines.sides import Side, kept_text, returnable, side_of, sides_for

__all__ = [
    "DEPARTING", "Comparison", "Side", "compare_sides", "comparison_of", "comparison_to_restore", "current_content",
    "file_for", "kept_text", "returnable", "rows_of", "side_of", "sides_for", "text_of_rows",
    "wanted_redline",
]  # fmt: skip
