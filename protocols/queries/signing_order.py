"""Who signs after whom, whose turn it is now, and the sentence for whoever comes too early."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, QuerySet
from django.utils import timezone

from portal.govuk.days import day
from protocols.facts.commencing import terms_of
from protocols.facts.parents import why_outside
from protocols.models import Party, Signing, SigningPlan, SigningTurn, Snapshot
from protocols.queries.signing import Place, places
from protocols.states import State


@dataclass(frozen=True)
class Turn:
    """The parties that may sign at the same time. `state` is "done", "now" or "later"."""

    number: int
    places: tuple[Place, ...]
    state: str


def plans_of(snapshot: Snapshot) -> QuerySet[SigningPlan]:
    """The plan that holds for a snapshot's signing: its instrument's, or its version's; one or none."""
    return SigningPlan.objects.filter(version=snapshot.version_id, instrument=snapshot.instrument_id)


def plan_for(signing: Signing) -> SigningPlan | None:
    """The plan of a signing; None where nothing was chosen, so that all sign in any order."""
    return plans_of(signing.snapshot).first()


def turns(signing: Signing, shown: Sequence[Place] | None = None) -> list[Turn]:
    """The turns in order, each with its parties' places. Parties that the plan does not name sign with the last."""
    shown = places(signing) if shown is None else shown
    plan = plans_of(signing.snapshot).values("pk")
    chosen = dict(SigningTurn.objects.filter(plan__in=plan).values_list("party_id", "number"))
    last = max([chosen[one.party.pk] for one in shown if one.party.pk in chosen], default=1)
    of = {place.party.pk: chosen.get(place.party.pk, last) for place in shown}
    left = [of[place.party.pk] for place in shown if place.is_open]
    now = min(left, default=last + 1)
    return [
        Turn(
            position,
            tuple(place for place in shown if of[place.party.pk] == number),
            "done" if number < now else "now" if number == now else "later",
        )
        for position, number in enumerate(sorted(set(of.values())), start=1)
    ]


def whose_turn(signing: Signing) -> list[Party]:
    """The parties that may sign now and have not."""
    return [place.party for turn in turns(signing) if turn.state == "now" for place in turn.places if place.is_open]


def why_not_yet(signing: Signing, party: Party) -> str | None:
    """The sentence that says who signs first; None where it is the party's turn."""
    found = turns(signing)
    mine = next((turn for turn in found if any(place.party.pk == party.pk for place in turn.places)), None)
    if mine is None or mine.state != "later":
        return None
    first = [str(place.party) for turn in found if turn.number < mine.number for place in turn.places if place.is_open]
    names = f"{', '.join(first[:-1])} and {first[-1]}" if len(first) > 1 else first[0]
    return (
        f"It is not yet the turn of {party}: {names} {'sign' if len(first) > 1 else 'signs'} first. "
        f"The signatory of {party} has a mail as soon as it is their turn."
    )


def why_over(signing: Signing, party: Party) -> str | None:
    """The sentence for whoever signs too late: the party left the overarching protocol, or declined; or it is over."""
    version = signing.snapshot.version
    if signing.snapshot.instrument_id is not None:
        return None
    if version.parent_id is not None or not version.comes_into_force_early:
        return why_outside(version, party)
    declined = signing.refusals.filter(party=party).first()
    if declined is not None:
        return f"{party} declined to sign on {day(declined.at)}. It can join by an accession, once this is in force."
    if version.status is State.IN_FORCE and terms_of(version).is_past(timezone.localdate()):
        return f"It was open for signature until {day(version.signing_closes_on)}. {party} can join by an accession."
    return None


def turn_opened(signing: Signing) -> datetime | None:
    """The moment since which those whose turn it is could sign: the opening, or the latest signature before them."""
    latest: datetime | None = signing.signatures.filter(void_at=None).aggregate(latest=Max("signed_at"))["latest"]
    done = any(turn.state == "done" for turn in turns(signing))
    return latest if done and latest is not None else signing.opened_at
