"""Words looked for among the versions on the register: in their titles, references and the names of their parties.

However many there are, only the first five hundred that are found are taken: whoever finds more has to say more.
"""

from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from partners.models import Partner
from portal.parts import are_indexed
from portal.preparing import prepared
from protocols.facts.binding import not_bound_yet
from protocols.models import Party, ProtocolVersion
from protocols.states import State

MOST = 500
"""How many versions a search finds."""
NEAR = 5_000
"""How many versions are looked through before an index is asked: what is often met is found sooner without it."""
LONGEST_REFERENCE, LONGEST_PREFIX = 20, 8
"""Letters of a protocol's reference, and of the partnership's prefix that it begins with."""
LAST = 2**62
"""Beyond the key of any protocol."""

Told = tuple[int, int, str, str]
Keys = QuerySet[ProtocolVersion, Told]
"""Each version by its protocol's key, which is in order of registering, its own, its theme and its reference."""


def on_register(theme: str = "") -> QuerySet[ProtocolVersion]:
    """The published versions in force; of a theme, or "overarching"."""
    versions = ProtocolVersion.objects.filter(is_public=True, state=State.IN_FORCE.value)
    return versions.filter(protocol__theme="" if theme == "overarching" else theme) if theme else versions


def first_worded(words: str, theme: str = "") -> tuple[list[int], bool]:
    """Keys of the versions of such words whose protocols were registered first, and whether more would be found.

    They are MOST at most, in the register's order: by theme, then by reference.
    """
    found = sorted({*_titled(words, theme), *_referenced(words, theme), *_of_parties(words, theme)})
    first = sorted(found[:MOST], key=lambda told: told[2:])
    return [pk for _, pk, *_ in first], len(found) > MOST


def _titled(words: str, theme: str) -> list[Told]:
    if not are_indexed(words):
        return _worded(words, theme=theme, field="title")
    found = _near(words, theme=theme)
    return found if len(found) > MOST else _worded(words, theme=theme, field="title", indexed=True)


def _referenced(words: str, theme: str) -> list[Told]:
    if not _may_be_of_reference(words):
        return []
    return _worded(words, theme=theme, field="protocol__reference", indexed=are_indexed(words))


def _of_parties(words: str, theme: str) -> list[Told]:
    if not (named := _named(words)):
        return []
    party = Party.objects.filter(~not_bound_yet(), version=OuterRef("pk"), partner__in=named)
    return list(_first(on_register(theme).filter(Exists(party))))


@prepared
def _near(words: str, *, theme: str) -> Keys:
    beyond = on_register().order_by("protocol_id").values("protocol_id")[NEAR : NEAR + 1]
    end = Coalesce(Subquery(beyond), Value(LAST), output_field=BigIntegerField())
    return _first(on_register(theme).filter(title__icontains=words, protocol_id__lt=end))


@prepared
def _worded(words: str, *, theme: str, field: str, indexed: bool = False) -> Keys:
    conditions: dict[str, Any] = {f"{field}__icontains": words}
    if indexed:
        conditions[f"{field}__has_parts"] = words
    return _first(on_register(theme).filter(**conditions))


@prepared
def _named(words: str) -> QuerySet[Partner, int]:
    return Partner.objects.filter(legal_name__icontains=words).order_by().values_list("pk", flat=True)


def _first(versions: QuerySet[ProtocolVersion]) -> Keys:
    told = versions.values_list("protocol_id", "pk", "protocol__theme", "protocol__reference")
    return told.order_by("protocol_id")[: MOST + 1]


def _may_be_of_reference(words: str) -> bool:
    """Whether a reference can have these signs in a row: only its prefix, which comes before digits, has letters."""
    letters = [place for place, sign in enumerate(words) if not (sign.isdecimal() or sign == "-")]
    return len(words) <= LONGEST_REFERENCE and (not letters or letters[-1] - letters[0] < LONGEST_PREFIX)
