"""The form of one incident."""

from typing import Any, ClassVar

from crispy_forms.layout import Fieldset, Layout
from django import forms

from portal.govuk.fields import Choice, DateField, RichChoiceField
from protocols.forms.rows import RowForm, long_text
from protocols.models import Incident
from protocols.services.incident_contents import OWED, IncidentContent

TIMES = ["%H:%M", "%H.%M", "%I:%M%p", "%I.%M%p", "%I%p", "%I:%M %p"]
WRONG_TIME = "Enter a time, such as 2:30pm or 14:30."
TOLD = {
    Incident.Told.NOT_YET: "A breach has to be told within 72 hours of knowing, unless it puts nobody at risk.",
    Incident.Told.YES: "Say when, below.",
    Incident.Told.NO: "Say why not, below. A near miss needs no reason.",
}


def _time(label: str, *, required: bool) -> forms.TimeField:
    box = forms.TextInput(attrs={"class": "govuk-input--width-5"})
    wrong = {"invalid": WRONG_TIME}
    return forms.TimeField(
        label=label, input_formats=TIMES, widget=box, required=required, error_messages=wrong,
        help_text="Such as 2:30pm.",
    )  # fmt: skip


class IncidentForm(RowForm[IncidentContent]):
    """What happened at which party, whether the Commissioner was told, and what was learnt."""

    makes = IncidentContent
    owed: ClassVar = OWED
    submit_label = "Save the incident"
    unmarked = ("told_on", "told_time", "told_reason", "lessons")
    party = forms.ChoiceField(label="At which party?")
    kind = RichChoiceField(
        label="What was it?",
        options=[
            Choice("breach", "A breach", "Data was lost, altered, disclosed or reached by somebody who should not."),
            Choice("near_miss", "A near miss", "It was noticed before anything happened to the data."),
        ],
    )
    what = forms.CharField(
        label="What happened?",
        widget=long_text(4),
        max_length=4000,
        help_text="Which data, how many people, and what was done at once. Name nobody: every party reads this.",
    )
    happened_on = DateField(label="When did it happen?")
    known_on = DateField(label="When did the party come to know of it?", help_text="The 72 hours run from then.")
    known_time = _time("At what time?", required=True)
    told = RichChoiceField(
        label="Was the Information Commissioner told?",
        options=[Choice(one.value, one.label, TOLD[one]) for one in Incident.Told],
        initial=Incident.Told.NOT_YET,
    )
    told_on = DateField(label="If told: on which day?", required=False)
    told_time = _time("If told: at what time?", required=False)
    told_reason = forms.CharField(
        label="Why was it not told, or told late?", widget=long_text(3), max_length=2000, required=False
    )
    lessons = forms.CharField(
        label="What was learnt, and what changes?", widget=long_text(3), max_length=4000, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = [("", "Choose"), *self.named]  # type: ignore[attr-defined]

    def stated(self) -> dict[str, Any]:
        """What was stated, the party as itself."""
        stated = super().stated()
        return {**stated, "party": self.parties.get(stated["party"])}

    def layout(self) -> Layout:
        """The fields in three groups."""
        return Layout(
            "nonce",
            "revision",
            Fieldset("What happened", "party", "kind", "what", "happened_on", "known_on", "known_time"),
            Fieldset("The Information Commissioner", "told", "told_on", "told_time", "told_reason"),
            Fieldset("What was learnt", "lessons"),
        )


def initial_of(incident: Incident) -> dict[str, object]:
    """What the form shows of an incident as it stands."""
    names = ("kind", "what", "happened_on", "known_on", "told", "told_on", "told_reason", "lessons", "revision")
    times = {
        name: value.strftime("%H:%M") for name in ("known_time", "told_time") if (value := getattr(incident, name))
    }
    known = {"known_time": "00:00", **times}
    return {**{name: getattr(incident, name) for name in names}, **known, "party": str(incident.party_id)}
