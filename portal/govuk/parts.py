"""Which GOV.UK part a form field becomes, and what the part is told. The markup itself is in the macros."""

from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.widgets import Input
from django.utils.html import escape
from django.utils.safestring import SafeString

from portal.govuk.fields import PARTS, Choice, DateWidget
from portal.govuk.macros import render

Params = dict[str, Any]
KNOWN = frozenset({"class", "id", "maxlength", "minlength", "required", "rows", "cols", "autocomplete", "inputmode"})
DJANGO_ROWS = "10"  # what Django gives a text area nobody asked about
INPUT_TYPES = {"email": "email", "url": "url", "tel": "tel", "search": "search", "number": "text"}


def words(text: object) -> dict[str, object]:
    """A text as a macro takes it: escaped by the macro, unless it is markup that Django already holds safe."""
    return {"html": str(text)} if hasattr(text, "__html__") else {"text": str(text)}


def label_of(field: BoundField) -> str:
    """The label, with "(optional)" where the field may be left out and nothing else says so."""
    label = str(field.label)
    form = field.form
    unmarked = getattr(form, "unmarked", ()) or ()
    opened = opened_by_choices(form)
    marked = field.field.required or field.name in unmarked or field.name in opened or "optional" in label.lower()
    return label if marked or isinstance(field.field.widget, forms.CheckboxInput) else f"{label} (optional)"


def opened_by_choices(form: forms.BaseForm) -> set[str]:
    """The fields that stand under a choice of another field."""
    options = (option for field in form.fields.values() for option in getattr(field, "options", ()))
    return {name for option in options for name in option.opens.split()}


def _is_heading(field: BoundField) -> bool:
    return getattr(field.form, "heading_field", "") == field.name


def _common(field: BoundField) -> Params:
    """What every part is told: its name and id, hint, error, and the attributes the form gave the widget."""
    attrs = field.field.widget.attrs
    params: Params = {
        "id": field.auto_id,
        "name": field.html_name,
        "classes": attrs.get("class", ""),
        "attributes": {name: value for name, value in attrs.items() if name not in KNOWN and value is not False},
        "disabled": field.field.disabled,
    }
    if field.help_text:
        params["hint"] = words(field.help_text)
    if field.errors:
        params["errorMessage"] = {"text": " ".join(str(error) for error in field.errors)}
    return params


def _labelled(field: BoundField) -> Params:
    size = "govuk-label--l" if _is_heading(field) else "govuk-label--s"
    return {"label": {"text": label_of(field), "classes": size, "isPageHeading": _is_heading(field)}}


def _fieldset(field: BoundField) -> Params:
    size = "govuk-fieldset__legend--l" if _is_heading(field) else "govuk-fieldset__legend--s"
    return {"fieldset": {"legend": {"text": label_of(field), "classes": size, "isPageHeading": _is_heading(field)}}}


def _value(field: BoundField) -> Any:
    return field.field.widget.format_value(field.value())


def text_input(field: BoundField) -> SafeString:
    """One line of text."""
    widget = field.field.widget
    kind = INPUT_TYPES.get(getattr(widget, "input_type", "text"), "text")
    number = getattr(widget, "input_type", "") == "number"
    params = {
        **_common(field),
        **_labelled(field),
        "type": kind,
        "value": _value(field),
        "autocomplete": widget.attrs.get("autocomplete"),
        "inputmode": widget.attrs.get("inputmode") or ("numeric" if number else None),
    }
    return render("input", params)


def password(field: BoundField) -> SafeString:
    """A password, with a button that shows it where there is script."""
    autocomplete = field.field.widget.attrs.get("autocomplete", "current-password")
    return render("password-input", {**_common(field), **_labelled(field), "autocomplete": autocomplete})


def textarea(field: BoundField) -> SafeString:
    """Several lines; with a count of what is left where there is a limit. Nothing typed is ever cut off."""
    rows = field.field.widget.attrs.get("rows", DJANGO_ROWS)
    params = {
        **_common(field),
        **_labelled(field),
        "value": _kept_whole(_value(field)),
        "rows": 5 if rows == DJANGO_ROWS else rows,
    }
    most = getattr(field.field, "max_length", None)
    return render("character-count", {**params, "maxlength": most}) if most else render("textarea", params)


def _kept_whole(text: object) -> SafeString:
    """A text whose line breaks are written as entities, since a macro that indents would add spaces to each line."""
    return SafeString(escape("" if text is None else text).replace("\r\n", "\n").replace("\n", "&#10;"))


