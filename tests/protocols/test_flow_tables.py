"""The data flows as a table to edit: what is saved, what is kept, and what it costs."""

import re
from html import unescape
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partners.roles import RoleKind
from portal.audit.models import AuditEvent
from protocols.loader.flow_tables import CELLS
from protocols.models import DataFlow, ProtocolVersion
from protocols.queries.protocols import address_of
from protocols.services.flows import save_flow
from tests.form_filling import form_on
from tests.partners.factories import sign_in
from tests.protocols import factories, factories_rows

pytestmark = pytest.mark.django_db
NEW = {
    "title": "Referrals", "sender": "Wigan Council", "recipients": "Northmoor Police", "items": "Name\r\nAddress",
    "subjects": "People referred", "identifiability": "Identifiable", "purpose": "To decide who helps",
    "regime": "General", "control": "Separate", "method": "Secure email", "frequency": "Weekly",
    "retention": "Two years", "geography": "Wigan",
}  # fmt: skip


@pytest.fixture
def by():
    return factories.officer()


@pytest.fixture
def version(by):
    return factories.draft(by=by)


@pytest.fixture
def client(client, by):
    return sign_in(client, by)


def on_page(client, version: ProtocolVersion) -> tuple[str, dict[str, object]]:
    """The table's address, and its form as the page has it."""
    path = address_of("flow_table", version)
    return path, form_on(client.get(path).content.decode(), path)


def new_row(place: int = 1, **changes: str) -> dict[str, str]:
    return {f"n{place}-{key}": value for key, value in {**NEW, **changes}.items()}


def told(answer) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def test_new_rows_become_flows_and_empty_ones_do_not(client, version):
    path, form = on_page(client, version)
    sent = {**form, **new_row(1), **new_row(3, title="Second")}
    assert client.post(path, sent).status_code == 302
    assert list(version.flows.values_list("number", "title")) == [(1, "Referrals"), (2, "Second")]
    assert client.post(path, sent).status_code == 302
    assert version.flows.count() == 2


def test_rows_that_a_paste_added_are_saved_too_and_those_in_error_are_shown_again(client, version):
    path, form = on_page(client, version)
    added = {f"n{place}-nonce": str(uuid4()) for place in (4, 7)}
    answer = client.post(path, {**form, **added, **new_row(4), **new_row(7, title="Seventh", sender="Nobody")})
    assert answer.status_code == 422
    assert [flow.title for flow in version.flows.all()] == ["Referrals"]
    assert form_on(answer.content.decode(), path)["n7-title"] == ["Seventh"]


def test_a_row_nobody_touched_is_left_alone(client, by, version):
    first, second = (factories.flow(version, by=by, title=title) for title in ("One", "Two"))
    path, form = on_page(client, version)
    again = factories.flow_content(second.sender, list(second.recipients.all()), title="Two", retention="Ten years")
    save_flow(by=by, version=version, content=again, flow=second, revision=1)
    assert client.post(path, {**form, f"f{first.pk}-retention": "One year"}).status_code == 302
    assert set(version.flows.values_list("title", "retention")) == {("One", "One year"), ("Two", "Ten years")}
    assert AuditEvent.objects.filter(action="protocols.flow.change").count() == 2


def test_a_row_in_error_says_so_beside_its_cell_and_stops_no_other(client, by, version):
    flow = factories.flow(version, by=by)
    path, form = on_page(client, version)
    sent = {**form, f"f{flow.pk}-identifiability": "Maybe", f"f{flow.pk}-purpose": "Kept as typed", **new_row()}
    answer = client.post(path, sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'href="#f{flow.pk}-identifiability"' in page
    assert f'id="f{flow.pk}-identifiability-error"' in page
    assert "Flow 1, Identifiable: “Maybe” is not one of the choices. Choose one of: Identifiable," in told(answer)
    assert "Kept as typed" in page
    assert version.flows.get(number=2).title == "Referrals"
    assert version.flows.get(number=1).purpose != "Kept as typed"
    assert 'name="n1-title"' in page
    assert "Referrals" not in page[page.index('name="n1-title"') :][:400]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"recipients": "Wigan Council"}, "New flow 1, To: Data cannot flow from Wigan Council to itself"),
        ({"recipients": "Elsewhere"}, "New flow 1, To: “Elsewhere” is not a party to this protocol. Choose from:"),
        ({"control": ""}, "New flow 1, Who decides: Choose who decides why and how the data is used."),
        ({"identifiability": "Anonymous"}, "New flow 1, Small counts are: Choose what is done with counts"),
        ({"kinds": "Star signs"}, "New flow 1, Kinds of data: “Star signs” is not a kind of data"),
        ({"items": " "}, "New flow 1, Data items: Enter the data items"),
        (
            {"small_numbers_method": "Round", "small_numbers_below": "1"},
            "New flow 1, Small is below: Enter below which",
        ),
    ],
)
def test_each_wrong_cell_has_its_sentence(client, version, changes: dict[str, str], said: str):
    path, form = on_page(client, version)
    answer = client.post(path, {**form, **new_row(**changes)})
    assert answer.status_code == 422
    assert said in told(answer)
    assert not version.flows.exists()


