"""The training ledger: asking people to read the summary, confirming it, and counting staff without an account."""
