"""Many rows at once, in from a file or a spreadsheet and out again: the form, what is wrong where, and the file."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django import forms
from django.http import FileResponse

from portal.columns import Column
from portal.file_kinds import FileKind
from portal.govuk.fields import SentFile
from portal.govuk.forms import GovForm
from portal.numbers import whole
from portal.sheets import MOST_BYTES, Line, NotATable, read_file, read_text


class TableFileForm(GovForm):
    """One of the two is needed; where both are given, the file counts."""

    submit_label = "Check these rows"
    unmarked = ("file", "text")
    file = SentFile(
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

    def refuse(self, refused: NotATable) -> None:
        """Put what is wrong with the table beside whichever of the two was given."""
        self.add_error("file" if self.cleaned_data["file"] else "text", str(refused))

    def lines(self) -> list[Line]:
        """The lines of whichever was given. Raises NotATable. Only of a form that is valid."""
        given = self.cleaned_data["file"]
        return read_file(given.read()) if given else read_text(self.cleaned_data["text"])


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a file: where it stands, and the sentence."""

    where: str
    sentence: str


def faults_of(row: str, errors: Mapping[str, str], columns: Mapping[str, Column]) -> list[Fault]:
    """What is wrong with a row, by the key of its column; "" is the row as a whole."""
    return [
        Fault(f"Row {row}" + (f", {columns[key].heading}" if key else ""), sentence) for key, sentence in errors.items()
    ]


def revisions_seen(sent: Mapping[str, object]) -> dict[str, int]:
    """The revisions of rows that a page showed, from what it sends back, by the field's name (such as seen-12)."""
    said = ((key, str(value)) for key, value in sent.items() if key.startswith("seen-"))
    return {key: number for key, value in said if (number := whole(value)) is not None}


MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "docx": FileKind.DOCX.media_type,
    "xlsx": FileKind.XLSX.media_type,
}


def handed_out(content: bytes, name: str) -> FileResponse:
    """Rows as a file to keep: CSV, a workbook or a Word file, by the ending of its name. No copy stays on the way."""
    kind = MEDIA_TYPES[name.rpartition(".")[2]]
    response = FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type=kind)
    response["Cache-Control"] = "private, no-store"
    return response
