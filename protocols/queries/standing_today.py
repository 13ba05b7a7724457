"""Whether an agreement binds today, in sentences: for those who hold a file of it, and for the public."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from portal.govuk.days import day
from protocols.facts.binding import suspended, too_few
from protocols.models import Instrument, Party, ProtocolVersion
from protocols.queries.between import Between, between
from protocols.states import SETTLED, State
from protocols.texts.known import listing


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand: whether it binds today, the sentence that says so, and what else to know, each a sentence."""

    binds: bool
    sentence: str
    notes: tuple[str, ...] = ()


def standing_of(version: ProtocolVersion, on: date | None = None) -> Standing:
    """How a version stands on a day, today by default."""
    on = on or timezone.localdate()
    if version.status is State.IN_FORCE:
        return _in_force(version, on)
    if version.status in ENDED:
        return Standing(False, ENDED[version.status](version), tuple(_comings_and_goings(version, on)))
    if version.comes_into_force_early:
        return Standing(False, "It is not in force: not enough of its parties have signed it.")
    return Standing(False, "It is not in force: it has not been signed by every party and sealed.")


def standing_of_instrument(instrument: Instrument, on: date | None = None) -> Standing:
    """How a short document made after signing stands on a day, today by default."""
    on = on or timezone.localdate()
    label = str(instrument.get_kind_display()).lower()
    if instrument.status is not State.IN_FORCE:
        return Standing(False, f"This {label} is not in effect: it has not been signed by all who must, and sealed.")
    if instrument.effective_on > on:
        return Standing(False, f"This {label} is signed and sealed. It takes effect on {day(instrument.effective_on)}.")
    return Standing(True, f"This {label} has been in effect since {day(instrument.effective_on)}.")


def _in_force(version: ProtocolVersion, on: date) -> Standing:
    notes = tuple(_comings_and_goings(version, on))
    if version.starts_on > on:
        return Standing(False, f"It is signed and sealed, and applies from {day(version.starts_on)}.", notes)
    if too_few(version):
        return Standing(False, "It is in force, but fewer than two parties are bound by it, so nobody is.", notes)
    partly = between(version)
    if partly is not None:
        return Standing(True, f"It is in force today, {day(on)}, {partly.whom}.", (*_not_bound(partly), *notes))
    return Standing(True, f"It is in force today, {day(on)}.", notes)


def _not_bound(partly: Between) -> Iterable[str]:
    """Whether others may still sign, and who is not bound."""
    if partly.is_open and partly.closes_on:
        yield f"It is open for signature until {day(partly.closes_on)}. Who signs until then is bound from that day on."
    if partly.left:
        names = listing([one.partner.legal_name for one in partly.left])
        yield f"Not bound by it: {names}."


def _superseded(version: ProtocolVersion) -> str:
    later = ProtocolVersion.objects.filter(
        protocol=version.protocol_id, number__gt=version.number, state__in=[state.value for state in SETTLED]
    )
    newer = later.order_by("number").first()
    by = f" by version {newer.number}" if newer else ""
    return f"It is no longer in force. It was superseded{by} on {day(version.state_since)}."


def _terminated(version: ProtocolVersion) -> str:
    return f"It is no longer in force. It was terminated on {day(version.state_since)}."


def _expired(version: ProtocolVersion) -> str:
    return f"It is no longer in force. It ran until {day(version.ends_on)}."


ENDED: dict[State, Callable[[ProtocolVersion], str]] = {
    State.SUPERSEDED: _superseded,
    State.TERMINATED: _terminated,
    State.EXPIRED: _expired,
}


def _comings_and_goings(version: ProtocolVersion, on: date) -> Iterable[str]:
    """The parties that joined or left after it was signed, and those that pause; two queries."""
    paused = suspended(version, on)
    parties = Party.objects.filter(version=version).select_related("partner").order_by("partner__short_name", "pk")
    for party in parties:
        name = party.partner.legal_name
        if party.bound_until and party.bound_until < on:
            yield f"{name} has left it: its last day was {day(party.bound_until)}."
        elif party.bound_until:
            yield f"{name} leaves it: its last day is {day(party.bound_until)}."
        elif party.bound_from and party.signs_late and not party.joins_by_id:
            yield f"{name} signed it on {day(party.bound_from)}, and is bound from that day."
        elif party.bound_from and party.bound_from > on:
            yield f"{name} joins it on {day(party.bound_from)}."
        elif party.bound_from and party.joins_by_id:
            yield f"{name} joined it on {day(party.bound_from)}."
        if party.pk in paused:
            yield f"The sharing of {name} is suspended since {day(paused[party.pk])}."
