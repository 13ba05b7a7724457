"""Composing a template: what it is, a section of it, a variable of it."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django_prose_editor.fields import ProseEditorFormField

from legal_basis.loader import library as law_library
from portal.govuk.fields import Choice, RichChoiceField, RichMultipleChoiceField
from portal.govuk.forms import GovForm
from protocols.forms.texts import EXTENSIONS
from protocols.loader.conditions import CONDITIONS
from protocols.loader.contents import may_of
from protocols.services.studio.beginning import Beginning
from protocols.services.studio.sections import SectionContent
from protocols.services.studio.variables import VariableContent

TYPES = (
    Choice("text", "Text", "A few words, such as the name of a group."),
    Choice("number", "Number", "A whole number, perhaps with a least and a most."),
    Choice("date", "Date"),
    Choice("choice", "Choice", "One of the options that you name.", opens="choices"),
    Choice("list", "List", "Several things, each on a line of its own."),
    Choice("party", "Party", "One of the parties to the protocol."),
)
KINDS = (
    Choice("mandatory", "Mandatory", "A protocol cannot be submitted without it."),
    Choice("optional", "Optional", "Left empty, the agreement goes without it."),
    Choice("conditional", "Conditional", "Needed only if something is so.", opens="condition"),
)
MAY = (
    Choice("extend", "Add to it", "Its own words follow the overarching ones."),
    Choice("replace", "Replace it", "Its own words stand in its place. It gives a reason, which approvers read."),
)


class CopyForm(GovForm):
    """What a copy is called, and for what."""

    submit_label = "Copy this template"
    nonce = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    title = forms.CharField(
        label="Title of your template", error_messages={"required": "Give the template a title."}, max_length=200
    )
    summary = forms.CharField(
        label="What it is for",
        help_text="Shown where a protocol is begun.",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=1000,
    )

    def beginning(self) -> Beginning:
        """What was given. Call only on a valid form."""
        return Beginning(self.cleaned_data["title"], self.cleaned_data["summary"])


class BeginForm(CopyForm):
    """A template from the section library."""

    submit_label = "Begin the template"
    tier = RichChoiceField(
        label="What begins from it",
        options=(
            Choice("overarching", "Overarching protocols"),
            Choice("thematic", "Thematic protocols", "They stand under an overarching one.", opens="theme"),
        ),
        error_messages={"required": "Choose what begins from it."},
    )
    theme = forms.ChoiceField(label="Theme", required=False)
    unmarked = ("theme",)

    def reword(self) -> None:
        """The themes of the law library."""
        themes = [(theme.id, theme.title) for theme in law_library().themes.values()]
        self.fields["theme"].choices = [("", "Choose a theme"), *themes]  # type: ignore[attr-defined]

    def beginning(self) -> Beginning:
        """What was given. Call only on a valid form."""
        given = self.cleaned_data
        return Beginning(given["title"], given["summary"], given["tier"], given["theme"])


class SectionForm(GovForm):
    """A section of a template. `fingerprint` is of the section as the page shows it; a new one has a nonce instead."""

    submit_label = "Save the section"
    nonce = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    fingerprint = forms.CharField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label="Title", max_length=200, error_messages={"required": "Give the section a title."})
    body = ProseEditorFormField(label="Wording", required=False, extensions=EXTENSIONS, strip=False)
    guidance = forms.CharField(
        label="Guidance",
        help_text="Why the section exists, for whoever drafts. It is shown beside it, and is no part of the agreement.",
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=5000,
    )
    kind = RichChoiceField(
        label="When a protocol has it", options=KINDS, error_messages={"required": "Choose when a protocol has it."}
    )
    condition = forms.ChoiceField(
        label="Needed only if",
        required=False,
        choices=[("", "Choose"), *((one.id, one.holds.capitalize()) for one in CONDITIONS.values())],
    )
    may = RichMultipleChoiceField(
        label="What a protocol may do to the overarching clause that it takes here",
        help_text="Mark nothing where each protocol has to take the overarching clause as this template does.",
        options=MAY,
        required=False,
    )
    unmarked = ("condition", "body", "may")

    def __init__(self, *args: Any, section: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        """`section` is the one that is written, where it is not new."""
        super().__init__(*args, **kwargs)
        options = tuple(one for one in MAY if one.value in may_of(section["inherits"])) if section else ()
        if options:
            self.fields["may"].options = options  # type: ignore[attr-defined]
        else:
            del self.fields["may"]

    @classmethod
    def of(cls, section: Mapping[str, Any], fingerprint: str) -> "SectionForm":
        """The form as the section stands."""
        kind = "conditional" if section.get("condition") else "mandatory" if section["mandatory"] else "optional"
        shown = {name: section.get(name, "") for name in ("title", "body", "guidance", "condition", "may")}
        return cls(section=section, initial={**shown, "kind": kind, "fingerprint": fingerprint, "nonce": uuid4()})

    def content(self) -> SectionContent:
        """What was given. Call only on a valid form."""
        names = ("title", "body", "guidance", "kind", "condition")
        may = tuple(self.cleaned_data["may"]) if "may" in self.fields else None
        return SectionContent(**{name: self.cleaned_data[name] for name in names}, may=may)


class VariableForm(GovForm):
    """A variable of a template."""

    submit_label = "Save the variable"
    fingerprint = forms.CharField(widget=forms.HiddenInput, required=False)
    label = forms.CharField(
        label="What it is",
        help_text="Such as Days to answer a complaint.",
        max_length=120,
        error_messages={"required": "Say what the variable is."},
    )
    key = forms.CharField(
        label="Key",
        help_text="Small letters, figures and _. It is written in the wording as [[response_days]].",
        max_length=60,
        error_messages={"required": "Give it a key, such as response_days."},
    )
    kind = RichChoiceField(label="Type", options=TYPES, error_messages={"required": "Choose a type."})
    hint = forms.CharField(label="Hint for whoever fills it in", max_length=500, required=False)
    default = forms.CharField(label="Value that it begins with", max_length=500, required=False)
    choices = forms.CharField(
        label="Options", help_text="One a line.", widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    least = forms.IntegerField(label="Least, for a number", min_value=0, required=False)
    most = forms.IntegerField(label="Most, for a number", min_value=0, required=False)
    because = forms.CharField(
        label="Why the number is bounded",
        help_text="The end of the sentence that refuses another number, such as: the board meets each quarter.",
        max_length=300,
        required=False,
    )
    unmarked = ("choices",)

    @classmethod
    def of(cls, variable: Mapping[str, Any], fingerprint: str) -> "VariableForm":
        """The form as the variable stands."""
        limits = variable.get("limits") or {}
        shown = {name: variable[name] for name in ("label", "key", "kind", "hint", "default")}
        bounds = {name: limits.get(name) for name in ("least", "most", "because")}
        return cls(initial={**shown, **bounds, "choices": "\n".join(variable["choices"]), "fingerprint": fingerprint})

    def content(self) -> VariableContent:
        """What was given. Call only on a valid form."""
        given = self.cleaned_data
        options = tuple(line.strip() for line in given["choices"].splitlines() if line.strip())
        names = ("key", "label", "kind", "hint", "default", "least", "most", "because")
        return VariableContent(choices=options, **{name: given[name] for name in names})
