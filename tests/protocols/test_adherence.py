"""Yearly statements: asked for on the anniversary, chased each month, given once, and out again as a table."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from portal.calendar import months_after
from portal.mail.models import OutgoingMail
from protocols.errors import Invalid, NotAllowed, WrongState
from protocols.models import Adherence, ProtocolVersion
from protocols.queries.adherence import beginning_of, statements_csv, statements_workbook
from protocols.queries.in_tray import in_tray_of
from protocols.queries.protocols import address_of
from protocols.services.adherence.asking import ask_for_adherence
from protocols.services.adherence.giving import Undertaking, correct_statement, give_statement
from protocols.texts.undertakings import undertakings_in
from tests.form_filling import form_on
from tests.partners.factories import sign_in
from tests.protocols import factories
from tests.protocols import factories_life as life
from tests.protocols.factories_living import KEPT, SIGNED, in_force, statement

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    people = life.cast()
    version = in_force(people)
    ask_for_adherence()
    return people, version


def owed(people, number: int = 0) -> Adherence:
    return Adherence.objects.select_related("version__protocol", "partner").get(partner=people.partners[number])


def give(people, number: int = 0, **changes) -> Adherence:
    one = owed(people, number)
    return give_statement(by=people.at(one.partner, RoleKind.DPO), statement=one, given=statement(**changes))


def test_every_party_is_asked_on_each_anniversary_once():
    people = life.cast()
    version = in_force(people, days=0)
    first = months_after(version.starts_on, 12)
    day = timedelta(days=1)
    assert [ask_for_adherence(on) for on in (first - day, first, first, first + day)] == [0, 2, 0, 0]
    assert {one.due_on for one in Adherence.objects.all()} == {first}
    to = {mail.to for mail in OutgoingMail.objects.filter(subject__contains="yearly statement")}
    assert to == {people.at(partner, kind).person.email for partner in people.partners
                  for kind in (RoleKind.DPO, RoleKind.CONTRIBUTOR)}  # fmt: skip


def test_a_variation_moves_no_anniversary():
    people = life.cast()
    version = in_force(people, days=380)
    ask_for_adherence()
    with act("tests.varied", by=SYSTEM):
        ProtocolVersion.objects.filter(pk=version.pk).update(state="superseded")
        newer = ProtocolVersion.objects.get(pk=version.pk)
        newer.pk, newer.number, newer.state = None, 2, "in_force"
        newer.starts_on = timezone.localdate() - timedelta(3)
        newer.save()
        for party in version.parties.all():
            party.pk, party.version = None, newer
            party.save()
    assert ask_for_adherence() == 0
    assert ask_for_adherence(months_after(version.starts_on, 24)) == 2 + 2


def test_what_is_missing_is_asked_for_again_once_a_month_and_what_is_given_is_not(world):
    people, _version = world
    give(people)
    today = timezone.localdate()
    month = months_after(today, 1)
    assert [ask_for_adherence(on) for on in (month - timedelta(1), month, month, month + timedelta(1))] == [0, 1, 0, 0]
    assert "is missing" in OutgoingMail.objects.order_by("-pk")[0].subject
    assert owed(people, 1).asked_on == month


def test_who_has_left_is_not_chased(world):
    _people, version = world
    with act("tests.left", by=SYSTEM):
        version.parties.update(bound_until=timezone.localdate() - timedelta(1))
    assert ask_for_adherence(months_after(timezone.localdate(), 1)) == 0


def test_it_waits_for_the_people_of_the_party_until_it_is_given(world):
    people, _version = world
    council = people.partners[0]
    for kind in (RoleKind.CONTACT, RoleKind.CONTRIBUTOR, RoleKind.DPO):
        assert [one.what for one in in_tray_of([people.at(council, kind)]).waiting_for_you] == [
            f"State how {council} kept to it"
        ]
    assert in_tray_of([people.at(council, RoleKind.SIGNATORY)]).waiting_for_you == []
    give(people)
    assert in_tray_of([people.at(council, RoleKind.DPO)]).waiting_for_you == []


def test_it_is_given_once_by_the_partys_own_people(world):
    people, _version = world
    first = give(people)
    assert give(people).given_at == first.given_at
    with pytest.raises(WrongState, match="has given"):
        give(people, staff=13)
    police = people.at(people.partners[1], RoleKind.DPO)
    with pytest.raises(NotAllowed):
        give_statement(by=police, statement=owed(people), given=statement())
    with pytest.raises(NotAllowed):
        give_statement(by=people.officer, statement=owed(people, 1), given=statement())


def test_what_was_wrong_is_put_right_by_another_and_the_first_is_kept(world):
    people, version = world
    first = give(people)
    again = {"by": people.at(people.partners[0], RoleKind.CONTACT), "statement": first, "given": statement(staff=20)}
    for _ in range(2):
        later = correct_statement(**again, correction="Two teams were left out.")
    first.refresh_from_db()
    assert (first.staff, first.replaced_at is not None, later.staff, later.corrects) == (12, True, 20, first)
    for changes, why, error in (
        ({"correction": " "}, "wrong", Invalid),
        ({"correction": "Other."}, "already", WrongState),
    ):
        with pytest.raises(error, match=why):
            correct_statement(**{**again, **changes})
    with pytest.raises(WrongState, match="nothing to correct"):
        by = people.at(people.partners[1], RoleKind.DPO)
        correct_statement(by=by, statement=owed(people, 1), given=statement(), correction="So.")
    assert b",20," in statements_csv(version)
    assert b",12," not in statements_csv(version)
    client = sign_in(Client(), people.at(people.partners[0], RoleKind.DPO))
    assert "Two teams were left out." in client.get(address_of("statement", version, first.pk)).content.decode()
    where = address_of("statement_correct", version, later.pk)
    assert client.post(where, {**form_on(client.get(where).content.decode(), where), "staff": 21}).status_code == 422
    sent = {**form_on(client.get(where).content.decode(), where), "staff": 21, "correction": "One more."}
    assert client.post(where, sent).status_code == 302
    assert Adherence.objects.get(replaced_at=None, partner=people.partners[0]).staff == 21


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"undertakings": [Undertaking("Keep data secure", "no")]}, "reason_0"),
        ({"undertakings": [Undertaking("Keep data secure", "maybe")]}, "kept_0"),
        ({"staff_briefed": 13}, "staff_briefed"),
        ({"incidents": " "}, "incidents"),
        ({"data_quality": ""}, "data_quality"),
        ({"publications": ""}, "publications"),
        ({"publications": "not_consulted"}, "publications_note"),
        ({"signed_name": ""}, "signed_name"),
        ({"signed_post": ""}, "signed_post"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(world, changes, field):
    people, _version = world
    with pytest.raises(Invalid) as caught:
        give(people, **changes)
    assert caught.value.field == field


def test_the_undertakings_are_those_of_the_signed_text(world):
    people, _version = world
    assert tuple(beginning_of(owed(people)).undertakings) == KEPT
    without = {**SIGNED, "sections": [{**SIGNED["sections"][0], "id": "S03", "title": "Purpose"}]}
    assert undertakings_in(without) == ["Clause 4: Purpose"]


def test_the_form_asks_each_undertaking_and_keeps_what_is_typed(world):
    people, version = world
    one = owed(people)
    client = sign_in(Client(), people.at(people.partners[0], RoleKind.CONTRIBUTOR))
    path = address_of("statement", version, one.pk)
    shown = client.get(path).content.decode()
    assert all(words in shown for words in KEPT)
    typed = {"kept_0": "yes", "kept_1": "no", "kept_2": "yes", "staff": 12, "staff_briefed": 9,
             "incidents": "A bag was lost.", "data_quality": "Good.", "publications": "none",
             "signed_name": "Helen Marsh", "signed_post": "Manager"}  # fmt: skip
    refused = client.post(path, typed)
    assert refused.status_code == 422
    assert "Write why it was not wholly kept" in refused.content.decode()
    assert "A bag was lost." in refused.content.decode()
    assert client.post(path, {**typed, "reason_1": "The course was full."}).status_code == 302
    assert owed(people).not_kept == [{"words": KEPT[1], "kept": "no", "reason": "The course was full."}]
    assert "The course was full." in client.get(path).content.decode()


def test_no_cell_of_the_files_is_a_formula(world):
    people, version = world
    give(people, incidents="=1+1")
    rows = list(csv.DictReader(io.StringIO(statements_csv(version).decode().lstrip("\ufeff"))))
    assert sorted(row["Undertaking"] for row in rows) == sorted([*KEPT, ""])
    assert {row["Incidents"] for row in rows} == {"'=1+1", ""}
    sheet = load_workbook(io.BytesIO(statements_workbook(version))).active
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}


def test_the_page_costs_the_same_for_two_parties_and_for_thirty(world):
    people, version = world
    client, path = sign_in(Client(), people.officer), address_of("adherence", version)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        return len(captured)

    client.get(path)
    few = cost()
    today = timezone.localdate()
    with act("tests.more", by=SYSTEM):
        for number in range(30):
            more = factories.partner(f"Council {number}")
            Adherence.objects.create(
                protocol=version.protocol, version=version, partner=more, due_on=today, asked_on=today
            )
    assert cost() == few
