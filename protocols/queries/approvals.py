"""The queue of decisions that wait for a person in all their posts; conditions and advice that wait for somebody."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import reduce
from operator import or_
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse

from legal_basis.loader import library
from partners.models import Role
from partners.roles import RoleKind
from portal.preparing import prepared
from protocols.models import Condition, Decision, ProtocolVersion, Snapshot

DECIDING = (RoleKind.DPO, RoleKind.CALDICOTT_GUARDIAN, RoleKind.SIRO)
ACCOUNTABLE = (RoleKind.SIGNATORY, RoleKind.SIRO)
SORTS = {"age": ("asked_at", "pk"), "risk": ("-risk", "asked_at", "pk")}
OPEN = (Condition.State.OPEN, Condition.State.PROPOSED)
UNREAD = ("snapshot__text", "snapshot__rows_text", "snapshot__version__template_version__content")


@dataclass(frozen=True)
class Narrowing:
    """What the queue is narrowed to, and how it is sorted; an empty word narrows nothing."""

    organisation: str = ""
    partnership: str = ""
    theme: str = ""
    post: str = ""
    risk: str = ""
    sort: str = "age"

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Narrowing":
        """What an address asks for; what makes no sense narrows nothing."""
        told = {name: asked.get(name, "").strip()[:80] for name in cls.__dataclass_fields__}
        for name in ("organisation", "partnership", "risk"):
            told[name] = told[name] if told[name].isascii() and told[name].isdigit() and len(told[name]) < 10 else ""
        return cls(**{**told, "sort": told["sort"] if told["sort"] in SORTS else "age"})

    @property
    def query(self) -> str:
        """As an address says it, without what narrows nothing."""
        return urlencode({name: value for name, value in asdict(self).items() if value and (name, value) != USUAL})

    @property
    def is_narrow(self) -> bool:
        """Whether it leaves anything out."""
        return any(value for name, value in asdict(self).items() if name != "sort")


USUAL = ("sort", "age")
LOOKUPS = {
    "organisation": "party__partner",
    "partnership": "snapshot__version__protocol__partnership",
    "theme": "snapshot__version__protocol__theme",
    "post": "kind",
    "risk": "risk",
}


@dataclass(frozen=True)
class Choices:
    """What the queue can be narrowed to: pairs of value and words, only those that would find something."""

    organisation: Sequence[tuple[str, str]] = field(default_factory=tuple)
    partnership: Sequence[tuple[str, str]] = field(default_factory=tuple)
    theme: Sequence[tuple[str, str]] = field(default_factory=tuple)
    post: Sequence[tuple[str, str]] = field(default_factory=tuple)
    risk: Sequence[tuple[str, str]] = field(default_factory=tuple)


def waiting_for(roles: Iterable[Role], narrowing: Narrowing | None = None) -> QuerySet[Decision]:
    """The decisions that wait for any of the roles, of versions and of instruments, sorted and narrowed as asked."""
    narrowing = narrowing or Narrowing()
    live = Decision.objects.filter(outcome=Decision.Outcome.WAITING, snapshot__withdrawn_at=None)
    asked = live.filter(_of(roles, DECIDING))
    for name, lookup in LOOKUPS.items():
        if value := getattr(narrowing, name):
            asked = asked.filter(**{lookup: value})
    related = asked.select_related(
        "snapshot__version__protocol__partnership", "snapshot__version__template_version__template",
        "snapshot__instrument", "party__partner",
    )  # fmt: skip
    return related.defer(*UNREAD).order_by(*SORTS[narrowing.sort])


def choices_in(roles: Iterable[Role]) -> Choices:
    """What can be chosen to narrow a queue; one query."""
    rows = waiting_for(roles).order_by().values_list(
        "party__partner", "party__partner__short_name", "snapshot__version__protocol__partnership",
        "snapshot__version__protocol__partnership__name", "snapshot__version__protocol__theme", "kind", "risk",
    ).distinct()  # fmt: skip
    themes = library().themes
    sets: list[set[tuple[str, str]]] = [set() for _ in range(5)]
    for body, name, place, area, theme, kind, risk in rows:
        words = themes[theme].title if theme in themes else ""
        told = ((str(body), name), (str(place), area), (theme, words), (kind, RoleKind(kind).label),
                (str(risk), Decision.Risk(risk).label))  # fmt: skip
        for known, pair in zip(sets, told, strict=True):
            if pair[0] and pair[1]:
                known.add(pair)
    bodies, places, about, posts, risks = (sorted(known, key=lambda pair: pair[1]) for known in sets)
    return Choices(bodies, places, about, posts, sorted(risks, reverse=True))


def role_for(decision: Decision, roles: Iterable[Role]) -> Role | None:
    """The role, of those held, in which a decision is given."""
    return next(
        (one for one in roles if one.partner_id == decision.party.partner_id and one.kind == decision.kind), None
    )


@dataclass(frozen=True)
class Place:
    """Where a decision stands in a queue: counted from 1, of how many, and those beside it."""

    number: int
    count: int
    before: "Beside | None"
    after: "Beside | None"


@dataclass(frozen=True)
class Beside:
    """A decision by its key, and the role, of those held, in which it is given."""

    pk: int
    role: Role | None


def place_in(roles: Sequence[Role], narrowing: Narrowing, decision: Decision) -> Place | None:
    """Where a decision stands in the queue as it is narrowed and sorted; None where it is not in it. One query."""
    posts = {(role.partner_id, role.kind): role for role in reversed(roles)}
    order = [
        Beside(pk, posts.get((partner, kind)))
        for pk, partner, kind in waiting_for(roles, narrowing).values_list("pk", "party__partner", "kind")
    ]
    at = next((number for number, one in enumerate(order) if one.pk == decision.pk), None)
    if at is None:
        return None
    before, after = order[at - 1] if at else None, order[at + 1] if at + 1 < len(order) else None
    return Place(at + 1, len(order), before, after)


def following(roles: Sequence[Role], narrowing: Narrowing, decision: Decision) -> Decision | None:
    """The decision that comes after one in the same queue; the first of the rest at its end."""
    queue = waiting_for(roles, narrowing)
    order = list(queue.values_list("pk", flat=True))
    at = order.index(decision.pk) if decision.pk in order else -1
    rest = [*order[at + 1 :], *order[: max(at, 0)]]
    return queue.filter(pk=rest[0]).first() if rest else None


def decision_for(roles: Iterable[Role], pk: int) -> Decision | None:
    """A decision that one of the roles gives, or gave."""
    found = next(iter(_decision(pk)), None)
    mine = [role for role in roles if role.role in DECIDING]
    return found if found is not None and role_for(found, mine) is not None else None


@prepared
def _decision(pk: int) -> QuerySet[Decision]:
    """One decision, without the words of what it is on."""
    return _whole().filter(pk=pk).defer(*UNREAD)


def advice_for(roles: Iterable[Role], pk: int) -> Decision | None:
    """Advice against that one of the roles answers for its party, or answered."""
    given = ["against", "followed", "not_followed"]
    return _whole().filter(_at(roles, ACCOUNTABLE), pk=pk, outcome__in=given).first()


def advice_waiting(roles: Iterable[Role]) -> QuerySet[Decision]:
    """Advice against that waits for an answer of any of the roles."""
    waiting = _whole().filter(_at(roles, ACCOUNTABLE), outcome="against", snapshot__withdrawn_at=None)
    return waiting.defer(*UNREAD)


def _whole() -> QuerySet[Decision]:
    return Decision.objects.select_related(
        "snapshot__version__protocol__partnership", "snapshot__version__template_version__template",
        "snapshot__version__parent__protocol", "snapshot__version__officer__person", "snapshot__instrument__version",
        "party__partner", "decided_by__person", "answered_by__person",
    )  # fmt: skip


def open_conditions(snapshot: Snapshot) -> QuerySet[Condition]:
    """What a frozen text was approved on and is not met yet, in the order of the day by which it is due."""
    return conditions_of(snapshot).filter(state__in=OPEN)


def conditions_of(snapshot: Snapshot | int) -> QuerySet[Condition]:
    """Every condition on which a frozen text was approved; one query with who set and closed each."""
    return _conditions().filter(decision__snapshot=snapshot).order_by("decision__party__partner__short_name", "pk")


def not_followed(version: ProtocolVersion) -> QuerySet[Decision]:
    """Advice against that the version's own text goes on without following."""
    given = Decision.objects.filter(snapshot__version=version, snapshot__instrument=None, outcome="not_followed")
    live = given.filter(snapshot__withdrawn_at=None)
    return live.select_related("party__partner", "answered_by__person", "answered_by__partner")


