"""The law library: searched, filtered, complete on each entry's page, and checked against the calendar."""

from __future__ import annotations

import shutil
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from legal_basis.loader import CONTENT, library
from legal_basis.queries.gateways import gateways_like, steps_naming
from legal_basis.queries.reviewing import faults_on, overdue, unsourced

LAW = library()


def found(**narrowed: str) -> list[str]:
    return [gateway.id for gateway in gateways_like(LAW, **narrowed)]


def page_of(client: Client, name: str) -> str:
    return client.get(reverse("legal_basis:gateway", args=[name])).content.decode()


def relies(gateway_id: str) -> list[tuple[str, str, str, str]]:
    """Stands in for an upper room, so that this room is tested without it."""
    return [("Safer streets", "GM-0007", "/register/GM-0007/", "")] if gateway_id == "cda-1998-s115" else []


def test_all_the_words_have_to_be_there_in_any_case_and_order() -> None:
    assert "lgfa-1992-sch2" in found(q="TAX council")
    assert found(q="council zebra") == []


def test_words_find_an_entry_by_its_id_its_kinds_of_data_and_its_theme() -> None:
    assert found(q="ha-1996-s213b") == ["ha-1996-s213B"]
    assert "hfea-1990-s33A" in found(q="fertility")
    assert "fwma-2010-s13-14" in found(q="emergency planning")


def test_who_gives_and_who_gets_narrow_the_list_to_what_is_open_to_them() -> None:
    assert "localism-2011-s1" in found(giver="council")
    assert "localism-2011-s1" not in found(giver="nhs")
    assert "niaa-2002-s129" in found(receiver="department")
    assert "niaa-2002-s129" not in found(receiver="nhs")
    assert "cda-1998-s115" in found(giver="private", receiver="nhs")


def test_filters_hold_together() -> None:
    assert found(kind="general power", status="historic") == ["lga-2000-s2"]


@pytest.mark.django_db
def test_the_list_counts_what_it_found_and_keeps_what_was_asked(client: Client) -> None:
    page = client.get(reverse("legal_basis:gateways"), {"q": "council tax", "giver": "council"}).content.decode()
    assert f"{len(found(q='council tax', giver='council'))} of 113 entries." in page
    assert 'value="council tax"' in page
    assert "Show all" in page


@pytest.mark.django_db
def test_nothing_found_says_how_to_go_on(client: Client) -> None:
    page = client.get(reverse("legal_basis:gateways"), {"q": "zebra"}).content.decode()
    assert "0 of 113 entries." in page
    assert "Use fewer words" in page


@pytest.mark.django_db
def test_a_filter_that_does_not_exist_is_left_alone(client: Client) -> None:
    assert "113 of 113" in client.get(reverse("legal_basis:gateways"), {"kind": "wish"}).content.decode()


@pytest.mark.django_db
def test_the_list_asks_the_database_nothing_and_an_entry_asks_for_agreements_made_here_and_elsewhere(
    client: Client,
) -> None:
    with CaptureQueriesContext(connection) as counted:
        client.get(reverse("legal_basis:gateways"))
    assert len(counted) == 0
    with CaptureQueriesContext(connection) as counted:
        page_of(client, "cda-1998-s115")
    assert len(counted) == 2


@pytest.mark.django_db
def test_a_withdrawn_power_shows_when_and_what_took_its_place_both_ways(client: Client) -> None:
    old, new = page_of(client, "lga-2000-s2"), page_of(client, "localism-2011-s1")
    assert "4 April 2012" in old
    assert "Replaced by" in old
    assert reverse("legal_basis:gateway", args=["localism-2011-s1"]) in old
    assert "It took the place of" in new


@pytest.mark.django_db
def test_limits_to_be_copied_stand_apart_and_law_of_another_country_is_marked(client: Client) -> None:
    assert "Limits that an agreement relying on it has to carry" in page_of(client, "cda-1998-s115")
    assert "It is not law in England." in page_of(client, "lgew-2021-s24")


@pytest.mark.django_db
def test_an_entry_shows_the_bars_it_is_a_way_through_and_the_examples_that_name_it(client: Client) -> None:
    page = page_of(client, "lgfa-1992-sch2-18A")
    assert "It is a way through" in page
    assert reverse("legal_basis:example", args=["council-tax-for-empty-homes"]) in page


@pytest.mark.django_db
def test_an_entry_lists_the_public_agreements_that_rely_on_it(client: Client, settings) -> None:
    settings.LAW_RELIANCE = f"{__name__}.relies"
    page = page_of(client, "cda-1998-s115")
    assert 'href="/register/GM-0007/"' in page
    assert "No public agreement in force names it." in page_of(client, "cda-1998-s17")


