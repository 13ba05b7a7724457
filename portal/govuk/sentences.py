"""What is wrong and what to do, in plain sentences, for the errors that every form can meet."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.text import capfirst

DETERMINERS = frozenset({"a", "an", "the", "your", "their", "its", "any", "each", "this", "how", "who", "why", "what"})
CHOOSERS = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple)
TICK = (forms.CheckboxInput,)
SENTENCES = {
    "invalid_choice": "Choose one of the options listed.",
    "invalid_list": "Choose from the options listed.",
    "invalid_pk_value": "Choose from the options listed.",
    "null_characters_not_allowed": "Remove the characters that cannot be seen.",
    "incomplete": "Fill in every part.",
    "empty": "Choose a file that is not empty: this one holds nothing.",
}
BY_FIELD: dict[type[forms.Field], str] = {
    forms.EmailField: "Enter an email address in the form name@example.org.uk.",
    forms.IntegerField: "Enter a whole number, such as 12.",
    forms.DecimalField: "Enter a number, such as 1.5.",
    forms.URLField: "Enter a web address that begins with https://.",
}


def inside_a_sentence(label: str) -> str:
    """A label as it stands inside a sentence: "Legal name" as "the legal name", "ICO number" as "the ICO number"."""
    words = str(label).strip().rstrip(":")
    first = words.split(" ", 1)[0]
    if not first.isupper() or len(first) == 1:
        words = words[:1].lower() + words[1:]
    return words if first.lower() in DETERMINERS else f"the {words}"


def required_sentence(field: forms.Field, label: str) -> str:
    """What to do about a field that was left out."""
    if isinstance(field.widget, TICK):
        return f"Tick the box “{label}” to go on."
    if isinstance(field, forms.FileField):
        return f"Choose {inside_a_sentence(label)}."
    verb = "Choose" if isinstance(field.widget, CHOOSERS) else "Enter"
    if label.endswith("?"):
        return f"{verb} an answer to “{label}”"
    return f"{verb} {inside_a_sentence(label)}."


def speak_plainly(field: forms.Field, label: str) -> None:
    """Replace Django's own sentences on a field; those that the form wrote itself are kept."""
    own = {key: text for kind in reversed(type(field).__mro__) for key, text in _messages_of(kind).items()}
    written = {key for key, text in field.error_messages.items() if str(text) != str(own.get(key, ""))}
    sentences = {**SENTENCES, "required": required_sentence(field, label)}
    for kind, sentence in BY_FIELD.items():
        if isinstance(field, kind):
            sentences["invalid"] = sentence
    field.error_messages.update({key: text for key, text in sentences.items() if key not in written})
    most = _longest(field)
    if most is not None:
        name = (f"“{label}”" if label.endswith("?") else capfirst(label)).replace("%", "%%")
        sentence = f"{name}: %(show_value)s characters is too long. Use {most:,} or fewer."
        others = [check for check in field.validators if not isinstance(check, MaxLengthValidator)]
        field.validators = [*others, MaxLengthValidator(most, sentence)]


def _longest(field: forms.Field) -> int | None:
    """The most characters that it may hold, where the form wrote no sentence of its own for more; None for any."""
    most: int | None = getattr(field, "max_length", None)
    for check in field.validators:
        if most is None and isinstance(check, MaxLengthValidator) and check.message == MaxLengthValidator.message:
            most = int(check.limit_value)
    return most


def _messages_of(kind: type) -> dict[str, object]:
    return getattr(kind, "default_error_messages", {})
