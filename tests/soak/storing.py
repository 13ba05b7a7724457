"""The S3 server goes away while people sign and files are to be made, and comes back."""

import time

from grown import Grown

from tests.soak.answers import plainly_refused
from tests.soak.counting import AFTER_MAIL, now, number, sealed, until_idle, wait_until, work_since
from tests.soak.load import Made, load_on
from tests.soak.outcomes import Outcome
from tests.soak.signing import Signatory

SIGNATURES = "SELECT count(*) FROM protocols_signature"
COPIES = "SELECT count(*) FROM protocols_document WHERE kind = 'approval_copy' AND snapshot_id = %s"
TRIES = 3


def storage_down(grown: Grown, made: Made) -> Outcome:
    """Two people try to sign while it is away, a copy is to be made; then it is back."""
    began, place = now(grown), made(grown, "sign")
    site = f"http://127.0.0.1:{grown.port}"
    people = [Signatory(site, place, each) for each in (0, 1)]
    people[0].open()
    before = number(grown, SIGNATURES)
    with load_on(grown, made) as seen:
        grown.bucket.stop()
        started = time.monotonic()
        refusals = [people[0].send() for _ in range(TRIES)]
        waited = (time.monotonic() - started) / TRIES
        snapshot = made(grown, "copy")["snapshot"]
        time.sleep(5)
        between, copies = number(grown, SIGNATURES), number(grown, COPIES, snapshot)
        grown.start_storage()
    first = people[0].send()
    people[1].open()
    second = people[1].send()
    wait_until(lambda: sealed(grown, place["version"]) == 1, "sealed")
    until_idle(grown, AFTER_MAIL)
    work = work_since(grown, began)
    return Outcome(
        "Storage (S3) down while people sign",
        "S3 server stopped, and started again",
        f"{seen.asked:,} requests by others; {TRIES} tries to sign; 1 copy for approvers to be made; {work}",
        f"{TRIES} tries to sign, each refused in a sentence that keeps what was typed, after {waited:.1f} s; "
        f"{seen.failed} requests of others",
        "the same form, sent again once it was back, signed; the agreement was sealed once; the copy was made by the "
        "job that had been put back",
        {
            "each try was refused in plain words": all(map(plainly_refused, refusals)),
            "nothing was recorded as signed meanwhile": between == before,
            "no copy was recorded meanwhile": copies == 0,
            "others' pages did not fail": seen.failed == 0 < seen.asked,
            "both signed once it was back": (first.status_code, second.status_code) == (302, 302),
            "each signature is there once": number(grown, SIGNATURES) == before + 2,
            "the agreement has one sealed file": sealed(grown, place["version"]) == 1,
            "the copy was made": number(grown, COPIES, snapshot) == 1,
            "each job was done": work.undone == 0,
            "each mail was delivered once": work.undelivered == work.twice == 0,
        },
    )
