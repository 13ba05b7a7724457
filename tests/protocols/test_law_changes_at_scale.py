"""Changes of the law under many protocols: pages cost the queries of one, and the command holds few at a time."""

import gc
from io import StringIO
from weakref import WeakSet

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from legal_basis.models import Answer
from partners.roles import RoleKind
from protocols.models import PartyAssessment
from protocols.queries.in_tray import in_tray_of, law
from protocols.queries.law_changes import touched, touched_in
from tests.law_edits import LawFiles, law_files
from tests.protocols import factories_law as laws
from tests.protocols import factories_life as life
from tests.protocols.factories_copies import copies_of, more_flows_like
from tests.protocols.test_law_changes import WITHDRAWN, before, parent, relying_again, withdraw

__all__ = ["before", "law_files", "parent"]
pytestmark = pytest.mark.django_db
MANY = 30


def notices(roles) -> list:
    return [item for item in in_tray_of(roles).waiting_for_you if item.what.startswith("The law has changed")]


def queries_of(client: Client, name: str, *at: object) -> tuple[int, str]:
    """How many queries a page asks, and the page."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(reverse(f"protocols:{name}", args=at))
    assert answer.status_code == 200
    return len(asked), answer.content.decode()


def as_officer(people: life.Cast) -> Client:
    client = Client()
    client.force_login(people.officer.person)
    client.get(reverse("protocols:in_tray"))
    return client


def put_back(files: LawFiles) -> None:
    """The law before, with no change."""
    files.write_changes("")
    relying_again(files)


def test_in_trays_with_thirty_notices_cost_the_queries_of_one(parent, before: LawFiles) -> None:
    people, version = parent
    in_trays = ([people.officer], [people.at(people.partners[0], RoleKind.DPO)])
    client = as_officer(people)
    covering = laws.thematic_relying_on(people, version, laws.WELL_BEING)
    withdraw(before)
    cost = []
    for more in (0, MANY - 1):
        copies_of(covering, more)
        assert [len(notices(roles)) for roles in in_trays] == [more + 1] * 2
        cost.append([queries_of(client, name)[0] for name in ("in_tray", "list")])
        with CaptureQueriesContext(connection) as asked:
            in_tray_of(in_trays[1])
        cost[-1].append(len(asked))
    assert cost[0] == cost[1]


def test_the_pages_of_a_protocol_with_thirty_notices_cost_the_queries_of_one(parent, before: LawFiles) -> None:
    people, version = parent
    client = as_officer(people)
    covering = laws.thematic_relying_on(people, version, laws.WELL_BEING)
    at = (covering.party.version.protocol.reference, covering.party.version.number)
    withdraw(before)
    cost = []
    for more in (0, MANY - 1):
        more_flows_like(covering, more)
        assert len(touched_in(life.again(covering.party.version))) == more + 1
        cost.append([])
        for name in ("version", "legal"):
            asked, page = queries_of(client, name, *at)
            assert page.count("step C1.5</a>: Local Government Act 2000 s.2") == more + 1
            cost[-1].append(asked)
    assert cost[0] == cost[1]


def test_a_record_that_thirty_changes_touch_costs_the_queries_of_one(parent, before: LawFiles) -> None:
    people, version = parent
    covering = laws.thematic_relying_on(people, version, laws.WELL_BEING)
    one = covering.party.version
    client = as_officer(people)
    withdraw(before)
    cost = []
    for count in (1, MANY):
        told = [WITHDRAWN.replace("well-being-power-withdrawn", f"withdrawn-{number}") for number in range(count)]
        before.write_changes("".join(told))
        before.put_in_place()
        asked, page = queries_of(client, "legal_record", one.protocol.reference, one.number, covering.pk)
        assert page.count("was withdrawn on 4 April 2012") == count
        cost.append(asked)
    assert cost[0] == cost[1]


def test_beyond_so_many_lines_the_in_tray_says_that_more_come_up(parent, before: LawFiles, monkeypatch) -> None:
    monkeypatch.setattr(law, "LINES", 2)
    people, version = parent
    covering = laws.thematic_relying_on(people, version, laws.WELL_BEING)
    withdraw(before)
    copies_of(covering, 1)
    assert [one.button for one in notices([people.officer])] == ["See what to do"] * 2
    copies_of(PartyAssessment.objects.latest("pk"), 2)
    *listed, more = notices([people.officer])
    assert [one.button for one in listed] == ["See what to do"] * 2
    assert more.what == law.MORE
    third = PartyAssessment.objects.order_by("party__version__protocol__reference")[2].party.version
    assert third.protocol.reference in more.link


def test_the_command_holds_a_few_assessments_at_a_time_and_leaves_their_words_unread(
    parent, before: LawFiles, monkeypatch
) -> None:
    people, version = parent
    covering = laws.thematic_relying_on(people, version, laws.WELL_BEING)
    copies_of(covering, 17)
    withdraw(before)
    alive: WeakSet[Answer] = WeakSet()
    read = Answer.from_db

    def noted(_model, *row):
        alive.add(made := read(*row))
        return made

    monkeypatch.setattr(Answer, "from_db", classmethod(noted))
    most = 0
    with CaptureQueriesContext(connection) as asked:
        for number, one in enumerate(touched(Q(), chunk=3)):
            if number % 3 == 0:
                gc.collect()
                most = max(most, len(alive))
            assert "reason" in next(iter(alive)).get_deferred_fields()
            assert "record" in one.covering.assessment.get_deferred_fields()
    few = 2 * 3 + 1  # those in hand, those just left, and the last one given
    assert 0 < most <= few * covering.assessment.answers.count()
    assert len(asked) == 1 + 18 / 3


def test_a_change_before_the_day_asked_for_reads_no_assessment(parent, before: LawFiles) -> None:
    people, version = parent
    laws.thematic_relying_on(people, version, laws.WELL_BEING)
    withdraw(before)
    out = StringIO()
    with CaptureQueriesContext(connection) as asked:
        call_command("law_impact", "--since", "2012-04-05", stdout=out, stderr=StringIO())
    assert len(asked) == 0
    assert out.getvalue().strip() == "No change of the law touches anything."
