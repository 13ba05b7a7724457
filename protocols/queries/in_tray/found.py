"""What the lines of a page name: fetched for all of them at once, when the first asks for it."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from partners.models import Role
from partners.roles import RoleKind
from portal.preparing import padded, prepared
from protocols.facts.parents import outside_parent
from protocols.models import Instrument, Party, ProtocolVersion
from protocols.queries.in_tray.items import Version
from protocols.queries.in_tray.lines import Line
from protocols.states import SETTLED

SHOWN = ("pk", "protocol__reference", "number", "title", "state", "state_since", "protocol__partnership_id")
AT_ONCE = 50  # keys


@prepared
def _versions(*keys: int) -> QuerySet[ProtocolVersion, Any]:
    return ProtocolVersion.objects.filter(pk__in=keys).order_by().values_list(*SHOWN)


@prepared
def _parties(*keys: int) -> QuerySet[Party, Any]:
    return Party.everyone.filter(pk__in=keys).order_by().values_list("pk", "partner__short_name")


@prepared
def _instruments(*keys: int) -> QuerySet[Instrument]:
    return Instrument.objects.only("number", "kind").filter(pk__in=keys).order_by()


@prepared
def _parties_to(*keys: int) -> QuerySet[Party, Any]:
    rows = Party.objects.filter(version__in=keys).order_by()
    return rows.values_list("version_id", "partner_id", "bound_until")


class Found:
    """Versions, parties and instruments by key, and the roles of the reader: that acted in first."""

    def __init__(self, lines: Sequence[Line], roles: Sequence[Role]) -> None:
        self._lines, self.roles = lines, roles

    @cached_property
    def versions(self) -> dict[int, Version]:
        """The versions of the lines; one query."""
        keys = {key for line in self._lines for key in (line.version, line.other) if key}
        return {row[0]: Version(*row) for row in _versions(*padded(keys, AT_ONCE))}

    @cached_property
    def parties(self) -> dict[int, str]:
        """The names of the parties that the lines name; one query."""
        return dict(_parties(*padded({line.party for line in self._lines if line.party}, AT_ONCE)))

    @cached_property
    def instruments(self) -> dict[int, Instrument]:
        """The instruments of the lines; one query, none where no line is about one."""
        keys = {line.instrument for line in self._lines if line.instrument}
        return {one.pk: one for one in _instruments(*padded(keys, AT_ONCE))} if keys else {}

    @cached_property
    def outside(self) -> dict[int, list[str]]:
        """The names of the parties that cannot sign the versions of the lines, by version; one query."""
        names: dict[int, list[str]] = {}
        for party in outside_parent().filter(version__in={line.version for line in self._lines}):
            names.setdefault(party.version_id, []).append(str(party))
        return names

    @cached_property
    def _partners(self) -> dict[int, dict[int | None, bool]]:
        """The partners that are party to each version, and whether they have not left it; one query."""
        today, found = timezone.localdate(), dict[int, dict[int | None, bool]]()
        for version, partner, until in _parties_to(*padded(self.versions, AT_ONCE)):
            found.setdefault(version, {})[partner] = until is None or until >= today
        return found

    def at(self, place: int, *kinds: RoleKind) -> Role:
        """The role of one of the kinds that is held at a partner or in a partnership."""
        return next(
            role for role in self.roles if role.role in kinds and place in (role.partner_id, role.partnership_id)
        )

    def officer(self, version: int) -> Role:
        """The role of an officer in the partnership of a version."""
        return self.at(self.versions[version].partnership_id, RoleKind.OFFICER)

    def seeing(self, version: Version, *, bound: bool = False) -> Role:
        """The first of the roles in which a version can be opened; `bound` leaves out those of parties that have left.

        Nothing is asked where one role is held: in that the version was found.
        """
        if len(self.roles) == 1:
            return self.roles[0]
        return next(role for role in self.roles if self._sees(role, version, bound=bound))

    def _sees(self, role: Role, version: Version, *, bound: bool) -> bool:
        if role.role is RoleKind.OFFICER:
            return role.partnership_id == version.partnership_id
        party = self._partners.get(version.pk, {}).get(role.partner_id)
        shown = role.role is not RoleKind.VIEWER or version.status in SETTLED
        return shown and party is not None and (party or not bound)
