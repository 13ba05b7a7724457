"""Evidence added by two people at the same moment: raced on PostgreSQL, where connections overlap."""

import pytest

from legal_basis.errors import NotAllowed
from legal_basis.models import Evidence
from legal_basis.services import add_evidence, conclude, files
from tests.legal_basis.assessments import DANA, answer_to, opened
from tests.legal_basis.test_evidence import SHOWS, evidence_on, given
from tests.protocols.test_drafting_races import race

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_the_same_file_added_four_times_at_once_is_one():
    assessment = opened()
    ends = race(*[lambda: add_evidence(by=DANA, assessment=assessment, step="C0.1", files=[given()], shows=SHOWS)] * 4)
    assert sorted(len(added) for added in ends) == [0, 0, 0, 1]
    assert Evidence.objects.count() == len(list(files._stored())) == 1


def test_a_file_added_while_it_is_concluded_is_on_the_record_or_refused():
    assessment = opened()
    answer_to(assessment)

    def add() -> object:
        try:
            return add_evidence(by=DANA, assessment=assessment, step="C0.1", files=[given()], shows=SHOWS)
        except NotAllowed as refused:
            return refused

    race(add, lambda: conclude(by=DANA, assessment=assessment))
    assessment.refresh_from_db()
    held = list(Evidence.objects.values_list("sha256", "recorded"))
    assert held == [(told["sha256"], True) for told in evidence_on(assessment.record)]
    assert len(list(files._stored())) == len(held)
