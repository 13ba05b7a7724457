"""Drawing on a similar assessment: nothing is copied, each answer is confirmed, the record says where it came from."""

import pytest

from legal_basis.errors import NotAllowed as LawRefuses
from legal_basis.models import Assessment
from legal_basis.queries import record_of
from legal_basis.services import draw_on as law_draws_on
from legal_basis.services import withdraw
from partners.roles import RoleKind
from portal.audit.models import AuditEvent
from protocols.errors import NotAllowed
from protocols.queries.assessments import record_for
from protocols.queries.similar import similar_to
from protocols.services.assessing import answer, conclude, draw_on, stop_drawing
from tests.legal_basis.walks import WORDS
from tests.protocols import factories_drawing as drawing
from tests.protocols import factories_law as laws

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def begun(beginning):
    return beginning.make(drawing.near)


@pytest.fixture
def near(begun) -> drawing.Near:
    """An answered assessment of Wigan Council, and one on the same facts that is just begun."""
    return begun()


def events(action: str) -> int:
    return AuditEvent.objects.filter(action=f"legal_basis.assessment.{action}").count()


def take_over(near: drawing.Near, step: str = "C0.1", **changes: object) -> dict[str, object]:
    """Confirm the source's answer at a step; gives what is kept of where it came from."""
    theirs = near.source.assessment.answers.get(step=step)
    given = {"answer": theirs.key, "reason": theirs.reason, **changes}
    answer(by=near.by, covering=near.covering, step=step, is_taken_over=True, **given)
    return near.covering.assessment.answers.get(step=step).taken_from


def names(near: drawing.Near, role=None) -> list[int]:
    return [one.covering.pk for one in similar_to(role or near.by, near.covering)]


def test_drawing_on_another_answers_nothing_and_is_on_the_trail_once(near):
    near.draw()
    near.draw()
    near.covering.refresh_from_db()
    assert near.covering.assessment.draws_on == near.source.assessment
    assert not near.covering.assessment.answers.exists()
    assert events("draw_on") == 1


def test_it_changes_no_revision_so_nobodys_open_page_goes_stale(near):
    before = near.covering.assessment.revision
    near.draw()
    assert Assessment.objects.get(pk=near.covering.assessment_id).revision == before


def test_stopping_twice_is_once_and_keeps_what_was_confirmed(near):
    near.draw()
    take_over(near)
    stop_drawing(by=near.by, covering=near.covering)
    stop_drawing(by=near.by, covering=near.covering)
    assert near.covering.assessment.draws_on_id is None
    assert near.covering.assessment.answers.get(step="C0.1").taken_from
    assert events("stop_drawing") == 1


def test_only_who_may_answer_may_draw(near):
    for role in (near.people.officer, drawing.adviser(near), laws.contributor(near.people, near.people.partners[1])):
        with pytest.raises(NotAllowed):
            draw_on(by=role, covering=near.covering, source=near.source)


def test_another_partners_assessment_is_refused_and_never_listed(near):
    police = drawing.begun(near.people, near.parent, partner=1)
    laws.answered(near.people, police, {"C1.3": "no_duty"})
    assert police.pk not in names(near)
    with pytest.raises(LawRefuses, match="that this organisation answered"):
        law_draws_on(by=near.by, assessment=near.covering.assessment, source=police.assessment, name="P")


def test_a_concluded_one_draws_on_nothing(near):
    with pytest.raises(LawRefuses, match="This assessment is closed"):
        draw_on(by=near.by, covering=near.source, source=near.covering)


def test_an_answer_confirmed_says_where_it_was_taken_from(near):
    near.draw()
    kept = take_over(near)
    version = near.source.party.version
    assert kept == {
        "assessment": str(near.source.assessment_id),
        "name": f"{version}, flow 1",
        "step": "C0.1",
        "edited": False,
    }


def test_an_answer_reworded_before_it_was_confirmed_says_so(near):
    near.draw()
    assert take_over(near, reason=f"Here too. {WORDS}")["edited"] is True


