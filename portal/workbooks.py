"""Writing a table for a spreadsheet, as CSV or as an Excel workbook; no cell of it is a formula."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from portal.formulas import guarded

NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
LONGEST_CELL = 32_767
"""The most characters that a cell of a workbook takes."""


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The table as CSV in UTF-8, with the mark by which Excel knows it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()


def as_workbook(
    title: str, headings: Sequence[str], rows: Iterable[Sequence[str]], choices: Mapping[str, Sequence[str]]
) -> bytes:
    """The table as an Excel workbook. `choices` lists, by heading, what a cell may say; a second sheet offers it.

    Without choices there is no second sheet.
    """
    book = Workbook()
    sheet = cast(Worksheet, book.active)
    sheet.title = title
    for at, row in enumerate([headings, *rows], start=1):
        for column, cell in enumerate(row, start=1):
            held = sheet.cell(at, column, NOT_IN_XML.sub("", guarded(cell))[:LONGEST_CELL])
            held.data_type = "s"
            held.alignment = Alignment(wrap_text=True, vertical="top")
            held.font = Font(bold=at == 1)
    for column in range(1, len(headings) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 24
    sheet.freeze_panes = "C2"
    if choices:
        _offer(book, sheet, headings, choices)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def long_workbook(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table of many rows as an Excel workbook; no more than a row at a time is held but as what is packed."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for column in range(1, len(headings) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 24
    sheet.append([_text(sheet, one, bold=True) for one in headings])
    for row in rows:
        sheet.append([_text(sheet, cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text(sheet: Any, cell: str, *, bold: bool = False) -> Any:
    """A cell that is text whatever it begins with."""
    held = WriteOnlyCell(sheet, NOT_IN_XML.sub("", guarded(cell))[:LONGEST_CELL])
    held.data_type = "s"
    if bold:
        held.font = Font(bold=True)
    return held


def _offer(book: Workbook, sheet: Worksheet, headings: Sequence[str], choices: Mapping[str, Sequence[str]]) -> None:
    """The second sheet with what each column takes, and a list to choose from in the columns that take one of them."""
    listed = book.create_sheet("Choices")
    for at, (heading, words) in enumerate(choices.items(), start=1):
        listed.cell(1, at, heading).font = Font(bold=True)
        for row, word in enumerate(words, start=2):
            listed.cell(row, at, NOT_IN_XML.sub("", guarded(word))).data_type = "s"
        letter, own = get_column_letter(at), get_column_letter(headings.index(heading) + 1)
        rule = DataValidation("list", formula1=f"Choices!${letter}$2:${letter}${len(words) + 1}", allow_blank=True)
        rule.showErrorMessage = False
        sheet.add_data_validation(rule)
        rule.add(f"{own}2:{own}501")
