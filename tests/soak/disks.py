"""The disk is full while people sign; then there is room again."""

from grown import Grown

from tests.soak.counting import wait_until
from tests.soak.filling import Small
from tests.soak.load import Made
from tests.soak.outcomes import Outcome
from tests.soak.signing import Signatory, plainly_away, plainly_refused

SIGNATURES, DOCUMENTS = "SELECT count(*) FROM protocols_signature", "SELECT count(*) FROM protocols_document"
SEALED = f"{DOCUMENTS} WHERE kind = 'signed'"
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
        signatures = small.ask(SIGNATURES)
    refused, away = sum(map(plainly_refused, refusals)), sum(map(plainly_away, aways))
    return Outcome(
        "Disk full while people sign",
        "the disk of the documents filled; then also that of the database (one machine, SQLite, files on disk)",
        f"{TRIES} tries to sign on each",
        f"{refused} tries refused in a sentence that keeps what was typed; {away} answered with the page that says "
        "what is away, keeps what was typed and bears a reference",
        "with room again, the same forms signed; the agreement was sealed once and verified, and so was the trail",
        {
            "each try without room for documents was refused in plain words": refused == TRIES,
            "nothing was recorded meanwhile": between == before,
            "each try without any room was answered in plain words": away + sum(map(plainly_refused, aways)) == TRIES,
            "nothing was recorded without any room": after[0] == before[0] + 1,
            "both signed once there was room": (first, second, signatures) == (302, 302, before[0] + 2),
            "all of it verifies": "1 signed PDFs are ours" in told,
        },
    )


def _counts(small: Small) -> tuple[int, int, int]:
    return small.ask(SIGNATURES), small.ask(DOCUMENTS), small.ask(EVENTS)