def test_another_answer_than_the_one_shown_is_ones_own(near):
    near.draw()
    assert take_over(near, answer="not_stated", reason="") == {}


def test_without_drawing_on_anything_an_answer_is_ones_own(near):
    assert take_over(near) == {}


def test_an_answer_whose_facts_differ_is_ones_own_whatever_was_asked_for():
    near = drawing.near(kinds=("asb_cases", "health"))
    near.draw()
    take_over(near)
    theirs = near.source.assessment.answers.get(step="C0.2")
    answer(by=near.by, covering=near.covering, step="C0.2", answer=theirs.key, reason=WORDS, is_taken_over=True)
    kept = near.covering.assessment.answers
    assert kept.get(step="C0.1").taken_from
    assert kept.get(step="C0.2").taken_from == {}


def test_the_record_names_it_to_the_partys_own_people_alone(near):
    near.draw()
    take_over(near)
    dpos = [near.people.at(partner, RoleKind.DPO) for partner in near.people.partners]
    told = [record_for(dpo, near.covering)["steps"][0]["taken_from"]["name"] for dpo in dpos]
    assert told == [f"{near.source.party.version}, flow 1", "another assessment of Wigan Council"]


def test_the_concluded_record_keeps_it(near):
    near.draw()
    take_over(near)
    laws.answered_from(near.people, near.covering, drawing.POWER)
    conclude(by=near.by, covering=near.covering)
    step = record_of(near.covering.assessment)["steps"][0]
    assert step["taken_from"]["name"] == f"{near.source.party.version}, flow 1"
    assert step["by"] == near.by.person.name


def test_what_is_listed_says_how_much_could_be_used_and_what_differs():
    near = drawing.near(kinds=("asb_cases", "health"))
    [one] = similar_to(near.by, near.covering)
    total = near.source.assessment.answers.filter(set_aside=False).count()
    usable = len(one.comparison.usable)
    assert 0 < usable < total
    assert one.said == [
        f"{usable} of {total} answers could be used.",
        f"{total - usable} cannot, because the kinds of data differ.",
    ]
    [(label, theirs, ours)] = one.differences
    assert (label, "Health" in theirs, "Health" in ours) == ("Kinds of data", False, True)


def test_the_nearest_comes_first():
    near = drawing.near(kinds=("asb_cases", "health"))
    same = drawing.begun(near.people, near.parent, kinds=("asb_cases", "health"))
    laws.answered(near.people, same, drawing.POWER)
    assert names(near) == [same.pk, near.source.pk]


def test_one_under_way_is_listed_once_it_has_answers(near):
    other = drawing.begun(near.people, near.parent)
    assert names(near) == [near.source.pk]
    answer(by=near.by, covering=other, step="C0.1", answer="stated", reason=WORDS)
    assert set(names(near)) == {near.source.pk, other.pk}


def test_one_that_was_withdrawn_is_neither_listed_nor_drawn_on(near):
    withdraw(by=near.by, assessment=near.source.assessment)
    assert names(near) == []
    with pytest.raises(LawRefuses):
        near.draw()


def test_one_of_a_version_that_was_superseded_is_listed(near):
    laws.put_in_state(near.source.party.version, "superseded")
    assert names(near) == [near.source.pk]


def test_one_of_which_nothing_could_be_used_is_not_listed(near):
    theirs = near.source.assessment.answers
    laws.set_aside(near.source.assessment, theirs.exclude(step="C0.2").values_list("step", flat=True))
    assert names(near) == [near.source.pk]
    near.covering.assessment.facts["identifiability"] = ["anonymous"]
    assert names(near) == []


def test_one_in_a_protocol_that_the_reader_may_not_see_is_not_listed(near):
    viewer = near.people.at(near.people.partners[0], RoleKind.VIEWER)
    assert names(near, viewer) == []
    laws.put_in_state(near.source.party.version, "in_force")
    assert names(near, viewer) == [near.source.pk]
