"""What has changed since a version was signed, or last reviewed: each part as lines that a review begins from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from portal.govuk.days import day
from protocols.facts.binding import bound_parties
from protocols.models import Adherence, DataFlow, Incident, Party, ProtocolVersion, Snapshot
from protocols.queries.decisions import live_snapshot
from protocols.queries.freezing import parties_of
from protocols.queries.law_changes import touched
from protocols.queries.reviews import reviews_of
from protocols.states import SETTLED, WORKING
from protocols.texts.known import listing

MOST = 40
"""How many lines of a part are told; the rest is counted."""
NOTHING = {
    "law": "Nothing that this agreement rests on.",
    "partners": "Nobody joined or left, and no details that it names have changed.",
    "flows": "No flow was added, changed or refused.",
    "incidents": "None is recorded.",
    "adherence": "No statement was due.",
}
DETAILS = {
    "legal_name": "its legal name",
    "address": "its address",
    "ico_registration": "its registration with the Information Commissioner",
    "dpo": "its data protection officer",
    "signatory": "its signatory",
}


@dataclass(frozen=True)
class ReviewChanges:
    """What changed since a moment, as lines, by part."""

    since: datetime
    law: Sequence[str]
    partners: Sequence[str]
    flows: Sequence[str]
    incidents: Sequence[str]
    adherence: Sequence[str]

    def as_texts(self) -> dict[str, str]:
        """Each part as the form of a review begins with it; a part without a change says so."""
        return {name: _text(getattr(self, name), none) for name, none in NOTHING.items()}


def changes_since(version: ProtocolVersion) -> ReviewChanges:
    """What changed since the last review of the protocol, or since the version was signed."""
    last = reviews_of(version).filter(version=version).first()
    since = last.held_at if last else version.state_since
    day_of = timezone.localdate(since)
    return ReviewChanges(
        since=since,
        law=list(_law(version, day_of)),
        partners=list(_partners(version, day_of)),
        flows=list(_flows(version, since)),
        incidents=list(_incidents(version, day_of)),
        adherence=list(_adherence(version, day_of)),
    )


def _text(lines: Sequence[str], none: str) -> str:
    if not lines:
        return none
    more = len(lines) - MOST
    return "\n".join([*lines[:MOST], *([f"And {more} more."] if more > 0 else [])])


def _law(version: ProtocolVersion, since: date) -> Iterator[str]:
    """Changes in the law that touch the answers of this version, or of the thematic ones below it."""
    where = Q(party__version=version) | Q(party__version__parent__protocol=version.protocol)
    found = [one for one in touched(where) if one.touch.change.on >= since]
    found.sort(key=lambda one: (one.touch.change.on, one.touch.change.id))
    for change, group in groupby(found, key=lambda one: one.touch.change):
        whom = listing(list(dict.fromkeys(f"{one.party} in {one.version}" for one in group)))
        yield f"{day(change.on)}: {change.sentence} It touches {whom}."


def _partners(version: ProtocolVersion, since: date) -> Iterator[str]:
    parties = Party.objects.filter(version=version).select_related("partner")
    for party in parties.filter(Q(bound_from__gte=since) | Q(bound_until__gte=since)):
        if party.bound_from and party.bound_from >= since:
            yield f"{party} {'joined' if party.joins_by_id else 'signed'} on {day(party.bound_from)}."
        if party.bound_until and party.bound_until >= since:
            yield f"{party} left on {day(party.bound_until)}."
    bound = bound_parties(version)
    members = set(version.protocol.partnership.memberships.values_list("partner_id", flat=True))
    for party in bound:
        if not party.partner.is_approved or party.partner_id not in members:
            yield f"{party} is no longer a member of {version.protocol.partnership}."
    yield from _details(version, bound)


def _details(version: ProtocolVersion, bound: Sequence[Party]) -> Iterator[str]:
    """What the signed text says of a party and is so no longer."""
    snapshot = live_snapshot(version)
    signed = {one["key"]: one for one in snapshot.content["parties"]} if snapshot else {}
    for now in parties_of(version, bound):
        then = signed.get(now.key)
        for name, words in DETAILS.items():
            current = asdict(now)[name]
            if then is not None and then[name] != current:
                yield f"{now.short_name} changed {words}: from {_said(then[name])} to {_said(current)}."


def _said(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{value['name']}, {value['post']}" if value["name"] else "nobody"
    return f"“{value}”" if value else "none"


def _flows(version: ProtocolVersion, since: datetime) -> Iterator[str]:
    """Flows that were refused, added, left out or changed in what was signed since, here or in thematic ones below."""
    mine = Q(protocol=version.protocol) | Q(parent__protocol=version.protocol)
    settled = [state.value for state in SETTLED]
    signed = ProtocolVersion.objects.filter(mine, state__in=settled, created_at__gte=since).exclude(pk=version.pk)
    signed = signed.select_related("protocol", "supersedes").order_by("protocol__reference", "number")
    wanted = {key for one in signed for key in (one.pk, one.supersedes_id) if key}
    live = Snapshot.objects.filter(version__in=wanted, instrument=None, withdrawn_at=None)
    contents = {one.version_id: one.content for one in live}
    for one in signed:
        if one.pk in contents:
            yield from _differences(one, contents[one.pk], contents.get(one.supersedes_id or 0))
    working = [state.value for state in WORKING]
    written = ProtocolVersion.objects.filter(mine, state__in=working)
    refused = DataFlow.objects.filter(version__in=written, refused_at__isnull=False)
    for flow in refused.select_related("version__protocol").order_by("version", "number"):
        yield f"{flow.version}, being written: “{flow.title}” was refused."


def _differences(version: ProtocolVersion, now: Mapping[str, Any], before: Mapping[str, Any] | None) -> Iterator[str]:
    flows = {one["title"]: one for one in now["flows"]}
    earlier = {one["title"]: one for one in before["flows"]} if before else {}
    for title in flows.keys() - earlier.keys():
        yield f"{version}: “{title}” was added."
    for title in earlier.keys() - flows.keys():
        yield f"{version}: “{title}” was left out."
    for title in flows.keys() & earlier.keys():
        if {**flows[title], "number": 0} != {**earlier[title], "number": 0}:
            yield f"{version}: “{title}” was changed."
    for one in now["refused_flows"]:
        yield f"{version}: “{one['title']}” was refused at {one['stopped_at']} ({listing(list(one['laws']))})."


def _incidents(version: ProtocolVersion, since: date) -> Iterator[str]:
    """Each incident of the protocol; of the thematic ones below only how many, which their own parties read."""
    known = Incident.objects.filter(known_on__gte=since)
    for one in known.filter(version__protocol=version.protocol).select_related("party__partner").order_by("known_on"):
        told = f" The Commissioner was told on {day(one.told_on)}." if one.told_on else ""
        lessons = f" Lessons: {one.lessons}" if one.lessons else ""
        yield f"{day(one.known_on)}, {one.party}: {one.get_kind_display().lower()}. {one.what}{told}{lessons}"
    below = known.filter(version__parent__protocol=version.protocol).order_by()
    for row in below.values("version__protocol__reference").annotate(n=Count("pk")).order_by("version__protocol"):
        count = "1 incident" if row["n"] == 1 else f"{row['n']} incidents"
        yield f"{count} under {row['version__protocol__reference']}."


def _adherence(version: ProtocolVersion, since: date) -> Iterator[str]:
    standing = Adherence.objects.filter(protocol=version.protocol, due_on__gte=since, replaced_at=None)
    found = standing.select_related("partner")
    statements: Iterable[Adherence] = found.order_by("due_on", "partner__short_name")
    for one in statements:
        if not one.is_given:
            yield f"{one.partner} has not given its statement for the year to {day(one.due_on)}."
            continue
        kept = "; ".join(f"“{it['words']}” {it['kept']}: {it['reason']}" for it in one.not_kept)
        yield f"{one.partner}, year to {day(one.due_on)}: " + (f"not wholly kept: {kept}" if kept else "all kept.")
