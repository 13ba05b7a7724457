"""The report on benefits, costs and barriers over all protocols: added up, row by row, and only what one may see."""

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from partners.roles import RoleKind
from protocols.queries.case_reports import case_report
from protocols.services.moving import abandon
from tests.partners.factories import sign_in
from tests.protocols import factories, factories_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return factories.officer()


def with_case(by, **changes):
    version = factories.draft(by=by)
    factories_case.entry(version, by=by, **changes)
    factories_case.barrier(version, by=by)
    return version


def test_the_page_adds_up_what_all_protocols_recorded_and_names_each(client, by):
    first, second = with_case(by), with_case(by, amount=500)
    factories.draft(by=by)
    abandon(by=by, version=with_case(by), reason="Not needed.")
    answer = sign_in(client, by).get(reverse("protocols:case_report"))
    shown = answer.content.decode()
    assert "£12,500 each year" in shown
    assert [one.version for one in answer.context["report"].protocols] == [first, second]
    assert "1 has no case yet" in shown


def test_who_may_not_see_a_protocol_gets_nothing_of_its_case(client, by):
    version = with_case(by)
    party = factories.role(RoleKind.DPO, at=version.parties.all()[0].partner)
    assert len(case_report(party).protocols) == 1
    for stranger in (factories.officer(), factories.role(RoleKind.VIEWER, at=version.parties.all()[0].partner)):
        assert case_report(stranger).protocols == []


def test_the_files_hold_every_line_and_no_formula(client, by):
    version = with_case(by, title="=1+1", measured="@SUM(1)")
    client = sign_in(client, by)
    text = client.get(reverse("protocols:case_report_csv")).getvalue().decode("utf-8-sig")
    benefit, barrier = csv.DictReader(io.StringIO(text))
    assert (benefit["Protocol"], benefit["In a few words"]) == (version.protocol.reference, "'=1+1")
    assert (benefit["What"], benefit["Known by, or what was done"], benefit["Estimate"]) == (
        "Benefit",
        "'@SUM(1)",
        "12000",
    )
    assert (barrier["What"], barrier["Standing"]) == ("Barrier", "Met, and got over")
    book = load_workbook(io.BytesIO(client.get(reverse("protocols:case_report_workbook")).getvalue()))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert len(list(book.active.iter_rows())) == 3
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_many_protocols_cost_the_queries_of_one(by, django_assert_num_queries):
    with_case(by)
    for _ in range(2):
        with django_assert_num_queries(3):
            report = case_report(by)
            assert report.case
        with_case(by)
