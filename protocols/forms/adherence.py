"""The form of a yearly statement: each undertaking, then the rest of the year, signed off by name."""

from collections.abc import Sequence
from typing import Any, ClassVar

from crispy_forms.layout import Fieldset, Layout
from django import forms

from portal.govuk.fields import Choice, RichChoiceField
from portal.govuk.forms import GovForm
from protocols.forms.rows import long_text
from protocols.models import Adherence
from protocols.services.adherence.giving import Statement, Undertaking
from protocols.texts.undertakings import MOST

MOST_STAFF = 1_000_000


def _number(label: str, hint: str, missing: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, help_text=hint, min_value=0, max_value=MOST_STAFF, error_messages={"required": missing},
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}),
    )  # fmt: skip


class StatementForm(GovForm):
    """What a partner states of one year. The undertakings are those of the signed text."""

    submit_label = "Give the statement"
    staff = _number(
        "How many of your staff handle the shared data?",
        "With and without an account here.",
        "Enter how many handle it.",
    )
    staff_briefed = _number(
        "How many of them were briefed?", "Those who read the summary here, and those you briefed otherwise.",
        "Enter how many were briefed.",
    )  # fmt: skip
    incidents = forms.CharField(
        label="What went wrong, or nearly?", widget=long_text(3), max_length=4000,
        error_messages={"required": "Write what went wrong in the year, or that nothing did."},
    )  # fmt: skip
    data_quality = forms.CharField(
        label="How good was the data that you gave and received?", widget=long_text(3), max_length=4000,
        help_text="Whether it was accurate, whole and in time, and what was put right.",
        error_messages={"required": "Write how good the shared data was, and what was put right."},
    )  # fmt: skip
    publications = RichChoiceField(
        label="Was shared data used in publications?",
        options=[Choice(*pair) for pair in Adherence.Publications.choices],
        error_messages={"required": "Choose whether shared data was used in publications."},
    )
    publications_note = forms.CharField(
        label="Which publications, and how was the source consulted?", widget=long_text(3), max_length=4000,
        required=False,
    )  # fmt: skip
    signed_name = forms.CharField(
        label="Name of whoever signs it off", max_length=120,
        error_messages={"required": "Enter the name of whoever signs it off."},
    )  # fmt: skip
    signed_post = forms.CharField(
        label="Their post", max_length=120, error_messages={"required": "Enter the post of whoever signs it off."}
    )
    unmarked: ClassVar[tuple[str, ...]] = ("publications_note", *(f"reason_{number}" for number in range(MOST)))

    FIRST: ClassVar[tuple[str, ...]] = ()
    """Fields before the undertakings."""

    def __init__(self, *args: Any, undertakings: Sequence[str], **kwargs: Any) -> None:
        self.asked = list(undertakings)
        super().__init__(*args, **kwargs)

    def reword(self) -> None:
        """Add two fields for each undertaking; why not is asked where it was not wholly kept."""
        kept = Adherence.Kept
        for number, words in enumerate(self.asked):
            reason = f"reason_{number}"
            self.fields[f"kept_{number}"] = RichChoiceField(
                label=words,
                options=[Choice(kept.YES, "Kept"), Choice(kept.PARTLY, "Kept in part"), Choice(kept.NO, "Not kept")],
                error_messages={"required": "Choose whether this undertaking was kept."},
            )
            self.fields[reason] = forms.CharField(
                label="Why, where it was not wholly kept", widget=long_text(2), max_length=1000, required=False
            )

    def layout(self) -> Layout:
        """The undertakings, then the rest of the year, then who signs it off."""
        asked = [name for number in range(len(self.asked)) for name in (f"kept_{number}", f"reason_{number}")]
        parts = [Fieldset("Undertakings", *asked)] if asked else []
        return Layout(
            *self.FIRST,
            *parts,
            Fieldset("Staff", "staff", "staff_briefed"),
            Fieldset("The year", "incidents", "data_quality", "publications", "publications_note"),
            Fieldset("Signed off by", "signed_name", "signed_post"),
        )

    def statement(self) -> Statement:
        """What was stated. Call only on a valid form."""
        given = self.cleaned_data
        undertakings = [
            Undertaking(words, given[f"kept_{number}"], given[f"reason_{number}"].strip())
            for number, words in enumerate(self.asked)
        ]
        other = ("kept_", "reason_", *self.FIRST)
        rest = {name: value for name, value in given.items() if not name.startswith(other)}
        return Statement(undertakings=undertakings, **rest)


class CorrectionForm(StatementForm):
    """The whole statement again, as it should have been, and what was wrong."""

    submit_label = "Give the corrected statement"
    FIRST = ("correction",)
    correction = forms.CharField(
        label="What was wrong with the first?", widget=long_text(3), max_length=4000,
        help_text="Every party reads this. The first statement is kept, and says that it was corrected.",
        error_messages={"required": "Write what was wrong, as every party should read it."},
    )  # fmt: skip

    @classmethod
    def beginning(cls, statement: Adherence) -> dict[str, object]:
        """The form as the statement was given."""
        names = [name for name in cls.base_fields if name not in cls.FIRST]
        first: dict[str, object] = {name: getattr(statement, name) for name in names}
        for number, one in enumerate(statement.undertakings):
            first |= {f"kept_{number}": one["kept"], f"reason_{number}": one["reason"]}
        return first
