"""Reading public registers of organisations, and the names in them. Plain Python."""
