#!/usr/bin/env python
"""Run Concordat's management commands."""

import os
import sys

ASIDE = """The database did not do this: {problem}
Is it started, and is DATABASE_URL right? `manage.py prepare` makes what is missing in it.
What was done before is kept. Run the command again; with --traceback it says where it broke off."""


def main() -> None:
    """Hand the command line to Django with the portal's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError

    from portal.reaching import database_away

    try:
        execute_from_command_line(sys.argv)
    except DatabaseError as problem:
        if "--traceback" in sys.argv or not database_away(problem):
            raise
        sys.exit(ASIDE.format(problem=" ".join(str(problem).split())))


if __name__ == "__main__":
    main()
