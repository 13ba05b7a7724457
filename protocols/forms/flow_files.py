"""The form that takes many data flows at once: a file, or cells copied from a spreadsheet."""

from typing import Any

from django import forms

from portal.govuk.forms import GovForm
from portal.sheets import MOST_BYTES


class FlowFileForm(GovForm):
    """One of the two is needed; where both are given, the file counts."""

    submit_label = "Check these rows"
    unmarked = ("file", "text")
    file = forms.FileField(
        label="A file",
        required=False,
        help_text="CSV or Excel (.xlsx), up to 2 MB and 500 rows. The first row names the columns.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,text/csv"}),
    )
    text = forms.CharField(
        label="Or paste the rows here",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text="Copy them in the spreadsheet with their row of headings.",
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two, and refuse a file that is too large; of it, nothing was kept."""
        given = super().clean() or {}
        file = given.get("file")
        if file and (file.size or 0) > MOST_BYTES:
            self.add_error("file", "This file is larger than 2 MB. Split it, with the same headings in each part.")
        elif not file and not given.get("text", "").strip() and not self.errors:
            self.add_error("file", "Choose a file, or paste the rows below.")
        return given
