"""The entries of the library: sources, kinds of data, gateways and bars, themes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from legal_basis.law.words import POWER_KINDS


@dataclass(frozen=True)
class Source:
    """Where a statement of law or practice was read."""

    key: str
    note: str
    address: str = ""


@dataclass(frozen=True)
class DataKind:
    """A kind of data that a flow can contain, and what the law makes of it.

    ``bars`` are ids of the gateways of kind *bar* that this kind raises.
    """

    id: str
    label: str
    hint: str = ""
    flags: tuple[str, ...] = ()
    bars: tuple[str, ...] = ()


@dataclass(frozen=True)
class WayThrough:
    """An exception to a bar: what allows the data out, for which purpose, under which conditions.

    ``gateway`` is the power that is the exception, where it is one; otherwise ``text`` describes
    the permission that the bar itself gives (official duty, a court's leave, consent). ``themes``
    limits it to the themes whose purposes it serves: empty means any theme.
    """

    key: str
    text: str
    purpose: str
    gateway: str = ""
    themes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gateway:
    """A power, duty, condition or bar: one entry in the library of law.

    ``for_bodies`` and ``to_bodies`` are body classes that may give and receive under it (empty: any
    body). ``identifiability`` lists the forms of data it can carry (empty: any). ``not_kinds`` are
    the data kinds it cannot carry when people can be identified. ``needs_agreement`` means that the
    provision itself asks for each person's agreement (Housing Act 1996 s.213B). ``relied_on_as`` is set
    where a duty to do a task is only an implied power to share for it. ``identifiable_not_from`` names
    body classes that cannot give identifiable data under it. ``data_kinds``, ``identifiable_only`` and
    ``ways_through`` belong to bars alone. ``gk`` names what counsel has
    still to confirm ("all", a part, or empty). ``reviewed_on`` is set where an entry was read again after the
    library as a whole.
    """

    id: str
    cite: str
    kind: str
    status: str
    status_note: str
    who: str
    purpose: str
    themes: tuple[str, ...]
    limits: str = ""
    sources: tuple[str, ...] = ()
    gk: str = ""
    extent: tuple[str, ...] = ("england",)
    enacted: int = 0
    in_force_from: date | None = None
    withdrawn_on: date | None = None
    reviewed_on: date | None = None
    replaced_by: str = ""
    for_bodies: tuple[str, ...] = ()
    to_bodies: tuple[str, ...] = ()
    identifiability: tuple[str, ...] = ()
    not_kinds: tuple[str, ...] = ()
    identifiable_not_from: tuple[str, ...] = ()
    relied_on_as: str = ""
    needs_agreement: bool = False
    data_kinds: tuple[str, ...] = ()
    identifiable_only: bool = False
    ways_through: tuple[WayThrough, ...] = ()

    @property
    def is_bar(self) -> bool:
        """A statute that forbids or limits: met before any power is looked for."""
        return self.kind == "bar"

    @property
    def is_power(self) -> bool:
        """A duty or power that sharing can rest on."""
        return self.kind in POWER_KINDS

    @property
    def power_kind(self) -> str:
        """What it can be relied on as, when a step asks for a duty or power."""
        return self.relied_on_as or self.kind

    def stands_on(self, day: date) -> bool:
        """Whether it was law, or at least enacted, on a day: used to walk a historic checklist."""
        if self.withdrawn_on is not None and self.withdrawn_on <= day:
            return False
        if self.in_force_from is not None:
            return self.in_force_from <= day
        return self.enacted <= day.year


@dataclass(frozen=True)
class ThemeFlow:
    """A data flow that is typical of a theme, with the gateways it usually rests on."""

    name: str
    identifiability: tuple[str, ...]
    gateways: tuple[str, ...]


@dataclass(frozen=True)
class Theme:
    """A field in which partners share: its purpose, usual flows, bars, risks and review interval."""

    id: str
    title: str
    purpose: str
    partners: tuple[str, ...]
    flows: tuple[ThemeFlow, ...]
    bars: tuple[str, ...]
    lawful_basis: str
    risks: tuple[str, ...]
    review_months: int
    gateway_themes: tuple[str, ...]
    conditions: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
