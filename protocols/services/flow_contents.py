"""What one data flow says, and whether it holds together."""

from collections.abc import Sequence
from dataclasses import dataclass

from legal_basis.loader import library
from protocols.errors import Invalid
from protocols.models import DataFlow, Party, ProtocolVersion
from protocols.services.rows import RowContent

OWED = {
    "title": "Enter a name for the flow, such as Assault data by place and time.",
    "items": "Enter the data items, one a line.",
    "subjects": "Enter whom the data is about.",
    "identifiability": "Choose whether people can be identified from the data.",
    "purpose": "Enter what the recipients will do with the data.",
    "method": "Enter how the data is sent.",
    "frequency": "Enter how often the data is sent.",
    "retention": "Enter how long the recipients keep the data.",
    "geography": "Enter the area that the data covers.",
}


@dataclass(frozen=True)
class FlowContent(RowContent[DataFlow]):
    """What one flow says. `items` is one data item a line; `kinds` are ids of the library's kinds of data."""

    title: str
    sender: Party
    recipients: Sequence[Party]
    items: str
    subjects: str
    identifiability: str
    purpose: str
    method: str
    frequency: str
    retention: str
    geography: str
    kinds: Sequence[str] = ()
    regime: str = DataFlow.Regime.GENERAL
    small_number_rule: str = ""
    research: bool = False
    collected_on_consent: bool = False
    leaves_uk: bool = False

    def check(self, version: ProtocolVersion) -> None:
        """Raise Invalid, naming the field, where it does not hold together."""
        for name, sentence in OWED.items():
            if not str(getattr(self, name)).strip():
                raise Invalid(sentence, name)
        parties = set(version.parties.values_list("pk", flat=True))
        if self.sender.pk not in parties:
            raise Invalid(f"{self.sender} is not a party to this protocol. Add it as a party first.", "sender")
        if not self.recipients:
            raise Invalid("Choose at least one party that the data goes to.", "recipients")
        if any(party.pk == self.sender.pk for party in self.recipients):
            raise Invalid(f"Data cannot flow from {self.sender} to itself. Choose another recipient.", "recipients")
        stranger = next((party for party in self.recipients if party.pk not in parties), None)
        if stranger is not None:
            raise Invalid(f"{stranger} is not a party to this protocol. Add it as a party first.", "recipients")
        unknown = [kind for kind in self.kinds if kind not in library().data_kinds]
        if unknown:
            raise Invalid(f"“{unknown[0]}” is not a kind of data that the checklist knows.", "kinds")
        if self.identifiability == DataFlow.Identifiability.ANONYMOUS and not self.small_number_rule.strip():
            raise Invalid(
                "Enter the small number rule: how counts low enough to point to somebody are kept out.",
                "small_number_rule",
            )

    def as_fields(self) -> dict[str, object]:
        """The fields of a flow, without its recipients."""
        values = super().as_fields()
        del values["recipients"]
        lines = (line.strip() for line in self.items.splitlines())
        return {**values, "kinds": sorted(self.kinds), "items": "\n".join(line for line in lines if line)}

    def differences(self, row: DataFlow) -> list[str]:
        """The names of the fields that differ, recipients among them, in order of name."""
        changed = super().differences(row)
        if {party.pk for party in self.recipients} != {party.pk for party in row.recipients.all()}:
            changed.append("recipients")
        return sorted(changed)
