"""Registers of agreements as files: headings, encodings, cells and their defects. No database."""

from datetime import date

import pytest

from legal_basis.loader import library
from portal.formulas import guarded, without_guard
from protocols.errors import Invalid
from protocols.loader.elsewhere.bodies import Mention, entries_in, names_in
from protocols.loader.elsewhere.columns import BY_KEY, COLUMNS, column_of
from protocols.loader.elsewhere.days import day_of, span_of
from protocols.loader.elsewhere.powers import SUGGESTED_BY, power_of
from protocols.loader.elsewhere.reading import BEYOND, MOST_BYTES, read_sheet
from protocols.loader.elsewhere.rows import Row, read_rows
from tests.protocols.factories_elsewhere import FILE, content_of, sheet

LISTED = "information-sharing-agreement-powers-and-objectives-0001:7"


def rows(content: bytes | None = None) -> list[Row]:
    return list(read_rows(sheet(content)))


def doubts(row: Row, column: str) -> str:
    return " ".join(doubt.why for doubt in row.doubts if doubt.column == column)


def test_there_are_eighteen_fields():
    assert len(COLUMNS) == len(BY_KEY) == 18


def test_headings_are_found_under_a_title_and_in_other_spellings():
    found = sheet()
    assert found.missing == []
    assert found.unknown == ["Lead officer"]
    assert [row.line for row in found.rows] == [4, 6, 8, 9, 10, 11, 12]


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("information-sharing-agreement-0001", "information-sharing-agreement"),
        (" Start Date ", "start-date"),
        ("legal_power_disclosure", "legal-power-disclosure"),
        ("Title", "name"),
        ("colour", ""),
    ],
)
def test_a_heading_is_known_by_any_of_its_names(heading, key):
    assert column_of(heading) == key


def test_every_cell_is_kept_as_it_was_given():
    first = rows()[0]
    assert ("Purpose", "To find people in debt\nwho need help") in first.pairs
    assert ("Lead officer", "Alex Doe") in first.pairs
    assert ("retention-period", "P3Y11M ") in first.pairs
    assert first.title == "Council tax debt pilot"


def test_a_cell_too_many_is_kept_and_a_cell_too_few_is_doubtful():
    *_, slipped, short = rows()
    assert slipped.cells[BEYOND] == "spilt"
    assert "20 cells, and there are 19 columns" in doubts(slipped, "")
    assert "only 3 cells" in doubts(short, "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_file_is_read_in_each_encoding_it_comes_in(encoding):
    content = content_of({"name": "Café’s pilot"}).decode().encode(encoding)
    assert rows(content)[0].title == "Café’s pilot"


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_other_separators_are_told_by_the_headings(mark):
    content = mark.join(["name", "purpose", "controller-names", "start-date"]) + f"\nA{mark}B, C{mark}D{mark}2024-01-01"
    assert (rows(content.encode())[0].title, rows(content.encode())[0].starts_on) == ("A", date(2024, 1, 1))


def test_a_heading_that_stands_twice_loses_nothing():
    [row] = rows(b"name,purpose,review-date,end-date,name\nA,B,,,C")
    assert dict(row.pairs) == {"name": "A", "purpose": "B", "name (column 5)": "C"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"colour,size\nred,1\n", "no line of headings that the portal knows"),
        (b"purpose,start-date,end-date,contact\na,b,c,d", "could not be told apart"),
        (b"\x89PNG\x00\x00", "is not a text file"),
        (b"%PDF-1.7\n", "is not a text file"),
        (b"name,purpose,start-date,end-date\n\"a" + b"x" * 100_100, "never closed"),
        (b"x" * (MOST_BYTES + 1), "larger than 5 MB"),
    ],
    ids=["empty", "unknown columns", "nothing to tell rows by", "picture", "pdf", "endless cell", "too large"],
)  # fmt: skip
def test_what_is_no_register_is_refused_in_a_sentence(content, words):
    with pytest.raises(Invalid, match=words) as refused:
        read_sheet("file.csv", content)
    assert refused.value.field == "file"


@pytest.mark.parametrize(
    ("cell", "day", "doubt"),
    [
        ("2018-09-06", date(2018, 9, 6), ""),
        ("2018-09-06 00:00:00", date(2018, 9, 6), ""),
        (" 6 September 2018 ", date(2018, 9, 6), ""),
        ("1st Apr 2024", date(2024, 4, 1), ""),
        ("31/12/2019", date(2019, 12, 31), ""),
        ("01/04/2024", date(2024, 4, 1), "day first"),
        ("01/05/24", None, "not a day"),
        ("March 2027", None, "not a day"),
        ("43349", None, "not a day"),
        ("31/02/2026", None, "no calendar"),
        ("0218-09-06", None, "a year that cannot be meant"),
        ("ongoing", None, "not a day"),
        ("n/a", None, ""),
        ("", None, ""),
    ],
)
def test_days_are_read_as_far_as_they_are_certain(cell, day, doubt):
    found, said = day_of(cell)
    assert found == day
    assert (doubt in said) if doubt else said == ""


