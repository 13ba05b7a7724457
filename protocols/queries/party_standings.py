"""Where each party stands with a version: what it has decided, whether it has signed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import QuerySet

from portal.govuk.days import day
from portal.preparing import prepared
from protocols.facts.binding import paused_now
from protocols.facts.commencing import is_open
from protocols.facts.counting import counted
from protocols.models import Decision, ProtocolVersion, Signature
from protocols.queries.signing import live_signing, signatures_of
from protocols.states import SETTLED, State


def party_standings(version: ProtocolVersion) -> Mapping[int, Sequence[str]]:
    """Lines by the party's primary key; nothing while the text can still change. At most three queries."""
    if version.status is State.APPROVAL:
        return _decided(version)
    if version.status is State.SIGNING or version.status in SETTLED:
        return _signed(version)
    return {}


def _decided(version: ProtocolVersion) -> dict[int, list[str]]:
    lines = defaultdict(list)
    asked = Decision.objects.filter(
        snapshot__version=version, snapshot__instrument=None, snapshot__withdrawn_at=None
    )  # fmt: skip
    for one in asked.order_by("party_id", "pk"):
        waits = one.outcome == Decision.Outcome.WAITING
        when = f"since {day(one.asked_at)}" if waits else f"on {day(one.decided_at)}"
        post = one.kind_label[:1].upper() + one.kind_label[1:]
        lines[one.party_id].append(f"{post}: {one.get_outcome_display().lower()} {when}")
    return lines


def _early(version: ProtocolVersion, found: dict[int, list[str]]) -> dict[int, list[str]]:
    """The same where it comes into force between those who have signed: who declined, may still sign, or did not."""
    signing, still = live_signing(version), version.status is State.SIGNING or is_open(version)
    declined = {one.party_id: one for one in signing.refusals.all()} if signing else {}
    for party in version.all_parties():
        pk, late, bound_from = party.pk, party.signs_late, party.bound_from
        if pk in declined:
            found.setdefault(pk, []).insert(0, f"Declined to sign on {day(declined[pk].at)}")
        elif pk not in found:
            found[pk] = ["Has yet to sign" if still else "Did not sign"]
        if late and bound_from is None:
            found[pk].append("Not bound")
    return found


@prepared
def _signatures(version_id: int) -> QuerySet[Signature]:
    return signatures_of(version_id).only("party_id", "name", "post", "signed_at")


def _since_signing(version: ProtocolVersion) -> dict[int, list[str]]:
    """Who joined later, who leaves or left, and whose sharing is paused."""
    lines: defaultdict[int, list[str]] = defaultdict(list)
    for party in version.all_parties():
        if party.bound_from:
            how = "Joined on" if party.joins_by_id else "Bound from"
            lines[party.pk].append(f"{how} {day(party.bound_from)}")
        if party.bound_until:
            lines[party.pk].append(f"Left; its last day was {day(party.bound_until)}")
    paused = paused_now(version) if counted(version).pauses else {}
    for pk, since in paused.items():
        lines[pk].append(f"Its sharing is suspended since {day(since)}")
    return lines


def _signed(version: ProtocolVersion) -> dict[int, list[str]]:
    signatures = _signatures(version.pk)
    found = {one.party_id: [f"Signed by {one.name}, {one.post}, on {day(one.signed_at)}"] for one in signatures}
    for pk, lines in _since_signing(version).items():
        found.setdefault(pk, []).extend(lines)
    if version.comes_into_force_early:
        return _early(version, found)
    if version.status is State.SIGNING:
        return {one.pk: found.get(one.pk, ["Has yet to sign"]) for one in version.all_parties()}
    return found
