"""The ledger of incidents: who records what, the 72 hours, and who reads it."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partners.roles import RoleKind
from protocols.errors import Conflict, Invalid, NotAllowed
from protocols.models import Incident
from protocols.queries.protocols import address_of
from protocols.queries.review_changes import changes_since
from protocols.services.incident_contents import IncidentContent
from protocols.services.incidents import INCIDENTS
from tests.partners.factories import sign_in
from tests.protocols import factories
from tests.protocols import factories_life as life
from tests.protocols.factories_living import in_force

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    people = life.cast()
    return people, in_force(people)


def content(version, **changes) -> IncidentContent:
    today = timezone.localdate()
    given = {
        "party": version.parties.first(), "kind": "breach", "what": "A list went to the wrong team.",
        "happened_on": today - timedelta(5), "known_on": today - timedelta(5), "known_time": time(9, 30),
    }  # fmt: skip
    return IncidentContent(**{**given, **changes})


def save(by, version, row=None, revision=None, nonce=None, **changes) -> Incident:
    return INCIDENTS.save(
        by=by, version=version, content=content(version, **changes), row=row, revision=revision, nonce=nonce or uuid4()
    )


def keeper(people, version, kind=RoleKind.DPO):
    return people.of(version.parties.select_related("partner").first(), kind)


def test_the_people_of_a_party_record_their_own_once_and_nobody_elses(world):
    people, version = world
    by, nonce = keeper(people, version), uuid4()
    first, second = (save(by, version, nonce=nonce) for _ in range(2))
    assert first == second
    assert first.recorded_by == str(by)
    other = version.parties.select_related("partner").last()
    with pytest.raises(NotAllowed, match="You can only record"):
        save(by, version, party=other)
    with pytest.raises(NotAllowed, match="You can only change"):
        save(people.of(other, RoleKind.DPO), version, row=first, revision=1, party=other)
    with pytest.raises(NotAllowed):
        save(keeper(people, version, RoleKind.SIGNATORY), version)
    assert save(people.officer, version, party=other).number == 2


def test_the_72_hours_run_through_the_change_of_the_clocks():
    row = Incident(kind="breach", known_on=date(2027, 3, 27), known_time=time(12))
    assert timezone.localtime(row.tell_by) == timezone.make_aware(datetime(2027, 3, 30, 13))
    on_time = Incident(known_on=date(2027, 3, 27), known_time=time(12), told_on=date(2027, 3, 30), told_time=time(13))
    late = Incident(known_on=date(2027, 3, 27), known_time=time(12), told_on=date(2027, 3, 30), told_time=time(13, 1))
    assert (on_time.was_told_late, late.was_told_late) == (False, True)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"what": " "}, "what"),
        ({"party": None}, "party"),
        ({"kind": "mood"}, "kind"),
        ({"known_on": date(2020, 1, 1)}, "known_on"),
        ({"known_on": date(2099, 1, 1)}, "known_on"),
        ({"told": "no"}, "told_reason"),
        ({"told": "yes"}, "told_on"),
        ({"told": "yes", "told_on": date(2020, 1, 1), "told_time": time(9)}, "told_on"),
        ({"told": "perhaps"}, "told"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(world, changes, field):
    people, version = world
    with pytest.raises(Invalid) as caught:
        save(keeper(people, version), version, **changes)
    assert caught.value.field == field


def test_told_late_needs_its_reason_and_told_in_time_does_not(world):
    people, version = world
    by, today = keeper(people, version), timezone.localdate()
    late = {"told": "yes", "told_on": today - timedelta(1), "told_time": time(9)}
    with pytest.raises(Invalid, match="72 hours"):
        save(by, version, **late)
    assert save(by, version, **late, told_reason="The office was closed.").was_told_late
    in_time = {"told": "yes", "told_on": today - timedelta(3), "told_time": time(9)}
    assert not save(by, version, **in_time).was_told_late
    assert save(by, version, kind="near_miss", told="no").told == "no"


def test_a_change_made_from_an_older_form_is_noticed(world):
    people, version = world
    by = keeper(people, version)
    row = save(by, version)
    save(by, version, row=row, revision=1, lessons="Check the address.")
    with pytest.raises(Conflict):
        save(by, version, row=row, revision=1, lessons="Lock the list.")


def test_the_parties_read_them_and_nobody_else_does(world):
    people, version = world
    row = save(keeper(people, version), version)
    path = address_of("incidents", version)
    for reader in (people.officer, people.of(version.parties.select_related("partner").last(), RoleKind.VIEWER)):
        assert row.what in sign_in(Client(), reader).get(path).content.decode()
    stranger = factories.role(RoleKind.DPO, at=factories.partner("Elsewhere Council"))
    assert sign_in(Client(), stranger).get(path).status_code == 404
    assert row.what not in Client().get(f"/register/{version.protocol.reference}/").content.decode()


def test_the_form_reads_times_as_people_write_them_and_keeps_what_is_typed(world):
    people, version = world
    client, path = sign_in(Client(), keeper(people, version)), address_of("incident_add", version)
    today = timezone.localdate() - timedelta(1)
    days = {f"{name}_{part}": getattr(today, part) for name in ("happened_on", "known_on")
            for part in ("day", "month", "year")}  # fmt: skip
    given = {"party": version.parties.first().pk, "kind": "breach", "what": "A bag was lost.", "told": "not_yet",
             "nonce": str(uuid4()), **days}  # fmt: skip
    refused = client.post(path, {**given, "known_time": "teatime"})
    assert refused.status_code == 422
    assert "A bag was lost." in refused.content.decode()
    assert client.post(path, {**given, "known_time": "2:30pm"}).status_code == 302
    assert Incident.objects.get().known_time == time(14, 30)


def test_the_list_costs_the_same_for_one_and_for_thirty_and_the_review_tells_each(world):
    people, version = world
    by = keeper(people, version)
    client, path = sign_in(Client(), by), address_of("incidents", version)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        return len(captured)

    save(by, version)
    client.get(path)
    few = cost()
    for _ in range(29):
        save(by, version)
    assert cost() == few
    assert len(changes_since(version).incidents) in (0, 30)
