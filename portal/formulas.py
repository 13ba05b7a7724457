"""Cells that a spreadsheet would take for a formula: made harmless on the way out, and themselves again on the way in.

The way of OWASP: an apostrophe before =, +, -, @, a tab or a line break, so that the cell is shown and not reckoned.
"""

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guarded(cell: str) -> str:
    """The cell as it can safely stand in an export."""
    return f"'{cell}" if cell.startswith(DANGEROUS) or _is_guarded(cell) else cell


def without_guard(cell: str) -> str:
    """The cell as it was before `guarded`; any other apostrophe stays."""
    return cell[1:] if _is_guarded(cell) else cell


def _is_guarded(cell: str) -> bool:
    return cell.startswith("'") and cell.lstrip("'").startswith(DANGEROUS)
