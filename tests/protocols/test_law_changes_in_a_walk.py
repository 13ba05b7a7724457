"""The law changes under a walk that is not finished: the question says so, and what was written is still there."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partners.roles import RoleKind
from protocols.queries.in_tray import in_tray_of
from protocols.services.assessing import answer
from tests.law_edits import LawFiles, law_files
from tests.legal_basis.walks import WORDS
from tests.protocols import factories_law as laws
from tests.protocols.test_law_changes import before, parent, withdraw

__all__ = ["before", "law_files", "parent"]
pytestmark = pytest.mark.django_db
WITHDRAWN = "Local Government Act 2000 s.2 (well-being), named at step C1.5, was withdrawn on 4 April 2012."
SAID = f"The law has changed. {WITHDRAWN}"


@pytest.fixture
def under_way(parent, before: LawFiles):
    """People, and an unfinished checklist that names the power which has just been withdrawn."""
    people, version = parent
    covering = laws.thematic_relying_on(people, version, laws.WELL_BEING, end=False)
    withdraw(before)
    return people, covering


def page_of(people, covering, step: str = "") -> str:
    """The page of a step, or of the next question."""
    client = Client()
    client.force_login(people.at(people.partners[0], RoleKind.CONTRIBUTOR).person)
    version = covering.party.version
    at = [version.protocol.reference, version.number, covering.pk]
    url = reverse("protocols:legal_step", args=[*at, step]) if step else reverse("protocols:legal_next", args=at)
    return client.get(url, follow=True).content.decode()


def test_the_walk_goes_back_to_the_question_and_it_says_what_changed_and_what_to_do(under_way) -> None:
    page = page_of(*under_way)
    assert "step C1.5" in page
    assert SAID in page
    assert "name Localism Act 2011 s.1 (with s.2), which has taken its place" in page


def test_the_words_of_the_answer_that_fell_are_still_in_its_field(under_way) -> None:
    people, covering = under_way
    assert WORDS in page_of(people, covering)


def test_a_question_that_the_change_leaves_alone_says_nothing_of_it(under_way) -> None:
    assert "The law has changed" not in page_of(*under_way, step="C1.4")


def test_answered_anew_it_says_so_no_longer(under_way) -> None:
    people, covering = under_way
    by = laws.contributor(people, people.partners[0])
    answer(by=by, covering=covering, step="C1.5", answer="implied", gateways=("localism-2011-s1",), reason=WORDS)
    assert "The law has changed" not in page_of(people, covering, step="C1.5")


def test_it_waits_in_the_in_tray_since_the_answers_were_begun_where_the_change_is_older(under_way) -> None:
    people, covering = under_way
    [waiting] = [one for one in in_tray_of([people.officer]).waiting_for_you if "law has changed" in one.what]
    assert waiting.since == covering.assessment.opened_at


def test_the_record_writes_its_days_as_people_do(under_way) -> None:
    people, covering = under_way
    client = Client()
    client.force_login(people.officer.person)
    version = covering.party.version
    url = reverse("protocols:legal_record", args=[version.protocol.reference, version.number, covering.pk])
    page = client.get(url).content.decode()
    today = timezone.localdate()
    assert f"<br>{today.day} {today:%B %Y}</td>" in page
    assert today.isoformat() not in page
