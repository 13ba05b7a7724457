"""A catalogue from a file and back: refused by row and column, the same twice, and no cell a formula."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from datasets.models import Dataset
from portal.audit.models import AuditEvent
from tests.datasets.factories import dataset, writer
from tests.form_filling import form_on
from tests.partners.factories import sign_in
from tests.protocols import factories

pytestmark = pytest.mark.django_db
PATH = "/data-sets/file/"
HEADINGS = ("Name", "What it is", "What counts", "Area", "About whom", "Identifiable", "Data items", "Refreshed",
            "Kept for", "Offered")  # fmt: skip
ROW = ("Noise", "Complaints of noise", "Each call", "Wigan", "Callers", "Identifiable", "Name; Street", "Daily",
       "One year", "On request")  # fmt: skip


@pytest.fixture
def council():
    return factories.partner(of=factories.partnership())


@pytest.fixture
def client(client, council):
    return sign_in(client, writer(council))


def pasted(client, *rows: tuple[str, ...]):
    return client.post(PATH, {"text": "\n".join("\t".join(row) for row in rows)})


def confirmed(client, answer):
    return client.post(PATH, form_on(answer.content.decode(), PATH))


def told(answer) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def downloaded(client) -> bytes:
    return b"".join(client.get(reverse("datasets:csv")).streaming_content)


def test_rows_are_checked_first_then_saved_and_the_same_twice_changes_nothing(client, council):
    answer = pasted(client, HEADINGS, ROW)
    assert "1 to add, 0 to change, 0 that say what is there already" in told(answer)
    assert not Dataset.objects.exists()
    confirmed(client, answer)
    made = Dataset.objects.get()
    assert (made.partner, made.items, made.offered) == (council, "Name\nStreet", "on_request")
    events = AuditEvent.objects.count()
    confirmed(client, answer)
    again = pasted(client, HEADINGS, ROW)
    assert "0 to add, 0 to change, 1 that say what is there already" in told(again)
    confirmed(client, again)
    assert AuditEvent.objects.count() == events


def test_what_is_wrong_is_told_by_row_and_column_and_nothing_is_saved(client):
    wrong = [*ROW]
    wrong[5] = "perhaps"
    answer = pasted(client, HEADINGS, ROW, ("Bins", *wrong[1:]), ROW)
    said = told(answer)
    assert answer.status_code == 422
    assert "Row 3, Identifiable: “perhaps” is not one of the choices." in said
    assert "Row 4, Name: This name stands in an earlier row too." in said
    assert not Dataset.objects.exists()


def test_what_goes_out_comes_back_the_same_and_no_cell_of_it_is_a_formula(client, council):
    made = dataset(council, about="=HYPERLINK(1)", items="+Name\n@Street", kinds=("asb_cases", "location_place_time"))
    content = downloaded(client).decode()
    assert "'=HYPERLINK(1)" in content
    assert "'+Name" in content
    assert ",=" not in content
    answer = client.post(PATH, {"text": content})
    assert "0 to add, 0 to change, 1 that say what is there already" in told(answer)
    made.refresh_from_db()
    assert made.about == "=HYPERLINK(1)"


def test_a_file_is_taken_from_a_page_of_the_portals_own_alone(council):
    elsewhere = sign_in(Client(enforce_csrf_checks=True), writer(council))
    answer = elsewhere.post(reverse("datasets:upload"), {"file": SimpleUploadedFile("a.csv", b"Name\nNoise")})
    assert answer.status_code == 403
    assert "This page was open too long" in answer.content.decode()


def test_markup_in_a_file_is_shown_as_its_letters(client):
    answer = pasted(client, HEADINGS, ("<img src=x onerror=alert(1)>", *ROW[1:]))
    assert "<img src=x" not in answer.content.decode()
    assert "&lt;img src=x" in answer.content.decode()


def test_a_row_changes_only_the_columns_that_the_file_has(client, council):
    made = dataset(council, name="Noise")
    confirmed(client, pasted(client, ("Name", "Refreshed", "Kept for"), ("noise", "Hourly", "A month")))
    made.refresh_from_db()
    assert (made.frequency, made.retention, made.definition) == ("Hourly", "A month", "Each case, not each report.")