def file_upload(field: BoundField) -> SafeString:
    """A file, or several."""
    params = {**_common(field), **_labelled(field)}
    params["attributes"].pop("multiple", None)  # the part has a word of its own for it
    several = getattr(field.field.widget, "allow_multiple_selected", False)
    return render("file-upload", {**params, "multiple": several})


def select(field: BoundField) -> SafeString:
    """One from a long list."""
    items = [{"value": item["value"], "text": item["label"], "selected": item["selected"]} for item in _options(field)]
    return render("select", {**_common(field), **_labelled(field), "items": items})


def checkbox(field: BoundField) -> SafeString:
    """One box to tick; its label says what ticking means."""
    params = _common(field)
    item = {
        "value": "on",
        "text": label_of(field),
        "checked": bool(field.value()),
        "hint": params.pop("hint", None),
        "disabled": params["disabled"],
        "attributes": params.pop("attributes"),
    }
    return render("checkboxes", {**params, "idPrefix": field.auto_id, "items": [item]})


def date_input(field: BoundField) -> SafeString:
    """Day, month and year."""
    value = field.value()
    parts = value if isinstance(value, list) else field.field.widget.decompress(value)
    faults = {error.code for error in field.errors.as_data()} if field.errors else set()
    items = [
        {
            "id": f"{field.auto_id}_{part}",
            "name": f"{field.html_name}_{part}",
            "label": part.capitalize(),
            "value": "" if typed is None else typed,
            "inputmode": "text" if part == "month" else "numeric",
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}" + _red(faults, part),
        }
        for part, typed in zip(PARTS, parts, strict=True)
    ]
    return render("date-input", {**_common(field), **_fieldset(field), "items": items})


def _red(faults: set[str | None], part: str) -> str:
    at_fault = bool(faults) and (part in faults or not faults & set(PARTS))
    return " govuk-input--error" if at_fault else ""


def choices(component: str) -> Callable[[BoundField], SafeString]:
    """Radios or checkboxes: each option with its hint, and with the fields that it opens beneath it."""

    def part(field: BoundField) -> SafeString:
        params = {**_common(field), **_fieldset(field), "idPrefix": field.auto_id, "items": list(_items(field))}
        return render(component, params)

    return part


def _items(field: BoundField) -> Iterator[Params]:
    rich: dict[str, Choice] = {option.value: option for option in getattr(field.field, "options", ())}
    group = None
    for option in _options(field):
        if option["group"] != group:
            group = option["group"]
            yield {"divider": group}
        choice = rich.get(str(option["value"]))
        item: Params = {"value": option["value"], "checked": option["selected"], "disabled": field.field.disabled}
        item |= words(option["label"])
        if choice and choice.hint:
            item["hint"] = words(choice.hint)
        if choice and choice.opens:
            parts = [field_part(field.form[name]) for name in choice.opens.split()]
            item["conditional"] = {"html": SafeString("".join(parts))}
        yield item


def _options(field: BoundField) -> Iterator[Params]:
    """The options of a choice field, one after another, each with the name of its group."""
    widget = field.field.widget
    value = widget.format_value(field.value())
    for group, options, _index in widget.optgroups(field.html_name, value, {}):
        for option in options:
            yield {"group": group, **{key: option[key] for key in ("label", "selected")}, "value": str(option["value"])}


def error_target(field: BoundField) -> str:
    """The id that a link in the error summary goes to: the box at fault."""
    if isinstance(field.field.widget, DateWidget):
        codes = [error.code for error in field.errors.as_data()]
        return f"{field.auto_id}_{next((code for code in codes if code in PARTS), PARTS[0])}"
    return str(field.auto_id)


BY_WIDGET: tuple[tuple[type[forms.Widget], Callable[[BoundField], SafeString]], ...] = (
    (DateWidget, date_input),
    (forms.CheckboxSelectMultiple, choices("checkboxes")),
    (forms.RadioSelect, choices("radios")),
    (forms.Select, select),
    (forms.CheckboxInput, checkbox),
    (forms.PasswordInput, password),
    (forms.FileInput, file_upload),
    (forms.Textarea, textarea),
    (forms.MultiWidget, lambda field: SafeString()),
    (Input, text_input),
)


def field_part(field: BoundField) -> SafeString:
    """The whole part: label, hint, error and control; empty for a widget that draws itself (see other_field.html)."""
    if field.is_hidden:
        return field.as_hidden()
    widget = field.field.widget
    if getattr(widget, "draws_itself", False) or widget.__class__.__module__.startswith("django_prose_editor"):
        return SafeString()
    return next((part(field) for kind, part in BY_WIDGET if isinstance(widget, kind)), SafeString())