def open_conditions_of(version: ProtocolVersion) -> QuerySet[Condition]:
    """The open conditions on which the live texts of a version, and of instruments to it, were approved."""
    live = _conditions().filter(decision__snapshot__version=version, decision__snapshot__withdrawn_at=None)
    return live.filter(state__in=OPEN).order_by("due_on", "pk")


def conditions_for(roles: Iterable[Role], *, only_open: bool = True) -> QuerySet[Condition]:
    """The conditions that concern the roles: set by their party, or on a protocol of the officer's partnership."""
    bodies = {role.partner_id for role in roles if role.partner_id and role.role is not RoleKind.VIEWER}
    places = {role.partnership_id for role in roles if role.partnership_id}
    mine = Q(decision__party__partner__in=bodies) | Q(decision__snapshot__version__protocol__partnership__in=places)
    live = _conditions().filter(mine, decision__snapshot__withdrawn_at=None)
    live = live.exclude(decision__snapshot__version__state__in=["superseded", "abandoned"])
    found = live.filter(state__in=OPEN) if only_open else live
    return found.order_by("due_on", "pk")


def live_conditions() -> QuerySet[Condition]:
    """The conditions, open or closed, on which texts were approved that neither went back nor were given up."""
    live = Condition.objects.filter(decision__snapshot__withdrawn_at=None)
    return live.exclude(decision__snapshot__version__state__in=["superseded", "abandoned"])


