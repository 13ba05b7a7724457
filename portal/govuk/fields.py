"""Form fields beyond Django's own: a date in three boxes, and choices that say what each leads to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from portal.numbers import whole

REAL_DATE = "Enter a real date, such as 3 3 2027."
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
PARTS = ("day", "month", "year")


class DateWidget(forms.MultiWidget):
    """Three boxes named NAME_day, NAME_month and NAME_year; what was typed is shown again as it was typed."""

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {part: forms.TextInput() for part in PARTS}
        super().__init__(widgets=boxes, attrs=dict(attrs or {}))

    def decompress(self, value: date | None) -> list[object]:
        """A date as its three parts."""
        return _parts_of(value)

    def id_for_label(self, id_: str) -> str:
        """The box that takes the focus."""
        return f"{id_}_day" if id_ else id_


class DateField(forms.MultiValueField):
    """A day, a month (a number or a name) and a four-figure year, as one date.

    Raises ValidationError in a plain sentence; its code names the box at fault (day, month, year), or is "date".
    """

    widget = DateWidget

    def __init__(self, **kwargs: Any) -> None:
        fields = tuple(forms.CharField(required=False) for _ in PARTS)
        super().__init__(fields=fields, require_all_fields=False, **kwargs)

    def clean(self, value: Any) -> date | None:
        """The date; None where it may be left out and was."""
        if isinstance(value, date) or value is None:
            value = _parts_of(value)
        typed = [str(part or "").strip() for part in value]
        if not any(typed):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        for part, text in zip(PARTS, typed, strict=True):
            if not text:
                raise ValidationError(f"Enter the {part} as well, such as 3 3 2027.", code=part)
        found = _real_date(*typed)
        self.run_validators(found)
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another date was typed than was shown."""
        shown = _parts_of(initial) if not isinstance(initial, list) else initial
        return [str(part or "") for part in shown] != [str(part or "").strip() for part in data or [None] * 3]


def _parts_of(value: date | None) -> list[object]:
    return [value.day, value.month, value.year] if value else [None, None, None]


def _real_date(day: str, month: str, year: str) -> date:
    if month[:3].lower() in MONTHS:
        month = str(MONTHS.index(month[:3].lower()) + 1)
    if whole(day) is None or whole(month) is None or not year.isdecimal():
        raise ValidationError(REAL_DATE, code="date")
    if len(year) != 4:
        raise ValidationError("Enter the year in four figures, such as 2027.", code="year")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise ValidationError(REAL_DATE, code="date") from None


@dataclass(frozen=True)
class Choice:
    """One option: its value, its words, a line on what it leads to, and the fields that it opens, if any.

    `opens` has their names, with spaces between them.
    """

    value: str
    label: str
    hint: str = ""
    opens: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        """As Django's own choices are written."""
        return (self.value, self.label)


class RichChoiceField(forms.ChoiceField):
    """One of several `Choice`s, as radios, each with its hint; a choice may open another field of the form."""

    widget = forms.RadioSelect

    def __init__(self, *, options: Iterable[Choice] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.options = options

    @property
    def options(self) -> tuple[Choice, ...]:
        """The options; may be set by a form once it knows what it is about."""
        return self._options

    @options.setter
    def options(self, options: Iterable[Choice]) -> None:
        self._options = tuple(options)
        self.choices = [option.pair for option in self._options]


class RichMultipleChoiceField(RichChoiceField, forms.MultipleChoiceField):
    """Any number of several `Choice`s, as checkboxes, each with its hint."""

    widget = forms.CheckboxSelectMultiple


class FilesInput(forms.FileInput):
    """A box that takes several files."""

    allow_multiple_selected = True


NOT_TAKEN = "not_taken"
"""Where a file that was sent carries why it is not taken."""


class SentFile(forms.FileField):
    """A file that somebody sends; one that was looked through and is not taken is refused with the reason."""

    def to_python(self, data: Any) -> Any:
        """The file. Raises ValidationError where it was found harmful, or nobody could look (`portal.uploads`)."""
        if why_not := getattr(data, NOT_TAKEN, ""):
            raise forms.ValidationError(why_not)
        return super().to_python(data)


class FilesField(SentFile):
    """Several files in one box, as a list. What each of them may be is for the form to say; an empty one passes."""

    widget = FilesInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Each file in turn; an empty list where none was chosen and none is required."""
        given = data if isinstance(data, list | tuple) else [data]
        return [clean for one in given or [None] if (clean := super(FilesField, self).clean(one, initial))]
