"""Forms that anybody may fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from portal.govuk.fields import SentFile
from portal.govuk.forms import GovForm
from protocols.documents.verifying import LIMIT
from register.queries.lists import ELSEWHERE, HERE, theme_choices


class SearchForm(GovForm):
    """Narrowing the register."""

    submit_label = "Search"
    unmarked = ("q", "theme", "made")
    q = forms.CharField(label="Title, party or reference", required=False, max_length=100)
    theme = forms.ChoiceField(label="Theme", required=False, choices=theme_choices)
    made = forms.ChoiceField(
        label="Made", required=False, choices=[("", "Anywhere"), (HERE, "Here"), (ELSEWHERE, "Elsewhere")]
    )


class VerifyForm(GovForm):
    """Handing in a PDF to be checked."""

    submit_label = "Check this document"
    document = SentFile(
        label="The signed PDF",
        help_text="Up to 60 MB. It is checked while you wait and is not kept.",
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf"}),
        error_messages={"required": "Choose the PDF that you want checked."},
    )

    def clean_document(self) -> UploadedFile[Any]:
        """Refuse what is larger than any agreement of ours."""
        document: UploadedFile[Any] = self.cleaned_data["document"]
        if (document.size or 0) > LIMIT:
            raise forms.ValidationError("This file is larger than 60 MB. Our signed agreements are far smaller.")
        return document
