"""Data flows from files and back: what is read, what is refused by row and column, and that nothing does harm."""

import io
import re
import zipfile
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from portal.sheets import MOST_ROWS, NotATable, read_file, read_text
from protocols.loader.flow_tables import COLUMNS, table_of
from protocols.models import ProtocolVersion
from protocols.queries.flow_tables import csv_of
from protocols.queries.protocols import address_of
from tests.form_filling import form_on
from tests.partners.factories import sign_in
from tests.protocols import factories

pytestmark = pytest.mark.django_db
HEADINGS = ("Name", "From", "To", "Data items", "About whom", "Identifiable", "Purpose", "Who decides",
            "How it is sent", "How often", "Kept for", "Area")  # fmt: skip
ROW = ("Referrals", "Wigan Council", "Northmoor Police", "Name; Address", "People", "Identifiable", "Help", "Separate",
       "Email", "Weekly", "Two years", "Wigan")  # fmt: skip


@pytest.fixture
def version() -> ProtocolVersion:
    return factories.draft(by=factories.officer())


@pytest.fixture
def client(client, version):
    return sign_in(client, version.officer)


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sent(client, version, content: bytes, name: str = "flows.xlsx"):
    return client.post(address_of("flow_upload", version), {"file": SimpleUploadedFile(name, content), "text": ""})


def pasted(client, version, *rows: tuple[str, ...]):
    text = "\n".join("\t".join(row) for row in rows)
    return client.post(address_of("flow_upload", version), {"text": text})


def downloaded(client, version, name: str) -> bytes:
    return b"".join(client.get(address_of(name, version)).streaming_content)


def confirm(client, version, answer):
    path = address_of("flow_upload", version)
    return client.post(path, form_on(answer.content.decode(), path))


def told(answer) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def test_nothing_is_saved_until_it_is_confirmed_and_twice_is_once(client, version):
    answer = sent(client, version, workbook(HEADINGS, ROW))
    assert answer.status_code == 200
    assert "1 to add, 0 to change" in told(answer)
    assert not version.flows.exists()
    assert confirm(client, version, answer).status_code == 302
    assert confirm(client, version, answer).status_code == 302
    flow = version.flows.get()
    assert (flow.title, flow.item_list, str(flow.sender)) == ("Referrals", ["Name", "Address"], "Wigan Council")


def test_what_is_wrong_is_told_by_row_and_column(client, version):
    answer = pasted(client, version, HEADINGS, ROW, (*ROW[:2], "Elsewhere", *ROW[3:5], "Maybe", *ROW[6:]))
    assert answer.status_code == 422
    assert "Row 3, To: “Elsewhere” is not a party to this protocol. Choose from:" in told(answer)
    assert "Row 3, Identifiable: “Maybe” is not one of the choices. Choose one of: Identifiable," in told(answer)
    assert "Save these flows" not in told(answer)


def test_a_row_with_a_number_changes_that_flow_and_leaves_other_columns_as_they_are(client, version):
    flow = factories.flow(version, by=version.officer)
    answer = pasted(client, version, ("No", "Kept for", "How often"), ("1", "Ten years", "Weekly"))
    assert "0 to add, 1 to change" in told(answer)
    confirm(client, version, answer)
    flow.refresh_from_db()
    assert (flow.retention, flow.purpose, flow.revision) == ("Ten years", "Plan the response together", 2)


def test_a_number_that_no_flow_has_is_refused(client, version):
    assert "Row 2, Number: There is no flow 9" in told(pasted(client, version, ("No", *HEADINGS), ("9", *ROW)))


def test_what_was_downloaded_changes_nothing_when_it_comes_back(client, version):
    factories.flow(version, by=version.officer, title="=1+1", items="-Name\n+Address", kinds=("asb_cases",))
    for name in ("flow_csv", "flow_workbook"):
        content = downloaded(client, version, name)
        assert "0 to add, 0 to change, 1 that say what is there already" in told(sent(client, version, content))


