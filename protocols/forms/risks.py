"""The form of one risk."""

from collections.abc import Mapping
from typing import Any, ClassVar

from crispy_forms.layout import Fieldset, Layout
from django import forms

from protocols.forms.rows import RowForm, long_text
from protocols.kinds import LIKELIHOODS, SEVERITIES
from protocols.models import Risk
from protocols.services.risk_contents import OWED, SCORES, RiskContent


def _scale(label: str, words: Mapping[int, str]) -> forms.TypedChoiceField:
    choices = [("", "Choose from 1 to 5"), *((str(number), f"{number} {word}") for number, word in words.items())]
    return forms.TypedChoiceField(label=label, choices=choices, coerce=int)


class RiskForm(RowForm[RiskContent]):
    """What could go wrong, how high the risk is, what is done about it, what remains, and who answers for it."""

    makes = RiskContent
    owed: ClassVar = {**OWED, **SCORES}
    submit_label = "Save the risk"
    unmarked = ("owner", "owner_post", "mitigation")
    title = forms.CharField(label="Name of the risk", max_length=200)
    description = forms.CharField(
        label="What could cause it, and how would it harm people?",
        widget=long_text(4),
        max_length=3000,
        help_text="Think of the people the data is about, and of those whom sharing would have helped.",
    )
    likelihood_before = _scale("How likely is it?", LIKELIHOODS)
    severity_before = _scale("How bad would the harm be?", SEVERITIES)
    mitigation = forms.CharField(label="What is done about it?", widget=long_text(4), max_length=3000, required=False)
    likelihood_after = _scale("How likely is it then?", LIKELIHOODS)
    severity_after = _scale("How bad would the harm be then?", SEVERITIES)
    owner = forms.ChoiceField(
        label="Which party owns it?", required=False, help_text="Every risk needs an owner before submission."
    )
    owner_post = forms.CharField(
        label="Which post there answers for it?",
        max_length=120,
        required=False,
        help_text="Such as Head of safeguarding.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", "Nobody yet"), *self.named]  # type: ignore[attr-defined]

    def layout(self) -> Layout:
        """The fields in four groups."""
        return Layout(
            "nonce",
            "revision",
            Fieldset("What could go wrong", "title", "description"),
            Fieldset("With nothing done", "likelihood_before", "severity_before"),
            Fieldset("Once measures are in place", "mitigation", "likelihood_after", "severity_after"),
            Fieldset("Who answers for it", "owner", "owner_post"),
        )

    def stated(self) -> dict[str, Any]:
        """What was stated, the owner as a party."""
        stated = super().stated()
        return {**stated, "owner": self.parties.get(stated["owner"])}


def initial_of(risk: Risk) -> dict[str, object]:
    """What the form shows of a risk as it stands."""
    initial = {name: getattr(risk, name) for name in (*OWED, *SCORES, "mitigation", "owner_post")}
    return {**initial, "owner": str(risk.owner_id or ""), "revision": risk.revision}
