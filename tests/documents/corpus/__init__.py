"""Files that somebody might hand in: one small agreement, signed, and everything that can be done to it."""
