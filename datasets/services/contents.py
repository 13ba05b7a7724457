"""What one data set is said to be, and whether it holds together."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from datasets.errors import Invalid
from datasets.kinds import Offer
from datasets.models import Dataset
from legal_basis.loader import library

OWED = {
    "name": "Enter what the data set is called, such as Anti-social behaviour cases.",
    "about": "Enter what it is, in plain words.",
    "definition": "Enter what counts in it, and what does not.",
    "geography": "Enter the area that it covers, and by which units, such as by ward.",
    "subjects": "Enter whom the data is about.",
    "identifiability": "Choose whether people can be identified from the data.",
    "items": "Enter the data items, one a line.",
    "frequency": "Enter how often it is refreshed.",
    "retention": "Enter how long those who receive it may keep it.",
    "offered": "Choose whether other partners may expect it.",
}
SMALLEST, LARGEST = 2, 1000
"""The least and the most that the threshold of a small number rule can be."""


@dataclass(frozen=True)
class DatasetContent:
    """What one data set is said to be. `items` is one data item a line; `kinds` are ids of the library's kinds."""

    name: str
    about: str
    definition: str
    geography: str
    subjects: str
    identifiability: str
    items: str
    frequency: str
    retention: str
    offered: str = Offer.NO.value
    period: str = ""
    system: str = ""
    contact: str = ""
    kinds: Sequence[str] = ()
    collected_on_consent: bool = False
    small_numbers_below: int | None = None
    small_numbers_method: str = ""
    small_numbers_secondary: bool = False
    small_number_rule: str = ""

    def check(self) -> None:
        """Raise Invalid, naming the field, where it does not hold together."""
        for name, sentence in OWED.items():
            if not str(getattr(self, name)).strip():
                raise Invalid(sentence, name)
        if self.identifiability not in Dataset.Identifiability.values:
            raise Invalid(OWED["identifiability"], "identifiability")
        if self.offered not in {offer.value for offer in Offer}:
            raise Invalid(OWED["offered"], "offered")
        unknown = [kind for kind in self.kinds if kind not in library().data_kinds]
        if unknown:
            raise Invalid(f"“{unknown[0]}” is not a kind of data that the checklist knows.", "kinds")
        self._check_small_numbers()

    def _check_small_numbers(self) -> None:
        """Statistics need a threshold and a method; one without the other says nothing."""
        if self.small_numbers_method and self.small_numbers_method not in Dataset.SmallNumbers.values:
            raise Invalid("Choose what is done with small counts.", "small_numbers_method")
        if self.small_numbers_method and not SMALLEST <= (self.small_numbers_below or 0) <= LARGEST:
            raise Invalid(
                f"Enter below which count people could be pointed to: from {SMALLEST} to {LARGEST}, such as 5.",
                "small_numbers_below",
            )
        if self.identifiability == Dataset.Identifiability.ANONYMOUS and not self.small_numbers_method:
            raise Invalid(
                "Choose what is done with counts low enough to point to somebody: anonymous data needs a rule on them.",
                "small_numbers_method",
            )

    def as_fields(self) -> dict[str, object]:
        """The fields of a row, without white space around them; a threshold without a method is dropped."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        values = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
        if not self.small_numbers_method:
            values |= {"small_numbers_below": None, "small_numbers_secondary": False}
        lines = (line.strip() for line in self.items.splitlines())
        return {**values, "kinds": sorted(self.kinds), "items": "\n".join(line for line in lines if line)}

    def differences(self, row: Dataset) -> list[str]:
        """The names of the fields in which a data set as it stands differs from what is wanted."""
        return [name for name, value in self.as_fields().items() if getattr(row, name) != value]
