"""After all that: every file, every signed PDF and the audit trail, checked by the portal's own command."""

import re

from grown import Grown

from tests.soak.counting import number
from tests.soak.load import Made
from tests.soak.outcomes import Outcome
from tests.soak.stopping import Command

JOBS = "SELECT count(*) FROM django_tasks_database_dbtaskresult"
FAILED = f"{JOBS} WHERE status = 'FAILED'"
FILES, PDFS = re.compile(r"([\d,]+) files are there"), re.compile(r"([\d,]+) signed PDFs are ours")


def verified(grown: Grown, made: Made) -> Outcome:
    """`verify_portal`, and what the workers could not do."""
    command = Command(grown.environment, "verify_portal")
    code = command.whole()
    files, pdfs = FILES.search(command.told), PDFS.search(command.told)
    failed = number(grown, FAILED)
    events = number(grown, "SELECT count(*) FROM audit_auditevent")
    jobs = number(grown, JOBS)
    return Outcome(
        "Everything verified at the end",
        "all of the above",
        f"{jobs:,} jobs in all",
        f"{failed} jobs; verify_portal left with {code}",
        f"{files[1] if files else 0} stored files, {pdfs[1] if pdfs else 0} signed PDFs, {events:,} events of the "
        "audit trail",
        {
            "verify_portal finds nothing": code == 0,
            "there were signed PDFs to verify": pdfs is not None and pdfs[1] != "0",
            "no job failed": failed == 0,
        },
    )