@pytest.mark.parametrize(
    ("cell", "words", "doubtful"),
    [
        ("P11M", "11 months", False),
        ("P3Y11M ", "3 years 11 months", False),
        ("P1Y", "1 year", False),
        ("p2w", "2 weeks", False),
        ("Two years", "Two years", False),
        ("P6", "P6", True),
        ("P", "P", False),
        ("", "", False),
    ],
)
def test_retention_periods_are_told_in_words(cell, words, doubtful):
    said, doubt = span_of(cell)
    assert (said, bool(doubt)) == (words, doubtful)


@pytest.mark.parametrize(
    "cell",
    ["BEIS; DWP", " BEIS;DWP;", "BEIS\nDWP", "● BEIS ● DWP", "• BEIS\n• DWP", "1. BEIS\n2. DWP", "BEIS | DWP | beis"],
)
def test_names_are_set_apart_in_each_way_that_cells_do_it(cell):
    assert [mention.text for mention in names_in(cell)] == ["BEIS", "DWP"]


def test_a_comma_does_not_part_a_name_and_makes_it_doubtful():
    [mention] = names_in("Department for Business, Energy and Industrial Strategy")
    assert mention.doubt == "may be more than one body"
    assert names_in("HMRC/VOA")[0].doubt


@pytest.mark.parametrize("between", [";", "; ", ",", "\n", " ", ";;"])
def test_entries_of_lists_are_set_apart_in_each_way_that_cells_do_it(between):
    found = entries_in(f"government-organisation:EA26{between}government-organisation:D25;")
    assert [mention.entry for mention in found] == [
        ("government-organisation", "EA26"),
        ("government-organisation", "D25"),
    ]


def test_what_is_no_entry_is_kept_as_a_name_and_is_doubtful():
    [mention] = entries_in("the council itself")
    assert mention.entry is None
    assert "not an entry of a list" in mention.doubt


def test_two_spellings_of_one_name_are_one_body():
    assert Mention("H.M. Revenue & Customs").key == Mention("H M Revenue and customs").key


@pytest.mark.parametrize(
    ("cell", "gateway"),
    [
        ("section 56 of the Digital Economy Act 2017", "dea-2017-s56"),
        ("Digital Economy Act 2017, s.37", "dea-2017-s36-39"),
        ("s.115 Crime and Disorder Act 1998", "cda-1998-s115"),
        ("s.115", ""),
        ("the Act", ""),
        ("", ""),
    ],
)
def test_a_power_is_matched_where_one_entry_alone_is_named(cell, gateway):
    found, doubt = power_of(cell, "")
    assert found == gateway
    assert bool(doubt) == (not gateway)


def test_a_bar_that_is_named_is_not_taken_for_a_power():
    bars = [one for one in library().gateways.values() if one.is_bar]
    assert bars
    assert [bar.id for bar in bars if power_of(bar.cite, "")[0] == bar.id] == []


def test_a_number_in_another_list_is_never_taken_and_its_slip_is_told():
    found, doubt = power_of(LISTED, "To find fraud")
    assert found == ""
    assert "By its purpose it may be Digital Economy Act 2017 s.56" in doubt
    assert "misspelt" not in doubt
    assert "misspelt" in power_of(LISTED.replace("objectives", "objecitves"), "")[1]


def test_every_power_that_is_suggested_is_in_the_library():
    assert {gateway for _, gateway in SUGGESTED_BY} <= set(library().gateways)


def test_dates_that_do_not_fit_one_another_are_doubtful():
    other = rows()[2]
    assert doubts(other, "end-date") == "The end is before the start"
    nameless = rows()[4]
    assert doubts(nameless, "review-date") == "The review is before the start"
    assert "No review date" in doubts(rows()[-1], "review-date")


def test_lists_beside_one_another_are_never_paired():
    assert "none is paired" in doubts(rows()[0], "controller-names")


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-1", "@SUM(1)", "\tx", "'=1+1", "''-1", "'tis", "plain", "", "＝1"])
def test_a_cell_comes_back_from_an_export_as_it_went(cell):
    safe = guarded(cell)
    assert without_guard(safe) == cell
    assert not safe.startswith(("=", "+", "-", "@", "\t", "＝"))


def test_the_small_file_has_what_real_files_have():
    assert FILE.read_bytes().count(b"\r\n") > 10
