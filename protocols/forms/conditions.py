"""What is said of a condition, and the answer to advice against."""

from django import forms

from portal.govuk.fields import Choice, RichChoiceField
from portal.govuk.forms import GovForm


class SayMetForm(GovForm):
    """How a condition is met."""

    submit_label = "Say that it is met"
    evidence = forms.CharField(
        label="How it is met, and where that can be seen",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write how the condition is met, and where that can be seen."},
    )


class CloseConditionForm(GovForm):
    """What became of a condition, in the eyes of the post that set it."""

    submit_label = "Record it"
    outcome = RichChoiceField(
        label="What became of it",
        options=(
            Choice("met", "It is met"),
            Choice("waived", "It is waived", "It need not be met any more. Say why"),
        ),
        error_messages={"required": "Choose what became of the condition."},
    )
    reason = forms.CharField(
        label="Why", required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Everyone who can see the version reads it.",
    )  # fmt: skip
    unmarked = ("reason",)

    def __init__(self, *args: object, said: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if said:
            field = self.fields["outcome"]
            field.options = (*field.options, Choice("open", "It is not met yet", "Say what is still missing"))  # type: ignore[attr-defined]


class AnswerAdviceForm(GovForm):
    """The organisation's answer to the advice of its own adviser."""

    submit_label = "Record the answer"
    sha256 = forms.CharField(widget=forms.HiddenInput)
    answer = RichChoiceField(
        label="What your organisation does",
        options=(
            Choice("follow", "It follows the advice", "The text goes back to draft, with the reasons as comments"),
            Choice("go_on", "It does not follow the advice", "It goes on to signing, and the record says so"),
        ),
        error_messages={"required": "Choose whether your organisation follows the advice."},
    )
    reason = forms.CharField(
        label="Why it is not followed",
        help_text="Kept on record, and read by everyone who can see the version.",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    unmarked = ("reason",)
