"""Tags and filters of the govuk pack."""
