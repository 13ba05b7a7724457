"""What one benefit, cost or barrier says, and whether it holds together."""

from dataclasses import dataclass

from protocols.errors import Invalid
from protocols.kinds import BarrierKind, CaseGroup
from protocols.loader.case import CaseStarter
from protocols.models import Barrier, CaseEntry, Party, ProtocolVersion
from protocols.services.rows import RowContent

MOST = 2_000_000_000
ENTRY_OWED = {
    "side": "Choose whether it is a benefit or a cost.",
    "group": "Choose who gains or pays.",
    "title": "Enter the benefit or cost in a few words, such as Help comes sooner.",
}
BARRIER_OWED = {
    "kind": "Choose which of the seven kinds it is.",
    "title": "Enter the barrier in a few words, such as The trust's lawyers said no.",
    "description": "Enter what it was: who said what, and what it held up.",
    "standing": "Choose how far it has been got over.",
}


@dataclass(frozen=True)
class CaseContent(RowContent[CaseEntry]):
    """What one benefit or cost says. An estimate is whole: `amount`, `unit` and `per`, or none of them."""

    side: str
    group: str
    title: str
    description: str = ""
    measured: str = ""
    amount: int | None = None
    unit: str = ""
    per: str = ""
    owner: Party | None = None
    owner_post: str = ""

    @classmethod
    def of(cls, starter: CaseStarter, owner: Party | None) -> "CaseContent":
        """A starter as the case takes it over."""
        words = {name: getattr(starter, name) for name in ("side", "group", "title", "description", "measured")}
        return cls(**words, owner=owner)

    def check(self, version: ProtocolVersion) -> None:
        """Raise Invalid, naming the field, where it does not hold together."""
        _check_owed(self, ENTRY_OWED)
        _check_among(self.side, CaseEntry.Side.values, "side", ENTRY_OWED)
        _check_among(self.group, [group.value for group in CaseGroup], "group", ENTRY_OWED)
        _check_owner(version, self.owner)
        if self.amount is not None and self.amount > MOST:
            raise Invalid(f"Enter an estimate of at most {MOST:,}.", "amount")
        if self.amount is None and (self.unit or self.per):
            raise Invalid("Enter how much, or take away what it counts and how often.", "amount")
        if self.amount is not None and not self.unit:
            raise Invalid("Choose whether the estimate counts pounds or hours.", "unit")
        if self.amount is not None and not self.per:
            raise Invalid("Choose whether that is once or each year.", "per")


@dataclass(frozen=True)
class BarrierContent(RowContent[Barrier]):
    """What one barrier was, how far it has been got over, and what was done."""

    kind: str
    title: str
    description: str
    standing: str = Barrier.Standing.MET
    done: str = ""
    owner: Party | None = None
    owner_post: str = ""

    def check(self, version: ProtocolVersion) -> None:
        """Raise Invalid, naming the field, where it does not hold together."""
        _check_owed(self, BARRIER_OWED)
        _check_among(self.kind, [kind.value for kind in BarrierKind], "kind", BARRIER_OWED)
        _check_among(self.standing, Barrier.Standing.values, "standing", BARRIER_OWED)
        _check_owner(version, self.owner)
        if self.standing == Barrier.Standing.OVERCOME and not self.done.strip():
            raise Invalid("Enter what was done about it, so that others can do the same.", "done")


def _check_owed(content: object, owed: dict[str, str]) -> None:
    for name, sentence in owed.items():
        if not getattr(content, name).strip():
            raise Invalid(sentence, name)


def _check_among(value: str, allowed: list[str], name: str, owed: dict[str, str]) -> None:
    if value not in allowed:
        raise Invalid(owed[name], name)


def _check_owner(version: ProtocolVersion, owner: Party | None) -> None:
    if owner is not None and owner.version_id != version.pk:
        raise Invalid(f"{owner} is not a party to this protocol. Add it as a party first.", "owner")
