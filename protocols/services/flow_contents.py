"""What one data flow says, and whether it holds together."""

from collections.abc import Sequence, Set
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

SMALLEST, LARGEST = 2, 1000
"""The least and the most that the threshold of a small number rule can be."""


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
    small_numbers_below: int | None = None
    small_numbers_method: str = ""
    small_numbers_secondary: bool = False
    small_number_rule: str = ""
    control: str = DataFlow.Control.SEPARATE
    control_reference: str = ""
    research: bool = False
    collected_on_consent: bool = False
    leaves_uk: bool = False

    def check(self, version: ProtocolVersion) -> None:
        """Raise Invalid, naming the field, where it does not hold together."""
        self.check_among(set(version.parties.values_list("pk", flat=True)))

    def check_among(self, parties: Set[int]) -> None:
        """The same, where the keys of the version's parties are known already; asks the database nothing."""
        for name, sentence in OWED.items():
            if not str(getattr(self, name)).strip():
                raise Invalid(sentence, name)
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
        if self.control not in DataFlow.Control.values:
            raise Invalid("Choose who decides why and how the data is used.", "control")
        self._check_small_numbers()

    def _check_small_numbers(self) -> None:
        """Statistics need a threshold and a method; one without the other says nothing."""
        if self.small_numbers_method and self.small_numbers_method not in DataFlow.SmallNumbers.values:
            raise Invalid("Choose what is done with small counts.", "small_numbers_method")
        if self.small_numbers_method and not SMALLEST <= (self.small_numbers_below or 0) <= LARGEST:
            raise Invalid(
                f"Enter below which count people could be pointed to: from {SMALLEST} to {LARGEST}, such as 5.",
                "small_numbers_below",
            )
        if self.identifiability == DataFlow.Identifiability.ANONYMOUS and not self.small_numbers_method:
            raise Invalid(
                "Choose what is done with counts low enough to point to somebody: anonymous data needs a rule on them.",
                "small_numbers_method",
            )

    def as_fields(self) -> dict[str, object]:
        """The fields of a flow, without its recipients.

        A threshold without a method is dropped, and so is a reference that separate controllers do not need.
        """
        values = super().as_fields()
        del values["recipients"]
        if not self.small_numbers_method:
            values |= {"small_numbers_below": None, "small_numbers_secondary": False}
        if self.control == DataFlow.Control.SEPARATE:
            values["control_reference"] = ""
        lines = (line.strip() for line in self.items.splitlines())
        return {**values, "kinds": sorted(self.kinds), "items": "\n".join(line for line in lines if line)}

    def differences(self, row: DataFlow) -> list[str]:
        """The names of the fields that differ, recipients among them, in order of name."""
        changed = super().differences(row)
        if {party.pk for party in self.recipients} != {party.pk for party in row.recipients.all()}:
            changed.append("recipients")
        return sorted(changed)
