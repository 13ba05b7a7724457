"""The part of a form in which files are added to a step."""

from typing import Any, ClassVar

from django import forms

from legal_basis.services import GivenFile
from legal_basis.services.files import AT_ONCE, LIMIT, SHOWS_LIMIT
from portal.file_kinds import ENDINGS, TAKEN, spoken_size
from portal.govuk.fields import FilesField, FilesInput
from portal.govuk.forms import GovForm

NO_PEOPLE = "No case files, and nothing about a person."
EXAMPLE = "Such as “Cabinet minute that names the Act”."
PRINTED = f"{EXAMPLE} The file’s name and these words stand on the legal record and in the agreement."
ADVICE = f"{EXAMPLE} Only your own party’s people see what an adviser adds; it is not in the agreement."


class EvidenceForm(GovForm):
    """Files, and what they show. Stands inside the form of an answer, so both may be empty unless one is given.

    `is_wanted`: the button that adds files was pressed, so one is owed. `is_advice`: an adviser adds them.
    """

    submit_label: ClassVar[str] = "Add to this step"
    unmarked: ClassVar[tuple[str, ...]] = ("attached", "shows")

    attached = FilesField(
        label="Files",
        required=False,
        help_text=f"{TAKEN}, up to {spoken_size(LIMIT)} each, {AT_ONCE} at a time. {NO_PEOPLE}",
        widget=FilesInput(attrs={"accept": ",".join(ENDINGS)}),
    )
    shows = forms.CharField(
        label="What it shows",
        required=False,
        max_length=SHOWS_LIMIT,
        help_text=PRINTED,
    )

    def __init__(self, *args: Any, is_wanted: bool = False, is_advice: bool = False, **kwargs: Any) -> None:
        self.is_wanted, self.is_advice = is_wanted, is_advice
        super().__init__(*args, **kwargs)

    def reword(self) -> None:
        """Say who will read it."""
        if self.is_advice:
            self.fields["shows"].help_text = ADVICE

    def clean(self) -> dict[str, Any]:
        """Refuse half of it: a file without its words, or words without their file."""
        cleaned = super().clean() or {}
        files, shows = cleaned.get("attached"), cleaned.get("shows")
        if files and not shows and "shows" not in self.errors:
            self.add_error("shows", "Say in a few words what the file shows, and choose the file again.")
        elif shows and not files:
            self.add_error("attached", "Choose the file that these words describe, or clear them.")
        elif self.is_wanted and not files:
            self.add_error("attached", "Choose a file to add.")
        return cleaned

    def given(self) -> list[GivenFile]:
        """The files as the service takes them."""
        return [GivenFile(one.name or "", one.read(), one.size or 0) for one in self.cleaned_data.get("attached") or []]
