"""How the library is narrowed down."""

from typing import Any, ClassVar, cast

from django import forms

from legal_basis.law import BODY_CLASSES, GATEWAY_KINDS, STATUSES
from legal_basis.loader import library
from legal_basis.queries.pages import FACT_WORDS
from portal.govuk.forms import GovForm


class GatewayFilterForm(GovForm):
    """By words, giver, receiver, theme, kind and status; all may be left open."""

    submit_label: ClassVar[str] = "Show"
    unmarked: ClassVar[tuple[str, ...]] = ("q", "giver", "receiver", "theme", "kind", "status")

    q = forms.CharField(label="Words", required=False, max_length=200)
    giver = forms.ChoiceField(label="Who you are", required=False)
    receiver = forms.ChoiceField(label="Who they are", required=False)
    theme = forms.ChoiceField(label="Theme", required=False)
    kind = forms.ChoiceField(label="Kind", required=False)
    status = forms.ChoiceField(label="Status", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = [(name, FACT_WORDS["body_class"][name]) for name in BODY_CLASSES]
        for name, choices in {
            "giver": bodies,
            "receiver": bodies,
            "theme": list(library().theme_labels.items()),
            "kind": [(kind, kind.capitalize()) for kind in GATEWAY_KINDS],
            "status": [(status, status.capitalize()) for status in STATUSES],
        }.items():
            field = cast(forms.ChoiceField, self.fields[name])
            field.choices = [("", "Any"), *choices]
