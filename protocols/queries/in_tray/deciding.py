"""What waits around approvals: decisions, the answer to advice against, and conditions to meet or to look at."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Case, F, QuerySet, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from partners.models import Role
from partners.roles import RoleKind
from portal.among import Among
from protocols.models import Condition, Decision, Snapshot
from protocols.queries.approvals import (
    ACCOUNTABLE,
    DECIDING,
    advice_waiting,
    live_conditions,
    set_by,
    waiting_for,
)  # fmt: skip
from protocols.queries.in_tray.found import Found
from protocols.queries.in_tray.items import Item, about, due_of, officers_of
from protocols.queries.in_tray.kinds import Kind
from protocols.queries.in_tray.lines import Line, narrow
from protocols.queries.in_tray.scopes import parties_of, run_by
from protocols.states import State


def _deciding_for(roles: Sequence[Role]) -> list[int | None]:
    return [role.partner_id for role in roles if role.role in DECIDING]


def _decisions(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """Decisions that the person's posts owe, on versions and on instruments."""
    if _deciding_for(roles):
        on_version = When(snapshot__instrument=None, then=F("snapshot__version__starts_on"))
        mine = Among("party_id", parties_of(_deciding_for(roles)))
        yield narrow(waiting_for(roles).filter(mine), version="snapshot__version_id", party="party_id",
                     instrument="snapshot__instrument_id", place="party__partner_id", word="kind", since="asked_at",
                     due=Case(on_version, default=F("snapshot__instrument__effective_on")))  # fmt: skip


def _decision(line: Line, found: Found) -> Item:
    instrument = found.instruments[line.instrument] if line.instrument else None
    on = f" on the {str(instrument.get_kind_display()).lower()}" if instrument else ""
    return Item(
        what=f"Decide{on} for {found.parties[line.party]}",
        about=about(found.versions[line.version]),
        capacity=found.at(line.place, RoleKind(line.word)),
        since=line.since,
        button="Read and decide",
        link=reverse("protocols:decide", args=[line.pk]),
        due=due_of(line),
    )


def _advice(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """Advice against that waits for whoever answers for the party."""
    answering = [role.partner_id for role in roles if role.role in ACCOUNTABLE]
    if answering:
        mine = Among("party_id", parties_of(answering))
        yield narrow(advice_waiting(roles).filter(mine), version="snapshot__version_id", party="party_id",
                     place="party__partner_id", word="kind", since=Coalesce("decided_at", "asked_at"))  # fmt: skip


def _advised(line: Line, found: Found) -> Item:
    return Item(
        what=f"Answer the advice of the {RoleKind(line.word).label} for {found.parties[line.party]}",
        about=about(found.versions[line.version]),
        capacity=found.at(line.place, *ACCOUNTABLE),
        since=line.since,
        button="Read and answer",
        link=reverse("protocols:advice", args=[line.pk]),
    )


def _proposed(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """Conditions said to be met, for the post that set them."""
    if _deciding_for(roles):
        said = conditions_set_by(roles).filter(state=Condition.State.PROPOSED)
        yield narrow(said, version="decision__snapshot__version_id", place="decision__party__partner_id",
                     word="decision__kind", due="due_on",
                     since=Coalesce("proposed_at", "decision__asked_at"))  # fmt: skip


def _to_see(line: Line, found: Found) -> Item:
    role = found.at(line.place, RoleKind(line.word))
    return _condition("See whether a condition is met", role, line, found)


def _open(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """Conditions to meet, for officers."""
    if officers_of(roles):
        live = (state for state in State if state not in (State.SUPERSEDED, State.ABANDONED))
        texts = Snapshot.objects.filter(Among("version_id", run_by(roles, *live)), withdrawn_at=None)
        mine = Decision.objects.filter(Among("snapshot_id", texts.order_by().values("pk")))
        found = live_conditions().filter(Among("decision_id", mine.order_by().values("pk")), state=Condition.State.OPEN)
        yield narrow(found, version="decision__snapshot__version_id", party="decision__party_id",
                     due="due_on", since=Coalesce("decision__decided_at", "decision__asked_at"))  # fmt: skip


def conditions_set_by(roles: Sequence[Role]) -> "QuerySet[Condition]":
    """The live conditions that the posts of the roles set."""
    parties = Among("party_id", parties_of(_deciding_for(roles)))
    mine = Decision.objects.filter(parties).order_by().values("pk")
    return live_conditions().filter(Among("decision_id", mine), set_by(roles))


def _to_meet(line: Line, found: Found) -> Item:
    role = found.officer(line.version)
    return _condition(f"Meet a condition of {found.parties[line.party]}", role, line, found)


def _condition(what: str, role: Role, line: Line, found: Found) -> Item:
    link = reverse("protocols:condition", args=[line.pk])
    version = found.versions[line.version]
    return Item(what, about(version), role, line.since, "Open the condition", link, due_of(line))


DECISIONS = Kind(_decisions, _decision)
ADVICE = Kind(_advice, _advised)
CONDITIONS_PROPOSED = Kind(_proposed, _to_see)
CONDITIONS_OPEN = Kind(_open, _to_meet)
