"""The law changes under forty protocols: what is touched, where it shows, and what stays as it was."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from legal_basis.engine import Response, walk
from legal_basis.loader import library
from legal_basis.models import Assessment
from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from protocols.checks import problems
from protocols.models import PartyAssessment
from protocols.queries.in_tray import in_tray_of
from protocols.queries.law_changes import touched_in
from protocols.queries.protocols import address_of
from protocols.services.assessing import answer, conclude, reopen
from tests.law_edits import WELL_BEING_IN_FORCE, WELL_BEING_NOT_WITHDRAWN, LawFiles, law_files
from tests.legal_basis.walks import WORDS, answer_until, facts_of
from tests.protocols import factories
from tests.protocols import factories_law as laws
from tests.protocols import factories_life as life
from tests.protocols import factories_rows as rows

__all__ = ["law_files"]
pytestmark = pytest.mark.django_db

WITHDRAWN = """
  - id: well-being-power-withdrawn
    day: 2012-04-04
    what: replaced
    gateways: [lga-2000-s2]
    replaced_by: localism-2011-s1
    sentence: The well-being power of councils in England was repealed.
    sources: [lga2000]
"""


@pytest.fixture
def parent() -> tuple[life.Cast, object]:
    """A cast, and an overarching version that stands."""
    people = life.cast()
    version = life.draft(people)
    laws.put_in_state(version, "in_force")
    return people, life.again(version)


@pytest.fixture
def before(law_files: LawFiles) -> LawFiles:
    """The law of the years in which councils relied on the well-being power."""
    law_files.edit(*WELL_BEING_IN_FORCE)
    law_files.edit(*WELL_BEING_NOT_WITHDRAWN)
    law_files.write_changes("")
    law_files.put_in_place()
    return law_files


def withdraw(files: LawFiles) -> None:
    """The power is withdrawn in favour of its successor, as a maintainer does it."""
    file, historic, in_force = WELL_BEING_IN_FORCE
    files.edit(file, in_force, historic)
    files.edit("gateways.yaml", "    enacted: 2000\n    for_bodies: [council]\n\n  - id: lgew",
               "    enacted: 2000\n    withdrawn_on: 2012-04-04\n    replaced_by: localism-2011-s1\n"
               "    for_bodies: [council]\n\n  - id: lgew")  # fmt: skip
    files.write_changes(WITHDRAWN)
    files.put_in_place()


def impact(*arguments: str) -> list[dict[str, object]]:
    """What the command prints as JSON."""
    out = StringIO()
    call_command("law_impact", "--json", *arguments, stdout=out, stderr=StringIO())
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_withdrawing_a_power_names_each_of_forty_protocols_that_rely_on_it(parent, before):
    people, version = parent
    relying = [laws.thematic_relying_on(people, version, laws.WELL_BEING) for _ in range(40)]
    apart = laws.thematic_relying_on(people, version, {"C1.3": "no_duty"})
    assert impact() == []
    withdraw(before)
    found = impact()
    assert [one["protocol"] for one in found] == sorted(one.party.version.protocol.reference for one in relying)
    assert apart.party.version.protocol.reference not in {one["protocol"] for one in found}
    assert {tuple(one["steps"]) for one in found} == {("C1.5",)}
    assert {one["party"] for one in found} == {people.partners[0].slug}
    assert all("name Localism Act 2011 s.1 (with s.2), which has taken its place" in one["what_to_do"] for one in found)
    assert all(one["must_act"] for one in found)


def test_what_was_concluded_keeps_the_text_and_the_end_that_it_had(parent, before):
    people, version = parent
    covering = laws.thematic_relying_on(people, version, laws.WELL_BEING)
    kept = covering.assessment.record
    withdraw(before)
    covering = PartyAssessment.objects.get(pk=covering.pk)
    assert covering.assessment.record == kept
    assert "done" in laws.standings(covering.party.version)


def test_the_agreement_says_begin_a_new_version_and_the_draft_says_open_again(parent, before):
    people, version = parent
    draft, agreed = (laws.thematic_relying_on(people, version, laws.WELL_BEING) for _ in range(2))
    laws.put_in_state(agreed.party.version, "in_force")
    withdraw(before)
    [on_draft], [on_agreed] = (touched_in(life.again(one.party.version)) for one in (draft, agreed))
    assert on_draft.touch.todo.startswith("Open the checklist again.")
    assert on_agreed.touch.todo.startswith("Begin a new version of the protocol.")


def test_an_ended_protocol_is_left_in_peace(parent, before):
    people, version = parent
    covering = laws.thematic_relying_on(people, version, laws.WELL_BEING)
    laws.put_in_state(covering.party.version, "terminated")
    withdraw(before)
    assert impact() == []


def test_naming_the_power_that_took_its_place_ends_the_notice(parent, before):
    people, version = parent
    covering = laws.thematic_relying_on(people, version, laws.WELL_BEING)
    withdraw(before)
    by = laws.contributor(people, people.partners[0])
    reopen(by=by, covering=covering)
    answer(by=by, covering=covering, step="C1.5", answer="implied", gateways=("localism-2011-s1",),
           reason="The general power of competence lets us do this for the area. " * 3)  # fmt: skip
    conclude(by=by, covering=covering)
    assert touched_in(life.again(covering.party.version)) == []


def test_officer_and_data_protection_officers_have_it_in_their_in_trays_and_others_have_not(parent, before):
    people, version = parent
    laws.thematic_relying_on(people, version, laws.WELL_BEING)
    withdraw(before)
    council, police = people.partners
    seen = {
        name: [item for item in in_tray_of([role]).waiting_for_you if item.what.startswith("The law has changed.")]
        for name, role in {
            "officer": people.officer,
            "its dpo": people.at(council, RoleKind.DPO),
            "another's dpo": people.at(police, RoleKind.DPO),
            "contributor": people.at(council, RoleKind.CONTRIBUTOR),
        }.items()
    }
    assert {name: len(items) for name, items in seen.items()} == {
        "officer": 1, "its dpo": 1, "another's dpo": 0, "contributor": 0,
    }  # fmt: skip
    assert "Local Government Act 2000 s.2 (well-being), named at step C1.5" in seen["officer"][0].what


def test_the_in_tray_asks_the_same_number_of_queries_for_one_protocol_and_for_ten(
    parent, before, django_assert_num_queries
):
    people, version = parent
    laws.thematic_relying_on(people, version, laws.WELL_BEING)
    withdraw(before)
    dpo = people.at(people.partners[0], RoleKind.DPO)
    with CaptureQueriesContext(connection) as one:
        in_tray_of([dpo])
    before_again = PartyAssessment.objects.count()
    before.write_changes("")
    relying_again(before)
    for _ in range(9):
        laws.thematic_relying_on(people, version, laws.WELL_BEING)
    withdraw(before)
    assert PartyAssessment.objects.count() == before_again + 9
    with django_assert_num_queries(len(one)):
        assert len(in_tray_of([dpo]).waiting_for_you) >= 10


def relying_again(files: LawFiles) -> None:
    """Back to the law before."""
    files.edit(*WELL_BEING_IN_FORCE)
    files.edit(*WELL_BEING_NOT_WITHDRAWN)
    files.put_in_place()


def test_a_page_asks_the_same_number_of_queries_for_one_notice_and_for_thirty(parent, before):
    people, version = parent
    covering = laws.thematic_relying_on(people, version, laws.WELL_BEING)
    thematic = covering.party.version
    withdraw(before)
    client = Client()
    client.force_login(people.officer.person)
    addresses = [address_of("version", thematic), address_of("legal", thematic)]
    addresses.append(address_of("legal_record", thematic, covering.pk))

    def costs() -> list[int]:
        counted = []
        for address in addresses:
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            counted.append(len(captured))
        return counted

    costs()
    one = costs()
    rows.assessments(covering, rows.flows(thematic, 29))
    assert len(touched_in(thematic)) == 30
    assert costs() == one


@pytest.mark.parametrize("name", ["version", "legal"])
def test_overview_and_legal_tab_say_what_changed_and_what_to_do(parent, before, name):
    people, version = parent
    covering = laws.thematic_relying_on(people, version, laws.WELL_BEING)
    withdraw(before)
    client = Client()
    client.force_login(people.officer.person)
    one = covering.party.version
    page = client.get(reverse(f"protocols:{name}", args=[one.protocol.reference, one.number])).content.decode()
    assert "The law has changed since these answers were given" in page
    assert "Wigan Council, step C1.5" in page
    assert "name Localism Act 2011 s.1" in page


def test_the_record_says_what_changed(parent, before):
    people, version = parent
    covering = laws.thematic_relying_on(people, version, laws.WELL_BEING)
    withdraw(before)
    client = Client()
    client.force_login(people.officer.person)
    one = covering.party.version
    url = reverse("protocols:legal_record", args=[one.protocol.reference, one.number, covering.pk])
    page = client.get(url).content.decode()
    assert "was withdrawn on 4 April 2012" in page
    assert "Local Government Act 2000 s.2 (well-being)" in page


def test_only_changes_since_the_day_are_told(parent, before):
    people, version = parent
    laws.thematic_relying_on(people, version, laws.WELL_BEING)
    withdraw(before)
    assert impact("--since", "2012-04-05") == []
    assert len(impact("--since", "2012-04-04")) == 1


def test_the_command_for_people_names_protocol_party_step_and_what_to_do(parent, before):
    people, version = parent
    covering = laws.thematic_relying_on(people, version, laws.WELL_BEING)
    withdraw(before)
    out = StringIO()
    call_command("law_impact", stdout=out, stderr=StringIO())
    text = out.getvalue()
    assert str(covering.party.version) in text
    assert "Wigan Council, step C1.5: Local Government Act 2000 s.2 (well-being)" in text
    assert text.rstrip().endswith("1 assessment touched, in 1 protocol; 1 to act on.")


def test_with_nothing_touched_the_command_says_so(before):
    out = StringIO()
    call_command("law_impact", stdout=out, stderr=StringIO())
    assert out.getvalue() == "No change of the law touches anything.\n"


BEGUN = """
  - id: childrens-information-duty-begun
    day: 2027-01-01
    what: begun
    gateways: [ca-2004-s16LA]
    sentence: The duty to share information about children began.
    sources: [cwsa4]
