"""The form of one question, made from what the engine offers."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from crispy_forms.layout import Layout
from django import forms

from legal_basis.engine import OfferedGateway, Option, Question, Response, refusal
from legal_basis.engine.refusing import REASON_LIMIT
from portal.govuk.fields import Choice, RichChoiceField, RichMultipleChoiceField
from portal.govuk.forms import GovForm
from portal.govuk.sentences import speak_plainly

NO_CASES = "Describe the sharing. Leave out names, NHS numbers and details of cases."
USUAL, OTHERS = "Usual for this theme", "Also in the library"


class StepForm(GovForm):
    """Radios with their consequences, the ticks or powers that an answer asks for, and a reason where one is owed.

    A step with one open answer that is only ticks shows the ticks alone. What the engine would refuse, this refuses, in
    the same sentence and at the right field.
    """

    submit_label: ClassVar[str] = "Continue"
    unmarked: ClassVar[tuple[str, ...]] = ("reason",)

    def __init__(self, *args: Any, question: Question, earlier: Response | None = None, **kwargs: Any) -> None:
        self.question = question
        self.only_ticks = question.step.kind == "multi" and len(question.options) == 1
        kwargs.setdefault("initial", _initial(question, earlier))
        super().__init__(*args, **kwargs)
        for name, field in _fields(question, self.only_ticks).items():
            speak_plainly(field, str(field.label))
            self.fields[name] = field
        self.main_field = _detail(question.options[0]) if self.only_ticks else "answer"

    def layout(self) -> Layout:
        """The question first, then the reason; what an answer opens stands under its radio."""
        return Layout(*(name for name in self.fields if name in (self.main_field, "reason")))

    def clean(self) -> dict[str, Any]:
        """Refuse, at its field, whatever the engine would refuse."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        fault = refusal(self.question, self.response())
        if fault is not None:
            self.add_error(self._field_of(fault.field), fault.sentence)
        return cleaned

    def response(self) -> Response:
        """What was answered, as the engine takes it."""
        key = self._answer()
        option = self.question.option(key)
        ticked = tuple(self.cleaned_data.get(_detail(option), ())) if option else ()
        named = bool(option and option.gateways)
        return Response(
            step=self.question.token,
            answer=key,
            reason=self.cleaned_data.get("reason", "").strip(),
            gateways=ticked if named else (),
            choices=() if named else ticked,
        )

    def _answer(self) -> str:
        if self.only_ticks:
            return self.question.options[0].answer.key
        return str(self.cleaned_data.get("answer", ""))

    def _field_of(self, field: str) -> str | None:
        if field in self.fields:
            return field
        option = self.question.option(self._answer())
        name = _detail(option) if option else ""
        return name if name in self.fields else self.main_field


def _detail(option: Option) -> str:
    """The name of the field that an option opens, for its powers, exceptions or ticks."""
    return f"with_{option.answer.key}"


def _asks(option: Option) -> bool:
    return bool((option.gateways and option.needs_gateway) or option.ways or option.choices)


def _fields(question: Question, only_ticks: bool) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    if not only_ticks:
        fields["answer"] = RichChoiceField(
            label="Your answer",
            options=[_radio(option) for option in question.options],
            error_messages={"required": "Choose one of the answers."},
        )
    for option in question.options:
        if _asks(option):
            fields[_detail(option)] = _ticks(option, only_ticks)
    fields["reason"] = _reason(question)
    return fields


def _radio(option: Option) -> Choice:
    return Choice(
        value=option.answer.key,
        label=option.answer.wording,
        hint=option.answer.consequence,
        opens=_detail(option) if _asks(option) else "",
    )


def _ticks(option: Option, only_ticks: bool) -> RichMultipleChoiceField:
    label = "Tick all that apply" if only_ticks else _LABELS[_kind_of(option)]
    sentence = {"required": "Tick at least one box."}
    field = RichMultipleChoiceField(label=label, required=only_ticks, error_messages=sentence)
    if option.gateways:
        field.options = [_power(offered) for offered in option.gateways]
        field.choices = _grouped(option.gateways)
    elif option.ways:
        field.options = [
            Choice(way.key, way.way.text, f"Only for: {way.way.purpose}. {way.bar.cite}.") for way in option.ways
        ]
    else:
        field.options = [
            Choice(item.choice.key, item.choice.wording, "Your data flows say so." if item.locked else "")
            for item in option.choices
        ]
    return field


_LABELS = {
    "bars": "Which statute bars it?",
    "powers": "Which power or duty do you rely on?",
    "ways": "Which exception fits?",
    "choices": "Tick all that apply",
}


def _kind_of(option: Option) -> str:
    if option.gateways:
        return "bars" if "bar" in option.answer.ask_gateways else "powers"
    return "ways" if option.ways else "choices"


def _power(offered: OfferedGateway) -> Choice:
    """A power with what it is for; one that is not usual for the theme by its name and status alone."""
    gateway = offered.gateway
    status = "" if offered.alone else "Not known to be in force: it cannot be your only power."
    if not offered.fits_theme:
        return Choice(gateway.id, gateway.cite, status)
    doubt = "To be confirmed by counsel." if gateway.gk == "all" else ""
    kind = f"{gateway.power_kind.capitalize()}. {gateway.purpose.rstrip('.')}."
    return Choice(gateway.id, gateway.cite, " ".join(part for part in (kind, status, doubt) if part))


def _grouped(offered: Sequence[OfferedGateway]) -> list[Any]:
    """Powers usual for the theme first, the others under a heading of their own."""
    usual = [(item.gateway.id, item.gateway.cite) for item in offered if item.fits_theme]
    others = [(item.gateway.id, item.gateway.cite) for item in offered if not item.fits_theme]
    return [(USUAL, usual), (OTHERS, others)] if usual and others else usual or others


def _reason(question: Question) -> forms.CharField:
    least = {option.reason_min for option in question.options}
    prompts = {option.reason_prompt for option in question.options if option.reason_prompt}
    label = prompts.pop() if len(prompts) == 1 else "Reason"
    return forms.CharField(
        label=label if max(least, default=0) else f"{label} (optional)",
        required=False,
        help_text=f"{_owed(question)} {NO_CASES}".strip(),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": f"Shorten your reason to {REASON_LIMIT} characters."},
    )


def _owed(question: Question) -> str:
    """How much of a reason is owed, and for which answer."""
    owing = [option for option in question.options if option.reason_min]
    if not owing:
        return ""
    if len(owing) == len(question.options) and len({option.reason_min for option in owing}) == 1:
        return f"At least {owing[0].reason_min} characters."
    return " ".join(f"For “{option.answer.wording}”: at least {option.reason_min} characters." for option in owing)


def _initial(question: Question, earlier: Response | None) -> Mapping[str, object]:
    """What to show ticked and written: the earlier answer's words, and what the facts tick."""
    initial: dict[str, object] = {}
    for option in question.options:
        locked = [item.choice.key for item in option.choices if item.locked]
        if locked:
            initial[_detail(option)] = locked
    if earlier is None:
        return initial
    chosen = question.option(earlier.answer)
    if chosen is not None:
        initial["answer"] = earlier.answer
        initial[_detail(chosen)] = [*earlier.gateways, *earlier.choices] or initial.get(_detail(chosen), [])
    return {**initial, "reason": earlier.reason}
