"""How the library is narrowed down."""

from typing import Any, ClassVar

from django import forms

from legal_basis.law import GATEWAY_KINDS, STATUSES
from legal_basis.loader import library
from portal.govuk.forms import GovForm


class GatewayFilterForm(GovForm):
    """By theme, kind and status; all may be left open."""

    submit_label: ClassVar[str] = "Show"
    unmarked: ClassVar[tuple[str, ...]] = ("theme", "kind", "status")

    theme = forms.ChoiceField(label="Theme", required=False)
    kind = forms.ChoiceField(label="Kind", required=False)
    status = forms.ChoiceField(label="Status", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes = library().theme_labels.items()
        for name, choices in {
            "theme": list(themes),
            "kind": [(kind, kind.capitalize()) for kind in GATEWAY_KINDS],
            "status": [(status, status.capitalize()) for status in STATUSES],
        }.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "Any"), *choices]
