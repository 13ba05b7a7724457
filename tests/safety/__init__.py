"""Nobody where they do not belong, and nothing that runs, reads or costs what it should not."""