@pytest.mark.parametrize("name", ["flow_csv", "flow_workbook"])
def test_no_cell_of_an_export_is_a_formula(client, version, name):
    danger = '=HYPERLINK("http://evil.example","x")'
    factories.flow(version, by=version.officer, title=danger, method="@SUM(1)", retention="+1", geography="-1")
    answer = client.get(address_of(name, version))
    assert "attachment" in answer["Content-Disposition"]
    content = b"".join(answer.streaming_content)
    if name == "flow_csv":
        assert f"'{danger}".replace('"', '""').encode() in content
        return
    cells = [cell for row in load_workbook(io.BytesIO(content)).active for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert not [cell for cell in cells if str(cell.value or "").startswith(("=", "+", "-", "@"))]


def test_a_formula_in_a_workbook_is_read_as_its_text(client, version):
    answer = sent(client, version, workbook(HEADINGS, ('=WEBSERVICE("http://evil.example")', *ROW[1:])))
    confirm(client, version, answer)
    assert version.flows.get().title == '=WEBSERVICE("http://evil.example")'


def test_html_in_a_cell_is_shown_as_words(client, version):
    page = pasted(client, version, HEADINGS, ("<img src=x onerror=alert(1)>", *ROW[1:])).content.decode()
    assert "<img src=x" not in page


def test_a_workbook_that_would_unfold_without_end_is_refused():
    made = io.BytesIO(workbook(HEADINGS, ROW))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/big.xml", b" " * (40 * 1024 * 1024))
    assert len(made.getvalue()) < 100_000
    with pytest.raises(NotATable, match="unfolds to far more"):
        read_file(made.getvalue())


def test_entities_that_would_unfold_in_a_workbook_are_refused():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><worksheet'
    out, made = io.BytesIO(), zipfile.ZipFile(io.BytesIO(workbook(HEADINGS, ROW)))
    with zipfile.ZipFile(out, "w") as archive:
        for part in made.namelist():
            archive.writestr(part, made.read(part).replace(b"<worksheet", bomb, 1))
    with pytest.raises(NotATable, match="damaged"):
        read_file(out.getvalue())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0 old", "neither text nor an Excel workbook"),
        (b"%PDF-1.7", "neither text nor an Excel workbook"),
        (b"PK\x03\x04 cut short", "is damaged or cut short"),
        (b"x" * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
        ("\n".join(["a,b"] * (MOST_ROWS + 5)).encode(), f"more than {MOST_ROWS} rows"),
        ((",".join("a" * 101)).encode(), "more than 100 columns"),
        (b"Name,Why\nNoise," + b"x" * 20_001, "Row 2, column 2 is too long"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(content: bytes, said: str):
    with pytest.raises(NotATable, match=said):
        read_file(content)


@pytest.mark.parametrize("text", ["just words", "Colour,Shape\nred,round"])
def test_a_file_without_known_headings_says_so(client, version, text: str):
    answer = client.post(address_of("flow_upload", version), {"text": text})
    assert answer.status_code == 422
    assert "No row of headings was found" in told(answer)


def test_nothing_chosen_is_said(client, version):
    assert "Choose a file, or paste the rows below." in told(client.post(address_of("flow_upload", version), {}))


def test_every_column_is_known_by_its_heading_and_by_its_other_names():
    for column in COLUMNS:
        for name in (column.heading, *column.also):
            others = [one.heading for one in COLUMNS if one is not column][:3]
            table = table_of(read_text("\t".join([name.upper(), *others])))
            assert table is not None
            assert column.key in table.columns, name


def test_an_export_holds_the_flows_in_order(version):
    for title in ("One", "Two"):
        factories.flow(version, by=version.officer, title=title)
    lines = csv_of(version).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Number,Name,From,To")
    assert [line[:5] for line in lines if line[:2] in ("1,", "2,")] == ["1,One", "2,Two"]
