"""What lies before an approver: a frozen text with a place for a reason at each part, and what is known of it.

The text is the same for everybody who may see it, so the page keeps what it drew of it by its hash; what is read out
of it here is read only where something is to be drawn.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.forms import BoundField

from portal.keeping import Kept
from protocols.forms.deciding import DecideForm
from protocols.models import Decision
from protocols.queries.at_a_glance import Glance, at_a_glance
from protocols.queries.pinned import Request, by_place
from protocols.queries.records import FrozenRecord

_drawn = Kept[str](160)
PARTS: Mapping[str, Callable[["Desk"], tuple[Hashable, ...]]] = {
    "news": lambda desk: (desk.decision.snapshot_id, *desk.party, desk.decision.kind, desk.decision.news, desk.before),
    "record": lambda desk: desk.party,
    "choice": lambda desk: (*desk.party, desk.decision.kind),
}
"""What a part of the page is drawn from besides the text, what was asked of it before, and whether it is open."""

Clause = tuple[Mapping[str, Any], BoundField, Sequence[Request]]


class Desk:
    """A decision, all that is seen before it is given, and the form that was `sent`; None where nothing was yet."""

    def __init__(self, decision: Decision, sent: DecideForm | None = None) -> None:
        self.decision: Decision = decision
        self.sent = sent
        snapshot = decision.snapshot
        self.is_waiting = decision.outcome == Decision.Outcome.WAITING and snapshot.withdrawn_at is None
        self.is_open = self.is_waiting

    def settle(self, drafted: Callable[[], bool]) -> None:
        """Open it for an answer only where one is waited for, and the reader has not `drafted` what it is on."""
        self.is_open = self.is_waiting and not drafted()

    @cached_property
    def glance(self) -> Glance:
        """What there is to see."""
        return at_a_glance(self.decision)

    @cached_property
    def form(self) -> DecideForm:
        """The form, empty unless something was sent."""
        if self.sent is not None:
            return self.sent
        snapshot, party = self.decision.snapshot, self.decision.party.partner.slug
        return DecideForm(content=self.glance.content, party=party, initial={"sha256": snapshot.sha256})

    def drawn(self, part: str, draw: Callable[[], str]) -> str:
        """A part of the page as it was drawn of this text before, or as it is drawn now; see `PARTS`.

        Nothing is kept of a page on which somebody typed.
        """
        if self.sent is not None:
            return draw()
        snapshot = self.decision.snapshot
        told = PARTS[part](self) if part in PARTS else ()
        known = (part, self.is_open, self.glance.asked_hash, *told)
        return _drawn.made_from(snapshot.sha256, lambda: snapshot.text, draw, snapshot.version_id, *known)

    @property
    def party(self) -> tuple[str, str]:
        """The key and the name of the party that it is decided for."""
        partner = self.decision.party.partner
        return partner.slug, partner.short_name

    @property
    def before(self) -> tuple[int, str] | None:
        """The text that was approved before, and its hash."""
        before = self.glance.before
        return (before.pk, before.sha256) if before else None

    @cached_property
    def record(self) -> FrozenRecord:
        """What is shared, the legal record and the risks; with the fields for reasons where the form is open."""
        return self.form.pinned(self.glance.record) if self.is_open else self.glance.record

    @cached_property
    def has_risks(self) -> bool:
        """Whether the text has a register of risks."""
        return bool(self.drawn("risks at all", lambda: "some" if self.glance.content.get("risks") else ""))

    @cached_property
    def clauses(self) -> list[Clause]:
        """Each clause with its field, and what was asked of it before."""
        asked = by_place(self.glance.asked)
        return [(one, pin, asked.get(f"section-{one['id']}", ())) for one, pin in self.form.clauses]
