"""The forms that every page uses: GOV.UK parts, plain sentences, and a helper that is already built."""

from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.text import capfirst

from portal.govuk.parts import opened_by_choices
from portal.govuk.sentences import speak_plainly


class GovFormMixin:
    """What a form here adds to Django's.

    `submit_label` is the verb on the button. `layout`, when given, is a crispy layout. `unmarked` names fields that may
    be left out but are not marked "(optional)", since an answer elsewhere may call for them. `heading_field` names
    the one question that is the page's heading.
    """

    submit_label: ClassVar[str] = "Save"
    unmarked: ClassVar[tuple[str, ...]] = ()
    heading_field: ClassVar[str] = ""
    use_required_attribute = False
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.reword()
        self._spoken: dict[str, forms.Field] = {}
        self._speak_plainly()

    def reword(self) -> None:
        """Change labels and hints once the fields are there, before their sentences are written; nothing by default."""

    def full_clean(self) -> None:
        """Check what was sent; a field that the form added, or put in the place of another, is spoken of as plainly."""
        self._speak_plainly()
        super().full_clean()  # type: ignore[misc]

    def _speak_plainly(self) -> None:
        for name, field in self.fields.items():
            if self._spoken.get(name) is not field:
                speak_plainly(field, str(field.label or capfirst(name.replace("_", " "))))
                self._spoken[name] = field

    @property
    def helper(self) -> FormHelper:
        """How crispy draws the form: its fields only; the page brings the form element and the button."""
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        helper.include_media = False
        helper.render_hidden_fields = True
        opened = opened_by_choices(self)  # type: ignore[arg-type]
        helper.layout = self.layout() or Layout(*(name for name in self.fields if name not in opened))
        return helper

    def layout(self) -> Any:
        """A crispy layout, where the fields in order would not do."""
        return None


class GovForm(GovFormMixin, forms.Form):
    """A form."""


class GovModelForm(GovFormMixin, forms.ModelForm):  # type: ignore[type-arg]
    """A form for a model's fields; services, not this form, do the saving."""
