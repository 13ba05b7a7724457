"""Who is bound by a version in force on a day, and whose sharing is paused: read from the instruments carried out."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils import timezone

from portal.reading import once
from protocols.models import Instrument, Party, ProtocolVersion
from protocols.states import State

PAUSING = (Instrument.Kind.SUSPENSION, Instrument.Kind.RESUMPTION)
FEWEST = 2
"""An agreement needs two parties; with fewer, nobody is bound to anybody."""


def bound_on(on: date | None = None, prefix: str = "") -> Q:
    """The parties that had signed or joined on a day, today by default, and had not left; the last day counts."""
    on = on or timezone.localdate()
    joined = Q(**{f"{prefix}bound_from": None, f"{prefix}signs_late": False}) | Q(**{f"{prefix}bound_from__lte": on})
    return joined & not_left(on, prefix)


def not_left(on: date, prefix: str = "") -> Q:
    """The parties that had not left by a day; the last day counts."""
    return Q(**{f"{prefix}bound_until": None}) | Q(**{f"{prefix}bound_until__gte": on})


def not_bound_yet(prefix: str = "") -> Q:
    """The parties to a text in force between those who have signed that have not signed it, nor joined it since."""
    return Q(**{f"{prefix}bound_from": None, f"{prefix}signs_late": True})


def bound_parties(version: ProtocolVersion, on: date | None = None) -> list[Party]:
    """The parties bound by a version on a day, today by default, in order of name."""
    found = Party.objects.filter(bound_on(on), version=version).select_related("partner")
    return list(found.order_by("partner__short_name", "pk"))


def staying(version: ProtocolVersion) -> list[Party]:
    """The parties that a new version begins with: those bound today, without those that have signed that they leave."""
    leaving = Instrument.objects.filter(
        version=version, kind=Instrument.Kind.WITHDRAWAL, state=State.IN_FORCE.value
    ).values("party_id")  # fmt: skip
    found = Party.objects.filter(bound_on(), version=version).exclude(pk__in=leaving)
    return list(found.select_related("partner").order_by("partner__short_name", "pk"))


def suspended(version: ProtocolVersion, on: date | None = None) -> dict[int, date]:
    """The parties whose sharing is paused on a day, today by default, and since when; one query."""
    return suspended_in([version.pk], on)


def suspended_in(versions: Iterable[int], on: date | None = None) -> dict[int, date]:
    """The parties of some versions whose sharing is paused on a day, and since when; one query."""
    carried_out = Instrument.objects.filter(
        version__in=list(versions), kind__in=PAUSING, state=State.IN_FORCE.value, applied_at__isnull=False,
        effective_on__lte=on or timezone.localdate(),
    ).order_by("effective_on", "applied_at", "number")  # fmt: skip
    paused: dict[int, date] = {}
    for party, kind, since in carried_out.values_list("party_id", "kind", "effective_on"):
        if kind == Instrument.Kind.SUSPENSION:
            paused.setdefault(party, since)
        else:
            paused.pop(party, None)
    return paused


@once
def paused_now(version: ProtocolVersion) -> dict[int, date]:
    """The parties whose sharing is paused today, and since when."""
    return suspended(version)


@once
def too_few(version: ProtocolVersion) -> bool:
    """Whether a version is in force with fewer parties bound than an agreement needs."""
    if version.status is not State.IN_FORCE:
        return False
    return Party.objects.filter(bound_on(), version=version).count() < FEWEST
