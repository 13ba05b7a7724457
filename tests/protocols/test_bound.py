"""Who was bound on a day, by which text: asked for every day of a long history, against a table written by hand."""

import csv
import json
from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from protocols.models import Instrument, Party, ProtocolVersion
from protocols.queries.bound import Binding
from protocols.queries.protocols import visible_to
from tests.partners import factories as people_factories
from tests.protocols import factories
from tests.protocols import factories_law as laws
from tests.protocols import factories_life as life

pytestmark = pytest.mark.django_db
D = date.fromisoformat

# From which day to which: who is bound, and who is suspended. Version 1 binds from 1 March and is superseded by
# version 2 on 10 June, so that both are told on that day.
TABLE = [
    ("2027-02-27", "2027-02-28", {}),
    ("2027-03-01", "2027-03-02", {1: ("Police Wigan", "")}),
    ("2027-03-03", "2027-03-31", {1: ("Homes Police Wigan", "")}),  # Homes joins on 3 March
    ("2027-04-01", "2027-04-09", {1: ("Homes Police Wigan", "Police")}),
    ("2027-04-10", "2027-04-30", {1: ("Homes Police Wigan", "")}),  # the suspension ends
    ("2027-05-01", "2027-06-09", {1: ("Homes Police", "")}),  # Wigan's last day was 30 April
    ("2027-06-10", "2027-06-10", {1: ("Homes Police", ""), 2: ("Homes Police", "")}),
    ("2027-06-11", "2027-08-31", {2: ("Homes Police", "")}),
    ("2027-09-01", "2027-09-05", {}),  # terminated on 31 August
]


def at(day: str) -> datetime:
    return timezone.make_aware(datetime.combine(D(day), time(10)))


def instrument(version, by, kind, day, party):
    """One that was signed and carried out."""
    return Instrument.objects.create(
        version=version, number=version.instruments.count() + 1, kind=kind, party=party, begun_by=by, reason="So.",
        effective_on=D(day), state="in_force", applied_at=at(day),
    )  # fmt: skip


@pytest.fixture
def history():
    people = life.cast(("Wigan Council", "council"), ("Northmoor Police", "police"))
    first = life.draft(people)
    laws.put_in_state(first, "superseded")
    homes = factories.partner("Riverside Homes", kind="housing_association", of=people.officer.partnership)
    by = people.officer
    with act("tests.history", by=SYSTEM):
        ProtocolVersion.objects.filter(pk=first.pk).update(starts_on=D("2027-03-01"), state_since=at("2027-06-10"))
        wigan, police = (first.parties.get(partner=partner) for partner in people.partners)
        joined = Party(version=first, partner=homes)
        joined.save()
        joined.joins_by = instrument(first, by, "accession", "2027-03-03", joined)
        joined.bound_from = D("2027-03-03")
        joined.save()
        instrument(first, by, "suspension", "2027-04-01", police)
        instrument(first, by, "resumption", "2027-04-10", police)
        instrument(first, by, "withdrawal", "2027-04-30", wigan)
        wigan.bound_until = D("2027-04-30")
        wigan.save()
        second = ProtocolVersion.objects.get(pk=first.pk)
        second.pk, second.number, second.state = None, 2, "terminated"
        second.starts_on, second.state_since = D("2027-06-10"), at("2027-08-31")
        second._state.adding = True
        second.save()
        for partner in (people.partners[1], homes):
            Party(version=second, partner=partner).save()
    return people, life.again(first), homes


WORDS = {"Wigan Council": "Wigan", "Northmoor Police": "Police", "Riverside Homes": "Homes"}


def told(binding, day):
    def names(parties):
        return " ".join(sorted(WORDS[one.party.partner.short_name] for one in parties))

    return {
        text.version.number: (names(text.parties), names(one for one in text.parties if one.paused_since))
        for text in binding.on(day)
    }


def test_every_day_of_the_history_is_answered(history):
    people, version, _homes = history
    binding = Binding(version.protocol, visible_to(people.officer))
    asked = 0
    for since, until, expected in TABLE:
        day = D(since)
        while day <= D(until):
            assert told(binding, day) == expected, day
            day, asked = day + timedelta(days=1), asked + 1
    assert asked == (D(TABLE[-1][1]) - D(TABLE[0][0])).days + 1  # no day is left out


