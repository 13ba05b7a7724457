"""Background work: one process beside the site, jobs in the database, each safe to run twice."""
