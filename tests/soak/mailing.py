"""The SMTP server goes away while people work: mail waits, and is sent once it is back."""

import time

from grown import Grown

from tests.soak.counting import AFTER_MAIL, lost_comments, now, number, until_idle, work_since
from tests.soak.load import Made, load_on
from tests.soak.outcomes import Outcome

AWAY = 10
WAITING = "SELECT count(*) FROM mail_outgoingmail WHERE sent_at IS NULL AND attempts > 0"


def mail_down(grown: Grown, made: Made) -> Outcome:
    """Nobody answers for some seconds, under load."""
    began = now(grown)
    with load_on(grown, made) as seen:
        grown.stop_mail()
        time.sleep(AWAY)
        tried = number(grown, WAITING)
        grown.start_mail()
    waited = until_idle(grown, AFTER_MAIL)
    work = work_since(grown, began)
    return Outcome(
        "SMTP server down under load",
        f"stopped for {AWAY} s",
        f"{seen.asked:,} requests; {work}",
        f"{tried} mails were tried in vain; {seen.failed} requests",
        f"each mail was delivered once, the last {waited:.0f} s after it was back",
        {
            "mails were tried in vain": tried > 0,
            "no request failed": seen.failed == 0 < seen.asked,
            "each comment is there once": lost_comments(grown, seen) == 0,
            "each mail was delivered": work.undelivered == 0 < work.mails,
            "no mail was delivered twice": work.twice == 0,
            "each job was done": work.undone == 0,
        },
    )
