"""A checklist is revised: answers under way move to the new text step by step, concluded ones keep theirs."""

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from legal_basis.errors import NotAllowed as LawRefuses
from legal_basis.loader import library
from legal_basis.services import move_to_current, sync_law
from partners.roles import RoleKind
from portal.audit.models import AuditEvent
from protocols.models import PartyAssessment
from protocols.queries.law_changes import touched_in
from protocols.services.assessing import answer, reopen
from tests.law_edits import LawFiles, law_files
from tests.protocols import factories_law as laws
from tests.protocols import factories_life as life

__all__ = ["law_files"]
pytestmark = pytest.mark.django_db
NEW = "2099.1"
REVISED = f"""
  - id: proportionality-reworded
    day: 2026-01-01
    what: checklist_revised
    checklist: current-2026
    version: '{NEW}'
    steps: [C2.4]
    sentence: The question on proportionality was reworded.
    gk: all
"""
WORDS = "It is the least that will do the job, and everything else was tried before it. " * 2


@pytest.fixture
def world(law_files: LawFiles):
    """A cast, an overarching version that stands, and the law mirrored."""
    sync_law()
    people = life.cast()
    version = life.draft(people)
    laws.put_in_state(version, "in_force")
    return people, life.again(version), law_files


def revise(files: LawFiles) -> None:
    """The question of C2.4 reads otherwise in a new version."""
    files.edit("checklist_current_2026.yaml", f'version: "{library().current.version}"', f'version: "{NEW}"')
    files.edit("checklist_current_2026.yaml", "Is the sharing proportionate?", "Is the sharing no more than is needed?")
    files.write_changes(REVISED)
    files.put_in_place()


def again(covering: PartyAssessment) -> PartyAssessment:
    return PartyAssessment.objects.select_related("assessment", "party__version__protocol", "party__partner").get(
        pk=covering.pk
    )


def counting(covering: PartyAssessment) -> set[str]:
    return set(covering.assessment.answers.filter(set_aside=False).values_list("step", flat=True))


def test_an_open_one_moves_with_all_answers_but_those_whose_question_changed(world):
    people, version, files = world
    covering = laws.thematic_relying_on(people, version, {"C1.3": "no_duty"}, end=False)
    before = counting(covering)
    revise(files)
    call_command("sync_law", verbosity=0)
    covering = again(covering)
    assert covering.assessment.checklist_version == NEW
    assert before - counting(covering) == {"C2.4"}
    assert covering.assessment.reworded == ["C2.4"]


def test_answering_the_changed_question_anew_brings_it_back_to_its_end(world):
    people, version, files = world
    covering = laws.thematic_relying_on(people, version, {"C1.3": "no_duty"}, end=False)
    before = counting(covering)
    revise(files)
    move_to_current(by=people.officer, assessment=covering.assessment)
    by = laws.contributor(people, people.partners[0])
    key = covering.assessment.answers.get(step="C2.4").key
    walked = answer(by=by, covering=covering, step="C2.4", answer=key, reason=WORDS)
    assert walked.end is not None
    assert counting(covering) == before
    assert again(covering).assessment.reworded == []


def test_moving_twice_is_once(world):
    people, version, files = world
    covering = laws.thematic_relying_on(people, version, {"C1.3": "no_duty"}, end=False)
    revise(files)
    assert move_to_current(by=people.officer, assessment=covering.assessment) == ("C2.4",)
    assert move_to_current(by=people.officer, assessment=covering.assessment) == ()
    assert AuditEvent.objects.filter(action="legal_basis.assessment.move").count() == 1


def test_a_concluded_one_keeps_its_text_and_is_not_moved(world):
    people, version, files = world
    covering = laws.thematic_relying_on(people, version, {"C1.3": "no_duty"})
    record = covering.assessment.record
    revise(files)
    call_command("sync_law", verbosity=0)
    covering = again(covering)
    assert covering.assessment.record == record
    assert "Is the sharing proportionate?" in str(covering.assessment.record)
    assert "done" in laws.standings(covering.party.version)
    with pytest.raises(LawRefuses, match="keeps the text"):
        move_to_current(by=people.officer, assessment=covering.assessment)


def test_opened_again_it_moves_and_asks_the_changed_question(world):
    people, version, files = world
    covering = laws.thematic_relying_on(people, version, {"C1.3": "no_duty"})
    revise(files)
    reopen(by=laws.contributor(people, people.partners[0]), covering=covering)
    assert again(covering).assessment.reworded == ["C2.4"]


def test_the_change_is_told_of_a_concluded_one(world):
    people, version, files = world
    covering = laws.thematic_relying_on(people, version, {"C1.3": "no_duty"})
    revise(files)
    [found] = touched_in(life.again(covering.party.version))
    assert found.touch.steps == ("C2.4",)
    assert "The record keeps the text that it was answered on." in found.touch.todo


def test_the_page_marks_the_question_that_changed_and_offers_the_earlier_words(world):
    people, version, files = world
    covering = laws.thematic_relying_on(people, version, {"C1.3": "no_duty"}, end=False)
    revise(files)
    client = Client()
    client.force_login(people.at(people.partners[0], RoleKind.CONTRIBUTOR).person)
    one = covering.party.version
    at = [one.protocol.reference, one.number, covering.pk]
    page = client.get(reverse("protocols:legal_next", args=at), follow=True).content.decode()
    assert "The checklist has a new version" in page
    moved = client.post(reverse("protocols:legal_move", args=at), follow=True).content.decode()
    assert "This question has changed since it was answered" in moved
    assert "Is the sharing no more than is needed?" in moved
    assert "Because the people who decide have said so" in moved


@pytest.mark.parametrize("name", ["legal_record", "legal_end"])
def test_pages_of_a_concluded_one_on_the_old_text_still_open(world, name):
    people, version, files = world
    covering = laws.thematic_relying_on(people, version, {"C1.3": "no_duty"})
    revise(files)
    client = Client()
    client.force_login(people.officer.person)
    one = covering.party.version
    page = client.get(reverse(f"protocols:{name}", args=[one.protocol.reference, one.number, covering.pk]), follow=True)
    assert page.status_code == 200
    assert "Is the sharing proportionate?" in page.content.decode()
