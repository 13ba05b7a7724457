"""What came of each fault, and the page that tells of it."""

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class Outcome:
    """One fault: what was put in, how much was asked of the portal meanwhile, what failed, what survived.

    `claims` are the sentences that must hold; those that do not are what was lost.
    """

    fault: str
    injected: str
    meanwhile: str
    failed: str
    survived: str
    claims: dict[str, bool]

    @property
    def lost(self) -> list[str]:
        """The claims that do not hold."""
        return [what for what, holds in self.claims.items() if not holds]

    def __str__(self) -> str:
        lines = [f"{'LOST' if self.lost else 'kept'}  {self.fault}: {self.injected}"]
        told = {"meanwhile": self.meanwhile, "failed": self.failed, "survived": self.survived}
        lines += [f"      {name}: {what}" for name, what in told.items()]
        lines += [f"      does not hold: {what}" for what in self.lost]
        return "\n".join(lines) + "\n"


HEAD = """# Faults, put in and survived

`make soak` starts the grown portal (two web processes with two processes each, two workers, PostgreSQL, nginx, an S3
server and an SMTP server), lets four people work in it, puts one fault after another into it, and counts from outside:
requests as the people's browsers saw them, rows in the database, mails in the mailbox. It leaves with 1 where anything
was lost. This page was written by it on {day}, {runs}.

| fault | put in | meanwhile | failed | survived | lost |
| --- | --- | --- | --- | --- | --- |
"""
NOTES = """
Nothing hangs on the times but that the restart of PostgreSQL is over within seconds: 30 at most. One of the faults
alone: `PYTHONPATH=scripts .venv/bin/python -m tests.soak NAME`, with a NAME of `tests/soak/faults.py`. The upgrade has
a portal of its own, which begins with a revision of this repository's history; `UPGRADE_FROM=REVISION` names another,
and a copy without history leaves it out and says so.

Beside these, `make test` tries on both databases, in seconds:

- the process that seals is killed at each of ten steps (`tests/protocols/test_crashing.py`);
- the S3 server goes away while a signature is given, while a seal is put on, and during a download
  (`tests/protocols/test_documents_in_a_bucket.py`); the disk is full while a signature is given and while a seal is
  put on (`tests/protocols/test_full_disk.py`), and that of the database while somebody signs in
  (`tests/portal/test_caching.py`);
- a job that finds the database or the storage away is put back and tried again; one whose end could not be written
  down is given back; a worker whose machine's clock is wrong loses no job, takes no mail that another is sending, and
  puts none off (`tests/portal/test_work.py`, `tests/portal/test_mail.py`);
- the mail server is down, refuses the password, or refuses the mailbox (`tests/portal/test_smtp.py`);
- workers are told to stop, killed, and killed again and again (`tests/portal/test_worker.py`);
- PostgreSQL breaks an act off for a deadlock, made for real: it is done again before anybody hears of it, and after the
  third time refused with what was typed (`tests/protocols/test_giving_way.py`);
- a backup is restored into an empty place, row for row and file for file (`tests/protocols/test_restoring.py`);
- `seed_scale` is told to stop, and the same command goes on to the same world (`tests/protocols/test_seeding.py`).
"""


def write(page: Path, outcomes: list[Outcome], minutes: float) -> None:
    """Put the table on the page."""
    today = date.today()
    rows = [
        f"| {one.fault} | {one.injected} | {one.meanwhile} | {one.failed} | {one.survived} | "
        f"{'; '.join(one.lost) or 'nothing'} |\n"
        for one in outcomes
    ]
    runs = f"after {minutes:.0f} minutes on {os.cpu_count()} cores whose load was {os.getloadavg()[2]:.0f}"
    head = HEAD.format(day=f"{today.day} {today:%B %Y}", runs=runs)
    page.write_text(head + "".join(rows) + NOTES)
