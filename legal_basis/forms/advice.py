"""The form in which a legal adviser says what they make of a step."""

from typing import ClassVar

from django import forms

from legal_basis.models import Advice
from portal.govuk.fields import Choice, RichChoiceField
from portal.govuk.forms import GovForm


class AdviceForm(GovForm):
    """Agree, disagree or ask for more, in words."""

    submit_label: ClassVar[str] = "Give this advice"

    opinion = RichChoiceField(
        label="What do you advise on this answer?",
        options=[Choice(value, label) for value, label in Advice.Opinion.choices],
        error_messages={"required": "Choose whether you agree, disagree or need more."},
    )
    text = forms.CharField(
        label="Your advice",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Give your advice in words."},
    )