def set_by(roles: Iterable[Role]) -> Q:
    """Of conditions: that one of these posts set them."""
    posts = [
        Q(decision__party__partner=role.partner_id, decision__kind=role.kind)
        for role in roles if role.role in DECIDING
    ]  # fmt: skip
    return reduce(or_, posts, Q(pk__in=[]))


def condition_of(pk: int) -> Condition | None:
    """One condition, with all that its page shows."""
    related = _conditions().select_related(
        "decision__snapshot__version__template_version__template", "decision__snapshot__version__parent__protocol",
        "decision__snapshot__version__officer__person", "decision__snapshot__instrument__version",
    )  # fmt: skip
    return related.filter(pk=pk).first()


def _conditions() -> QuerySet[Condition]:
    return Condition.objects.select_related(
        "decision__snapshot__version__protocol__partnership", "decision__snapshot__instrument",
        "decision__snapshot__version__officer__person", "decision__party__partner", "decision__decided_by__person",
        "closed_by__person", "proposed_by__person",
    ).defer("decision__snapshot__text", "decision__snapshot__rows_text")  # fmt: skip


def address_of_decision(decision: Decision) -> str:
    """Where a decision is given, whatever it is on."""
    return reverse("protocols:decide", args=[decision.pk])


def _of(roles: Iterable[Role], kinds: Sequence[RoleKind]) -> Q:
    """Decisions of exactly these posts at these partners."""
    posts = [Q(party__partner=role.partner_id, kind=role.kind) for role in roles if role.role in kinds]
    return reduce(or_, posts, Q(pk__in=[]))


def _at(roles: Iterable[Role], kinds: Sequence[RoleKind]) -> Q:
    """Decisions of the parties at which somebody holds one of the posts."""
    return Q(party__partner__in={role.partner_id for role in roles if role.role in kinds})
