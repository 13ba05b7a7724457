"""What the addresses of deciding are tried on: decisions of one's own party, and a condition that it set."""

from datetime import timedelta

from django.utils import timezone

from partners.roles import RoleKind
from partners.services.deputising import name_deputy
from portal.audit.acts import SYSTEM, act
from protocols.models import Decision
from protocols.services.deciding import decide
from protocols.services.pinning import Wanted
from protocols.states import State
from tests.protocols import factories_life as life

Outcome = Decision.Outcome


class Approvals:
    """One decision each that waits, was carried over, advises against, and was given on a condition."""

    def __init__(self, cast: life.Cast) -> None:
        self.cast, self.dpo = cast, cast.at(cast.partners[0], RoleKind.DPO)
        self.waiting, self.advice, self.carried, conditional = (self._own() for _ in range(4))
        self._give(self.advice, Outcome.AGAINST, text="The need is not shown.")
        self._give(conditional, Outcome.CONDITIONS, conditions=[Wanted("Train every user.")])
        self.condition = conditional.conditions.get()
        self._give(self.carried, Outcome.APPROVED)
        with act("tests.carried", by=SYSTEM):
            Decision.objects.filter(pk=self.carried.pk).update(carried_from=conditional)
        today, viewer = timezone.localdate(), life.factories.role(RoleKind.VIEWER, at=cast.partners[0])
        self.deputy = name_deputy(by=self.dpo, colleague=viewer, starts_on=today, last_day=today + timedelta(days=9))
        self.viewer = life.factories.role(RoleKind.VIEWER, at=cast.partners[0])

    def _own(self) -> Decision:
        _, version = life.protocol_at(State.APPROVAL, self.cast)
        return next(one for one in life.waiting(version) if one.party.partner_id == self.dpo.partner_id)

    def _give(self, decision: Decision, outcome: Decision.Outcome, **more: object) -> None:
        decide(by=self.dpo, decision=decision, sha256=decision.snapshot.sha256, outcome=outcome, **more)  # type: ignore[arg-type]

    def values(self, name: str) -> dict[str, object]:
        """What stands in the address."""
        pks = {
            "protocols:decide": self.waiting,
            "protocols:decide_again": self.carried,
            "protocols:advice": self.advice,
            "protocols:condition": self.condition,
        }
        if name == "partners:end_deputy":
            return {"role_id": self.deputy.pk}
        return {"pk": pks[name].pk} if name in pks else {}

    def form(self, name: str) -> dict[str, object]:
        """What is posted there."""
        day, later = timezone.localdate() + timedelta(days=1), timezone.localdate() + timedelta(days=2)
        filled: dict[str, dict[str, object]] = {
            "protocols:decide": {"outcome": "approved"},
            "protocols:advice": {"answer": "go_on", "reason": "The need is in the strategy."},
            "protocols:condition": {"outcome": "met", "evidence": "The register of training.", "reason": "Seen."},
            "partners:deputies": {
                "colleague": self.viewer.pk,
                "starts_on_day": day.day, "starts_on_month": day.month, "starts_on_year": day.year,
                "last_day_day": later.day, "last_day_month": later.month, "last_day_year": later.year,
            },
        }  # fmt: skip
        return filled.get(name, {})
