"""Recording who agreed, for a council, to an indemnity that a version gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from partners.models import Role
from portal.audit.acts import act
from protocols.checks.indemnities import indemnity_standing
from protocols.errors import Invalid
from protocols.models import Party, ProtocolVersion
from protocols.permissions import check
from protocols.services.stepping import locked
from protocols.states import Action
from protocols.texts.indemnities import fingerprint


@dataclass(frozen=True)
class Agreed:
    """Who agreed, in which post, on which day."""

    name: str
    post: str
    on: date


def record_agreement(
    *, by: Role, version: ProtocolVersion, given: Mapping[int, Mapping[str, Agreed]], words: str = ""
) -> list[Party]:
    """Record, by party and kind of post, who agreed to the indemnity as it reads now; gives the parties changed.

    `given` holds all that is known of a party: what it leaves out is taken back. `words` is the fingerprint that the
    page was opened on. Raises NotAllowed, WrongState; Invalid where the text gives no indemnity or has changed since,
    or where a day lies ahead.
    """
    with act("protocols.indemnity.agree", by=by, subject=version) as agreeing:
        version = locked(version)
        check(by, version, Action.SET_PARTIES)
        standing = indemnity_standing(version)
        if not standing.words:
            raise Invalid("The text gives no indemnity, so there is nothing to agree.")
        now = fingerprint(standing.words)
        if words and words != now:
            raise Invalid("The words of the indemnity have changed since you opened the page. Read them again.")
        changed = [party for party in standing.councils if _put(party, given.get(party.pk, {}), now)]
        if not changed:
            agreeing.cancel()
        agreeing.details["changed"] = [str(party) for party in changed]
    return changed


def _put(party: Party, given: Mapping[str, Agreed], words: str) -> bool:
    wanted: dict[str, object] = {}
    for kind, agreed in given.items():
        if agreed.on > timezone.localdate():
            raise Invalid("The day on which it was agreed cannot lie ahead.", f"{kind}_on_{party.pk}")
        wanted[kind] = {"name": agreed.name.strip(), "post": agreed.post.strip(), "on": agreed.on.isoformat()}
    if wanted:
        wanted["words"] = words
    if party.indemnity_agreed == wanted:
        return False
    party.indemnity_agreed = wanted
    party.save()
    return True