"""


def begin_the_childrens_duty(files: LawFiles) -> None:
    """The pending duty is brought into force on a day, as a maintainer does it."""
    text = (files.directory / "gateways.yaml").read_text()
    head, tail = text.split("  - id: ca-2004-s16LA\n")
    tail = tail.replace("status: pending", "status: in force", 1)
    tail = tail.replace("    enacted: 2026\n", "    enacted: 2026\n    in_force_from: 2027-01-01\n", 1)
    (files.directory / "gateways.yaml").write_text(f"{head}  - id: ca-2004-s16LA\n{tail}")
    files.edit("gateways.yaml", "as_of: 2026-07-31", "as_of: 2027-01-31")
    files.edit("checklist_current_2026.yaml", "law_on: 2026-07-31", "law_on: 2027-01-31")
    files.write_changes(BEGUN)
    files.put_in_place()


def children(people: life.Cast, version: object) -> PartyAssessment:
    """A children's protocol that does not name the duty."""
    one = factories.thematic_draft(version, by=people.officer, theme="children_young_people")
    flow = life.cases_flow(people, one, kinds=("children",))
    covering = laws.begun(people, life.party(one, people.partners[0]), [flow])
    laws.answered(people, covering, {"C1.3": "no_duty"})
    return conclude(by=laws.contributor(people, people.partners[0]), covering=covering)


