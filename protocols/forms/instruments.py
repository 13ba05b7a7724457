"""Beginning an instrument of each kind, and changing it while it is a draft."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar
from uuid import uuid4

from django import forms

from partners.models import Partner
from portal.govuk.fields import Choice, DateField, RichChoiceField
from portal.govuk.forms import GovForm
from protocols.models import Instrument
from protocols.services.instruments.beginning import Content
from protocols.services.instruments.terms import AT_ONCE, DATA, DAYS_WANTED, MOST_DAYS, SET_DAYS

Kind = Instrument.Kind


def _area(label: str, hint: str = "", *, required: bool = True, rows: int = 3) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, required=required, max_length=5000, widget=widget)


def days_to_object() -> forms.IntegerField:
    """The working days in which the parties may object, where the agreement's words give none."""
    return forms.IntegerField(
        label="In how many working days may the parties object?", required=False, min_value=1, max_value=MOST_DAYS,
        help_text="Leave it empty to give no time. What you choose stands in the document.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), DAYS_WANTED),
    )  # fmt: skip


class InstrumentForm(GovForm):
    """What every kind asks: who it is about, from which day, and why. `TERMS` are the fields of the kind alone.

    `own` says that a party begins its own act; `settled`, that the time to object is known: by the agreement's words,
    or because the parties were told already.
    """

    submit_label = "Save the draft"
    TERMS: tuple[str, ...] = ()
    field_order: Iterable[str] | None = ("nonce", "revision", "partner", "effective_on", "reason")
    WHO = "Which party is it about?"
    nonce = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    effective_on = DateField(
        label="From which day?",
        help_text="For example, 3 3 2027. If it is sealed later, it takes effect on the day it is sealed.",
    )
    reason = _area("Why?", "Every party reads this. It stands in the document.")

    def __init__(
        self, *args: Any, partners: Iterable[Partner] | None = None, own: bool = False, settled: bool = False,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        self.own, self.settled = own, settled
        super().__init__(*args, **kwargs)
        self.partners = {str(one.pk): one for one in partners or ()}
        if partners is not None:
            self.fields["partner"] = forms.ChoiceField(
                label=self.WHO, choices=[("", "Choose one"), *((key, str(one)) for key, one in self.partners.items())],
                error_messages={"required": "Choose the organisation that this is about."},
            )  # fmt: skip
            self.order_fields(self.field_order)

    @classmethod
    def of(cls, instrument: Instrument, *, own: bool = False) -> "InstrumentForm":
        """The form as a draft stands."""
        terms = {key: _shown(key, str(value)) for key, value in instrument.terms.items()}
        chosen = {"effective_on": instrument.effective_on, "reason": instrument.reason, "revision": instrument.revision}
        return cls(initial={**terms, **chosen}, own=own, settled=True)

    def content(self, kind: Instrument.Kind, partner: Partner | None = None) -> Content:
        """What was chosen. Call only on a valid form."""
        given = self.cleaned_data
        terms = {name: _kept(given.get(name)) for name in self.TERMS}
        chosen = partner or self.partners.get(given.get("partner", ""))
        return Content(kind, given["effective_on"], given["reason"], chosen, terms)


def _shown(key: str, value: str) -> object:
    return date.fromisoformat(value) if value and key in DAYS else value


def _kept(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


DAYS = frozenset({"given_on", "data_by", "review_on", "ends_on"})


class AccessionForm(InstrumentForm):
    """A partner joins."""

    WHO = "Which partner joins?"
    TERMS = (SET_DAYS,)
    unmarked = (SET_DAYS,)
    field_order = ("nonce", "revision", "partner", SET_DAYS, "effective_on", "reason")
    set_days = days_to_object()

    def reword(self) -> None:
        """A time to object that is known is not asked for."""
        if self.settled:
            del self.fields[SET_DAYS]


class DataForm(InstrumentForm):
    """What becomes of data already shared."""

    unmarked: ClassVar[tuple[str, ...]] = ("data_by", "data_law")
    data = RichChoiceField(  # type: ignore[assignment]
        label="What becomes of data already shared?",
        options=[Choice(key, label, opens="data_law" if key == "kept" else "") for key, label in DATA.items()],
    )
    data_law = _area("Under which law is it kept?", "Name the Act and section, and for how long.", required=False)
    data_by = DateField(
        label="By which day?",
        required=False,
        help_text="When it is returned or destroyed or, where it is kept, when the need is looked at again. "
        "Leave empty where no personal data was shared.",
    )


class WithdrawalForm(DataForm):
    """A party leaves."""

    WHO = "Which party leaves?"
    TERMS = ("at_once", "given_on", "at_once_reason", "data", "data_law", "data_by")
    unmarked = ("given_on", "at_once_reason", "data_by", "data_law")
    field_order = ("nonce", "revision", "partner", "at_once", "given_on", "at_once_reason", "effective_on", "reason")
    at_once = RichChoiceField(
        label="Does it leave without notice?",
        options=[Choice(key, label, opens="given_on" if key == "no" else "") for key, label in AT_ONCE.items()],
        initial="no",
    )
    given_on = DateField(label="When was its notice received in writing?", required=False)
    at_once_reason = _area("What requires it to leave without notice?", required=False, rows=2)

    def reword(self) -> None:
        """The day is the last one; a party that gives notice here and now is not asked when."""
        if self.own:
            del self.fields["given_on"]
            self.fields["at_once"] = RichChoiceField(
                label=self.fields["at_once"].label, initial="no",
                options=[Choice(key, label) for key, label in AT_ONCE.items()],
            )  # fmt: skip
        self.fields["effective_on"].label = "Its last day as a party"
        self.fields["at_once_reason"].help_text = "Only where it leaves without notice: name the law, order or breach."


class RenewalForm(InstrumentForm):
    """The agreement goes on."""

    TERMS = ("review_on", "ends_on")
    review_on = DateField(label="The next review date", help_text="The day by which the parties look at it again.")
    ends_on = DateField(label="The new end date", required=False, help_text="Leave empty to let it run until ended.")


class SuspensionForm(InstrumentForm):
    """A party's sharing pauses."""

    WHO = "Whose sharing pauses?"
    TERMS = ("lifts_when", "meanwhile")
    lifts_when = _area("What has to be so before sharing begins again?")
    meanwhile = _area("What happens meanwhile with data already shared?", required=False, rows=2)


class ResumptionForm(InstrumentForm):
    """A suspension ends."""

    WHO = "Whose sharing begins again?"
    TERMS = ("remedied",)
    remedied = _area("What was put right?")


class TerminationForm(DataForm):
    """The agreement ends."""

    TERMS = ("data", "data_law", "data_by")

    def reword(self) -> None:
        """The day is the end."""
        self.fields["effective_on"].label = "On which day does it end?"


FORMS: dict[Instrument.Kind, type[InstrumentForm]] = {
    Kind.ACCESSION: AccessionForm,
    Kind.WITHDRAWAL: WithdrawalForm,
    Kind.RENEWAL: RenewalForm,
    Kind.SUSPENSION: SuspensionForm,
    Kind.RESUMPTION: ResumptionForm,
    Kind.TERMINATION: TerminationForm,
}
