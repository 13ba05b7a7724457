"""Naming a deputy."""

from collections.abc import Iterable
from typing import Any

from django import forms

from partners.models import Role
from portal.govuk.fields import DateField
from portal.govuk.forms import GovForm


class DeputyForm(GovForm):
    """Who deputises, from which day to which."""

    submit_label = "Name the deputy"
    colleague = forms.ChoiceField(
        label="Who deputises for you", error_messages={"required": "Choose a colleague."},
        help_text="Somebody who holds a role at your organisation. Others are invited by your designated contact.",
    )  # fmt: skip
    starts_on = DateField(label="First day")
    last_day = DateField(label="Last day", help_text="They act in your post up to the end of this day.")

    def __init__(self, *args: Any, colleagues: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = {str(role.pk): role for role in colleagues}
        names = [(key, f"{role.person.name}, {role.role.label}") for key, role in self.colleagues.items()]
        self.fields["colleague"].choices = [("", "Choose"), *names]  # type: ignore[attr-defined]

    def chosen(self) -> Role:
        """A role of the colleague chosen."""
        return self.colleagues[self.cleaned_data["colleague"]]