def test_the_answer_says_since_when_how_and_which_files(history):
    people, version, _homes = history
    [text] = Binding(version.protocol, visible_to(people.officer)).on(D("2027-04-05"))
    homes = next(one for one in text.parties if one.party.partner.short_name == "Riverside Homes")
    assert (homes.span.since, homes.how) == (D("2027-03-03"), "joined by accession 1")
    assert [file.name for file in text.files] == [f"{version}, as signed", "Accession 1", "Suspension 2"]
    assert next(one.paused_since for one in text.parties if one.paused_since) == D("2027-04-01")


def test_what_is_signed_and_waits_for_its_day_counts_for_days_to_come(history):
    people, _version, _homes = history
    third = timezone.localdate() + timedelta(days=30)
    fresh = life.draft(people)
    laws.put_in_state(fresh, "in_force")
    with act("tests.history", by=SYSTEM):
        ProtocolVersion.objects.filter(pk=fresh.pk).update(starts_on=timezone.localdate())
        made = instrument(fresh, people.officer, "withdrawal", third.isoformat(), fresh.parties.first())
        Instrument.objects.filter(pk=made.pk).update(applied_at=None)
    binding = Binding(fresh.protocol, visible_to(people.officer))
    counts = [len(binding.on(third + timedelta(days=days))[0].parties) for days in (0, 1)]
    assert counts == [2, 1]


def test_who_acceded_by_a_thematic_protocol_is_told_with_it():
    people = life.cast()
    parent = life.draft(people)
    laws.put_in_state(parent, "in_force")
    thematic = life.thematic_draft(people, life.again(parent))
    joins = factories.partner("Riverside Homes", kind="housing_association", of=people.officer.partnership)
    with act("tests.accede", by=SYSTEM):
        Party(version=thematic, partner=joins, accedes_to_parent=True).save()
        starts = timezone.localdate()
        ProtocolVersion.objects.filter(pk__in=[parent.pk, thematic.pk]).update(starts_on=starts)
    laws.put_in_state(thematic, "in_force")
    [text] = Binding(parent.protocol, visible_to(people.officer)).on(timezone.localdate())
    one = next(one for one in text.parties if one.party.partner == joins)
    assert one.how == f"signed {thematic}, and by it the overarching protocol"


def _rows(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()))


def test_the_page_and_the_files_say_the_same_and_strangers_have_neither(history):
    people, version, _homes = history
    client = people_factories.sign_in(Client(), people.at(people.partners[1], RoleKind.DPO))
    where = f"/protocols/{version.protocol.reference}/bound/"
    query = "?on_day=3&on_month=3&on_year=2027"
    page = client.get(where + query).content.decode()
    assert "On 3 March 2027" in page
    assert "Riverside Homes" in page
    answer = json.loads(client.get(f"{where}bound.json{query}").content)
    assert [party["party"] for party in answer["texts"][0]["parties"]] == [
        "Northmoor Police", "Riverside Homes", "Wigan Council"
    ]  # fmt: skip
    rows = _rows(client.get(f"{where}bound.csv{query}"))
    assert {row["Party"] for row in rows} == {"Northmoor Police", "Riverside Homes", "Wigan Council"}
    wrong = client.get(f"{where}?on_day=31&on_month=2&on_year=2027")
    assert (wrong.status_code, "Enter a real date" in wrong.content.decode()) == (422, True)
    stranger = people_factories.sign_in(Client(), factories.role(RoleKind.DPO, at=factories.partner("Elsewhere")))
    assert {stranger.get(f"{where}{file}").status_code for file in ("", "bound.csv", "bound.json")} == {404}


def test_no_cell_of_the_file_is_a_formula(history):
    people, version, homes = history
    with act("tests.named", by=SYSTEM):
        homes.legal_name = '=HYPERLINK("https://attacker.example")'
        homes.save()
    client = people_factories.sign_in(Client(), people.at(people.partners[1], RoleKind.DPO))
    where = f"/protocols/{version.protocol.reference}/bound/bound.csv?on_day=3&on_month=3&on_year=2027"
    assert '\'=HYPERLINK("https://attacker.example")' in {row["Party"] for row in _rows(client.get(where))}


def test_asking_takes_the_same_queries_however_long_the_history(history, django_assert_num_queries):
    people, version, _homes = history
    for _ in range(2):
        with django_assert_num_queries(6):
            Binding(version.protocol, visible_to(people.officer)).on(D("2027-04-05"))
        with act("tests.more", by=SYSTEM):
            party = version.parties.get(partner=people.partners[1])
            for kind in ("suspension", "resumption") * 10:
                instrument(version, people.officer, kind, "2027-05-01", party)