def test_a_duty_that_begins_shows_where_it_may_serve_and_breaks_nothing(parent, law_files):
    people, version = parent
    covering = children(people, version)
    elsewhere = laws.thematic_relying_on(people, version, {"C1.3": "no_duty"})
    begin_the_childrens_duty(law_files)
    [found] = touched_in(life.again(covering.party.version))
    assert found.touch.steps == ("C1.3",)
    assert "It is a duty: consider whether it obliges this sharing." in found.touch.todo
    assert not found.touch.must_act
    assert "done" in laws.standings(covering.party.version)
    assert touched_in(life.again(elsewhere.party.version)) == []


def test_once_begun_the_duty_can_stand_alone(law_files):
    assert library().gateways["ca-2004-s16LA"].status == "pending"
    begin_the_childrens_duty(law_files)
    current, facts = library().current, facts_of(theme="children_young_people")
    path = answer_until(current, facts, {})[0].path
    given = [item.response for item in path if item.response and item.token < "C1.3"]
    alone = walk(current, facts, [*given, Response("C1.3", "duty", WORDS, ("ca-2004-s16LA",))])
    assert alone.refused == {}
    assert [gateway.id for gateway in alone.gateways] == ["ca-2004-s16LA"]


def test_an_assessment_opened_after_the_day_is_not_told_of_it(parent, law_files):
    people, version = parent
    begin_the_childrens_duty(law_files)
    covering = children(people, version)
    with act("tests.time", by=SYSTEM):
        covering.assessment.answers.update(at="2027-02-01T10:00:00Z")
        Assessment.objects.filter(pk=covering.assessment.pk).update(opened_at="2027-02-01T10:00:00Z")
    assert touched_in(life.again(covering.party.version)) == []


def test_a_draft_is_not_submitted_on_a_power_that_was_withdrawn_until_its_step_is_answered_again(parent, before):
    people, version = parent
    covering = laws.thematic_relying_on(people, version, laws.WELL_BEING)
    draft = covering.party.version
    assert not any("Localism" in problem.sentence for problem in problems(draft))
    withdraw(before)
    (problem,) = (one for one in problems(draft) if "was withdrawn on 4 April 2012" in one.sentence)
    assert problem.sentence.startswith(f"{covering.party}: Local Government Act 2000 s.2")
    assert "Open the checklist again. Answer step C1.5 again" in problem.sentence
    assert problem.href == address_of("legal_record", draft, covering.pk)
