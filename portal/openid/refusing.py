"""Why nobody was signed in through the provider: what happened and what to do, each on a page of its own."""

import logging
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.logs.references import current_reference

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Refusal:
    """A heading, sentences that say what to do, and the status of the answer. `{name}` is the provider's."""

    heading: str
    what_to_do: str
    status: int


AWAY = Refusal(
    "{name} does not answer",
    "Nothing is wrong with your account. Wait a few minutes and try again, or sign in with your password.", 503,
)  # fmt: skip
BEGIN_AGAIN = Refusal(
    "Sign in again",
    "This sign-in was begun more than ten minutes ago, in another browser, or has been used. Begin again.", 400,
)  # fmt: skip
CANCELLED = Refusal(
    "You did not sign in", "{name} says that you went back. Try again, or sign in with your password.", 200
)
UNBELIEVABLE = Refusal(
    "The answer from {name} cannot be used",
    "It does not prove who you are, so nobody was signed in. Begin again. If it happens twice, sign in with your "
    "password and tell whoever runs the portal.", 502,
)  # fmt: skip
UNKNOWN = Refusal(
    "No account here opens with this sign-in",
    "If you have an account, sign in with your password, then connect it on the page of your account. "
    "If you have none, ask your organisation’s designated contact to invite you.", 403,
)  # fmt: skip
TAKEN = Refusal(
    "This sign-in is connected already",
    "It opens another account here, or yours is connected to another sign-in. Disconnect that one first.", 409,
)  # fmt: skip


def refused(request: HttpRequest, refusal: Refusal, error: BaseException | None = None) -> HttpResponse:
    """The page, and a line in the log under the reference that the page gives."""
    name = settings.OPENID.name
    logger.warning(
        "Nobody was signed in through %s: %s %s",
        name,
        refusal.heading.format(name=name),
        repr(error)[:300] if error else "",
    )
    told = {
        "heading": refusal.heading.format(name=name),
        "what_to_do": refusal.what_to_do.format(name=name),
        "reference": current_reference(),
    }
    return render(request, "openid/refused.html", told, status=refusal.status)