def test_what_somebody_else_saved_is_shown_beside_what_was_typed(client, by, version):
    flow = factories.flow(version, by=by)
    path, form = on_page(client, version)
    content = factories.flow_content(flow.sender, list(flow.recipients.all()), retention="One year")
    save_flow(by=by, version=version, content=content, flow=flow, revision=1)
    answer = client.post(path, {**form, f"f{flow.pk}-retention": "Ten years"})
    assert answer.status_code == 422
    assert "How long the recipients keep it One year Ten years" in told(answer)
    assert version.flows.get().retention == "One year"
    again = form_on(answer.content.decode(), path)
    assert client.post(path, again).status_code == 302
    assert version.flows.get().retention == "Ten years"


def test_words_in_a_cell_are_shown_as_words(client, by, version):
    factories.flow(version, by=by, title="<script>alert(1)</script>")
    page = client.get(address_of("flow_table", version)).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_contributor_writes_the_rows_of_its_own_partner_alone(client, by, version):
    stranger = factories.flow(version, by=by)
    wigan, *_ = (party.partner for party in version.parties.order_by("partner__short_name").reverse())
    third = factories.partner("Third Council", of=version.protocol.partnership)
    sign_in(client, factories.role(RoleKind.CONTRIBUTOR, at=wigan))
    path, form = on_page(client, version)
    assert f"f{stranger.pk}-title" in form
    assert third.pk
    assert client.post(path, {**form, f"f{stranger.pk}-title": "Ours too"}).status_code == 302
    assert version.flows.get().title == "Ours too"


def test_a_refused_flow_is_not_in_the_table(client, version):
    [left_out] = factories_rows.refused_flows(version, 1)
    _, form = on_page(client, version)
    assert not [name for name in form if name.startswith(f"f{left_out.pk}-")]


def test_the_table_costs_as_many_queries_for_one_row_as_for_thirty(client, version):
    factories_rows.flows(version, 1)
    path = address_of("flow_table", version)
    client.get(path)
    with CaptureQueriesContext(connection) as one:
        client.get(path)
    factories_rows.flows(version, 29)
    with CaptureQueriesContext(connection) as thirty:
        answer = client.get(path)
    assert answer.content.decode().count("-revision") == 30
    assert len(one) == len(thirty)


def test_a_full_page_can_be_sent(client, version, settings):
    factories_rows.flows(version, 31)
    path, form = on_page(client, version)
    assert len(form) + 3 * len(CELLS) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    assert client.post(path, form).status_code == 302
    assert not DataFlow.objects.filter(revision__gt=1).exists()


def test_a_flow_of_the_same_data_begins_with_the_data_and_not_with_whom_it_went_to(client, by, version):
    factories.flow(version, by=by, identifiability="pseudonymised", control="joint", control_reference="JC-4")
    path = address_of("flow_add", version)
    form = form_on(client.get(f"{path}?like=1").content.decode(), path)
    assert form["items"] == ["Name\nAddress\nWhat happened"]
    assert form["identifiability"] == ["pseudonymised"]
    assert not ({"recipients", "control"} & set(form))
    assert form["title"] == [""]


@pytest.mark.parametrize("like", ["9", "x", "²"])
def test_like_a_flow_that_is_not_there_is_an_empty_form(client, version, like: str):
    assert client.get(address_of("flow_add", version), {"like": like}).status_code == 200
