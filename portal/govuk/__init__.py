"""Template filters and tags of the govuk pack."""