@pytest.mark.django_db
def test_without_an_upper_room_no_agreement_is_listed(client: Client, settings) -> None:
    settings.LAW_RELIANCE = ""
    assert "No public agreement in force names it." in page_of(client, "cda-1998-s115")


def test_the_steps_that_cite_an_entry_and_those_that_let_it_be_named_are_told_apart() -> None:
    named = {
        (checklist.id, step.id): cites for checklist, step, cites in steps_naming(LAW, LAW.gateways["cda-1998-s115"])
    }
    assert named[("current-2026", "C1.4")] is False
    assert ("dca-2003", "D1.3") in named


def test_what_is_withdrawn_can_be_named_in_the_history_alone() -> None:
    where = {checklist.id for checklist, _, _ in steps_naming(LAW, LAW.gateways["lga-2000-s2"])}
    assert where == {"dca-2003"}


def test_what_is_pending_is_read_again_sooner_than_what_is_in_force() -> None:
    pending, settled = LAW.gateways["ca-2004-s16LA"], LAW.gateways["cda-1998-s115"]
    assert LAW.review_due_on(pending) == date(2026, 10, 1)
    assert LAW.review_due_on(settled) == date(2027, 7, 1)
    assert [gateway.id for gateway in overdue(LAW, date(2026, 9, 30))] == []
    assert "ca-2004-s16LA" in [gateway.id for gateway in overdue(LAW, date(2026, 10, 1))]


def test_what_rests_on_general_knowledge_alone_is_listed_and_marked() -> None:
    assert unsourced(LAW)
    assert all(gateway.gk for gateway in unsourced(LAW))


def checked(directory: Path = CONTENT) -> str:
    out = StringIO()
    call_command("check_law", str(directory), stdout=out)
    return out.getvalue()


def changed(tmp_path: Path, file: str, old: str, new: str) -> Path:
    """The content with one thing changed."""
    shutil.copytree(CONTENT, tmp_path / "content")
    path = tmp_path / "content" / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return tmp_path / "content"


def test_check_law_lists_what_is_overdue_and_unsourced_and_passes() -> None:
    said = checked()
    assert "113 gateways and bars" in said
    assert "Overdue for review:" in said
    assert "Without a source, to be confirmed by counsel: " in said


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("gateways.yaml", "in_force_from: 2007-08-01", "in_force_from: 1997-08-01", "cannot be before it was enacted"),
        ("gateways.yaml", "{in force: 12,", "{now: 12,", "review_months has to give a number for each of"),
        ("earlier_steps.yaml", "today: [C0.1, C0.5]", "today: [C9.9]", "names the step 'C9.9'"),
        ("earlier_steps.yaml", "{id: D0.2,", "{id: D9.2,", "D9.2: is no step of dca-2003"),
        ("guide.yaml", "steps: [C0.1]", "steps: [C9.9]", "names the step 'C9.9', which does not exist"),
        ("guide.yaml", "when: [police]", "when: [wizards]", "names 'wizards', which is not known"),
        ("examples/everything-you-hold.yaml", "end: REDESIGN", "end: DONE", "ends in REDESIGN at C0.1, not in DONE"),
    ],
)
def test_check_law_names_what_is_wrong_and_fails(tmp_path: Path, file: str, old: str, new: str, sentence: str) -> None:
    with pytest.raises(CommandError) as failed:
        checked(changed(tmp_path, file, old, new))
    assert sentence in str(failed.value)
    assert failed.value.returncode == 1


def test_every_step_of_the_history_has_to_say_where_it_is_asked_today(tmp_path: Path) -> None:
    directory = changed(tmp_path, "earlier_steps.yaml", "  - {id: D2.2,", "  # - {id: D2.2,")
    with pytest.raises(CommandError, match=r"D2\.2: does not say where it is asked today"):
        checked(directory)


def test_what_the_calendar_has_overtaken_is_a_fault(monkeypatch) -> None:
    from dataclasses import replace

    ends = replace(LAW.gateways["cda-1998-s115"], withdrawn_on=date(2027, 4, 1))
    begins = replace(LAW.gateways["ca-2004-s16LA"], in_force_from=date(2027, 4, 1))
    law = replace(LAW, gateways={ends.id: ends, begins.id: begins})
    assert faults_on(law, date(2027, 3, 31)) == []
    assert faults_on(law, date(2027, 4, 1)) == [
        "cda-1998-s115: is said to be in force, but was withdrawn on 2027-04-01",
        "ca-2004-s16LA: is said to be pending, but began on 2027-04-01",
    ]
