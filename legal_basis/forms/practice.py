"""The few facts that a practice walk starts from."""

from typing import Any, ClassVar, cast
from uuid import uuid4

from django import forms

from legal_basis.law import BODY_CLASSES, IDENTIFIABILITY, REGIMES
from legal_basis.loader import library
from legal_basis.queries.pages import FACT_WORDS
from legal_basis.services.practising import NAME_LIMIT
from portal.govuk.fields import Choice, RichChoiceField, RichMultipleChoiceField
from portal.govuk.forms import GovForm

COMPETENT_CLASSES = ("police",)
"""Body classes that are competent authorities here; others walk as if they were not (DPA 2018 s.30)."""


class PracticeFactsForm(GovForm):
    """What a protocol's flows would tell the checklist, asked for once because practice has no flows."""

    submit_label: ClassVar[str] = "Start the practice walk"

    body_class = RichChoiceField(
        label="What kind of organisation are you?",
        options=[Choice(name, FACT_WORDS["body_class"][name]) for name in BODY_CLASSES],
        error_messages={"required": "Choose the kind of organisation."},
    )
    discloses = RichChoiceField(
        label="Would you give the data or receive it?",
        options=[Choice("gives", "Give it"), Choice("receives", "Receive it")],
        error_messages={"required": "Choose whether you give or receive the data."},
    )
    theme = forms.ChoiceField(label="Which theme is it for?", required=False)
    identifiability = RichChoiceField(
        label="Can people be identified from the data?",
        options=[Choice(name, FACT_WORDS["identifiability"][name]) for name in IDENTIFIABILITY],
        error_messages={"required": "Choose whether people can be identified."},
    )
    kinds = RichMultipleChoiceField(label="Which kinds of data?", required=False, help_text="Tick all that apply.")
    regime = RichChoiceField(
        label="Which data protection regime?",
        options=[Choice(name, FACT_WORDS["regime"][name]) for name in REGIMES],
        initial="general",
        error_messages={"required": "Choose the regime."},
    )
    research = forms.BooleanField(label="The data is for research or statistics", required=False)
    nonce = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        law = library()
        theme = cast(forms.ChoiceField, self.fields["theme"])
        kinds = cast(RichMultipleChoiceField, self.fields["kinds"])
        theme.choices = [
            ("", "No theme: an overarching agreement"),
            *((item.id, item.title) for item in law.themes.values()),
        ]
        kinds.widget.attrs["class"] = "govuk-checkboxes--small kinds"
        kinds.options = [Choice(kind.id, kind.label, kind.hint) for kind in law.data_kinds.values()]

    def clean(self) -> dict[str, Any]:
        """Refuse a regime that the kind of organisation cannot be under."""
        cleaned = super().clean() or {}
        competent = cleaned.get("body_class") in COMPETENT_CLASSES
        if cleaned.get("regime") in ("law_enforcement", "mixed") and cleaned.get("body_class") and not competent:
            self.add_error("regime", "Only a law enforcement body can be under that regime. Choose the general one.")
        return cleaned

    def facts(self) -> dict[str, object]:
        """The facts, as the engine takes them."""
        given = self.cleaned_data
        body = given["body_class"]
        gives = given["discloses"] == "gives"
        return {
            "body_class": body,
            "public_authority": body != "private",
            "competent_authority": body in COMPETENT_CLASSES,
            "discloses": gives,
            "receives": not gives,
            "theme": given["theme"] or None,
            "extent": "england",
            "identifiability": [given["identifiability"]],
            "kinds": sorted(given["kinds"]),
            "regime": given["regime"],
            "own_tasks": body != "private",
            "research": given["research"],
        }


class WalkNameForm(GovForm):
    """What a person calls a practice walk that they keep."""

    submit_label: ClassVar[str] = "Save the name"

    name = forms.CharField(
        label="Name of the walk",
        max_length=NAME_LIMIT,
        help_text="Only you see it. Name the sharing, not people.",
        error_messages={
            "required": "Give the walk a name.",
            "max_length": f"Use {NAME_LIMIT} characters or fewer.",
        },
    )
