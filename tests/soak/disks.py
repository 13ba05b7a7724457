"""The disk is full while people sign; then there is room again."""

from grown import Grown

from tests.soak.answers import plainly_away, plainly_refused
from tests.soak.counting import wait_until
from tests.soak.filling import Small
from tests.soak.load import Made
from tests.soak.outcomes import Outcome
from tests.soak.signing import Signatory

SIGNATURES, DOCUMENTS = "SELECT count(*) FROM protocols_signature", "SELECT count(*) FROM protocols_document"
SEALED = f"{DOCUMENTS} WHERE kind = 'signed'"
BEARING = f"{DOCUMENTS} WHERE kind IN ('signed', 'for_signing', 'receipt', 'archive')"
EVENTS = "SELECT count(*) FROM audit_auditevent"
TRIES = 3


def disk_full(grown: Grown, made: Made) -> Outcome:
    """First the disk of the documents, then that of the database too, beside a portal of its own."""
    with Small(grown.place / "small", grown.port + 5) as small:
        place = small.made("sign")
        small.serve()
        grown.until_answered(small.port)
        people = [Signatory(small.site, place, each) for each in (0, 1)]
        for person in people:
            person.open()
        before = _counts(small)
        small.fill("documents")
        refusals = [people[0].send() for _ in range(TRIES)]
        between = _counts(small)
        small.empty("documents")
        first = people[0].send().status_code
        people[1].open()
        small.fill()
        small.fill("documents")
        aways = [people[1].send() for _ in range(TRIES)]
        small.empty()
        small.empty("documents")
        after = _counts(small)
        second = people[1].send().status_code
        wait_until(lambda: small.ask(SEALED) == 1, "sealed")
        told = small.run("manage.py", "verify_portal")
        signatures, bearing = small.ask(SIGNATURES), small.ask(BEARING)
        log = small.log.read_text()
    refused, away = sum(map(plainly_refused, refusals)), sum(plainly_away(one, log) for one in aways)
    return Outcome(
        "Disk full while people sign",
        "the disk of the documents filled; then also that of the database (one machine, SQLite, files on disk)",
        f"{TRIES} tries to sign on each",
        f"{refused} tries refused in a sentence that keeps what was typed; {away} answered with the page that says "
        "what is away, keeps what was typed and bears a reference that is in the log",
        f"with room again, the same forms signed; the agreement was sealed once; {bearing} PDFs with signatures were "
        "verified, and so was the trail",
        {
            "each try without room for documents was refused in plain words": refused == TRIES,
            "nothing was recorded meanwhile": between == before,
            "each try without any room was answered in plain words": away == TRIES,
            "nothing was recorded without any room": after[0] == before[0] + 1,
            "both signed once there was room": (first, second, signatures) == (302, 302, before[0] + 2),
            "all of it verifies": f"{bearing} signed PDFs are ours" in told,
        },
    )


def _counts(small: Small) -> tuple[int, int, int]:
    return small.ask(SIGNATURES), small.ask(DOCUMENTS), small.ask(EVENTS)
