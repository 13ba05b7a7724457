"""What a page that is only read may write: no row but the session's."""

import re

WRITES = re.compile(r"^\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM)\s+\W?(\w+)", re.I)
MAY_WRITE = {"accounts_session"}
# The sign-in library counts how often each of its own pages is asked for, in the shared cache.
COUNTS = {"portal_cache"}
