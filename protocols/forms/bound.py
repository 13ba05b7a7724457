"""The day on which one wants to know who was bound."""

from portal.govuk.fields import DateField
from portal.govuk.forms import GovForm


class DayForm(GovForm):
    """A day, past or to come."""

    submit_label = "Show"
    on = DateField(label="On which day?", help_text="For example, 3 3 2027.")
