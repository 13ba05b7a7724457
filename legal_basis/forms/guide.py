"""The public guide's few questions, in the words of its content file. Sent by GET: the answer has an address."""

from typing import Any, ClassVar, cast
from uuid import UUID

from legal_basis.loader import guide, library
from legal_basis.queries.guide import Situation
from portal.govuk.fields import Choice, RichChoiceField, RichMultipleChoiceField
from portal.govuk.forms import GovForm


class GuideForm(GovForm):
    """Who, to whom, what for, what about, whether people can be told from it, and what it was collected for."""

    submit_label: ClassVar[str] = "Show what applies"

    who = RichChoiceField()
    whom = RichChoiceField()
    theme = RichChoiceField()
    kinds = RichMultipleChoiceField()
    people = RichChoiceField()
    collected = RichChoiceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        law = library()
        for name, ask in guide().asks.items():
            field = cast(RichChoiceField, self.fields[name])
            field.label, field.help_text = ask.label, ask.hint
            field.error_messages["required"] = ask.missing
            field.options = [Choice(option.key, option.label, option.hint) for option in ask.options]
        theme = cast(RichChoiceField, self.fields["theme"])
        kinds = cast(RichMultipleChoiceField, self.fields["kinds"])
        theme.options = [Choice(one.id, one.title, one.purpose) for one in law.themes.values()]
        kinds.options = [Choice(kind.id, kind.label, kind.hint) for kind in law.data_kinds.values()]
        kinds.widget.attrs["class"] = "govuk-checkboxes--small kinds"

    def situation(self) -> Situation:
        """What was told. Call only on a valid form."""
        told = self.cleaned_data
        return Situation(
            who=told["who"],
            whom=told["whom"],
            theme=told["theme"],
            kinds=tuple(told["kinds"]),
            people=told["people"],
            collected=told["collected"],
        )


def nonce_of(sent: str) -> UUID | None:
    """The nonce that a form was made with; None where none, or none that reads, was sent."""
    try:
        return UUID(sent)
    except ValueError:
        return None
