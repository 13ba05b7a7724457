"""Where each party stands with a version: what it has decided, whether it has signed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from portal.govuk.days import day
from protocols.facts.binding import paused_now
from protocols.facts.commencing import is_open
from protocols.models import Decision, Party, ProtocolVersion
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
    for pk, late, bound_from in version.parties.values_list("pk", "signs_late", "bound_from"):
        if pk in declined:
            found.setdefault(pk, []).insert(0, f"Declined to sign on {day(declined[pk].at)}")
        elif pk not in found:
            found[pk] = ["Has yet to sign" if still else "Did not sign"]
        if late and bound_from is None:
            found[pk].append("Not bound")
    return found


def _since_signing(version: ProtocolVersion) -> dict[int, list[str]]:
    """Who joined later, who leaves or left, and whose sharing is paused."""
    lines: defaultdict[int, list[str]] = defaultdict(list)
    names = ("pk", "bound_from", "bound_until", "joins_by_id")
    for pk, joined, left, joins_by in Party.objects.filter(version=version).values_list(*names):
        if joined:
            lines[pk].append(f"{'Joined on' if joins_by else 'Bound from'} {day(joined)}")
        if left:
            lines[pk].append(f"Left; its last day was {day(left)}")
    for pk, since in paused_now(version).items():
        lines[pk].append(f"Its sharing is suspended since {day(since)}")
    return lines


def _signed(version: ProtocolVersion) -> dict[int, list[str]]:
    signatures = signatures_of(version)
    found = {one.party_id: [f"Signed by {one.name}, {one.post}, on {day(one.signed_at)}"] for one in signatures}
    for pk, lines in _since_signing(version).items():
        found.setdefault(pk, []).extend(lines)
    if version.comes_into_force_early:
        return _early(version, found)
    if version.status is State.SIGNING:
        return {pk: found.get(pk, ["Has yet to sign"]) for pk in version.parties.values_list("pk", flat=True)}
    return found
