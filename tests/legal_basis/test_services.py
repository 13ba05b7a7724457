"""The acts on an assessment: who answered what, once, in order, with plain refusals."""

from __future__ import annotations

import pytest

from legal_basis.engine import Response
from legal_basis.errors import AnswerRefused, NotAllowed, StaleAnswer
from legal_basis.models import Advice, Assessment
from legal_basis.queries import is_stale, record_of, responses_of, set_aside_answers, walk_of
from legal_basis.services import advise, change_facts, conclude, open_assessment, reopen, withdraw
from portal.audit.models import AuditEvent
from tests.legal_basis.assessments import DANA, SAM, answer_to, give, opened, partner
from tests.legal_basis.walks import WORDS, facts_of

pytestmark = pytest.mark.django_db
PURPOSE = Response("C0.1", "stated", WORDS)


def events(action: str) -> int:
    return AuditEvent.objects.filter(action=f"legal_basis.assessment.{action}").count()


def test_an_assessment_pins_the_checklist_version_and_the_facts() -> None:
    assessment = opened()
    assert (assessment.checklist, assessment.checklist_version) == ("current-2026", "2026.3")
    assert not is_stale(assessment, facts_of())
    assert is_stale(assessment, facts_of(kinds=["health"]))


def test_the_process_of_2003_cannot_be_opened_as_an_assessment() -> None:
    with pytest.raises(NotAllowed, match="cannot support an approval"):
        open_assessment(by=DANA, partner=partner(), facts=facts_of(), checklist_id="dca-2003")


def test_an_answer_says_who_gave_it_in_which_capacity() -> None:
    assessment = opened()
    walked = give(assessment, PURPOSE)
    answer = assessment.answers.get()
    assert (answer.answered_by, answer.capacity, answer.key) == ("Dana Obi", "contributor, Wigan Council", "stated")
    assert walked.next is not None
    assert walked.next.token == "C0.2"


def test_the_same_answer_posted_twice_is_one_answer_and_one_event() -> None:
    assessment = opened()
    give(assessment, PURPOSE, revision=assessment.revision)
    give(assessment, PURPOSE, revision=1)
    assert assessment.answers.count() == 1
    assert events("answer") == 1


def test_a_step_cannot_be_answered_before_those_that_lead_to_it() -> None:
    assessment = opened()
    with pytest.raises(AnswerRefused, match=r"Step C1.3 cannot be answered yet. Answer step C0.1 first."):
        give(assessment, Response("C1.3", "no_duty"))


@pytest.mark.parametrize(
    ("response", "sentence", "field"),
    [
        (Response("C0.1", "stated"), "Give your reason, in 60 characters or more", "reason"),
        (Response("C0.1", "stated", "Because."), "Say more: your reason has 8 characters and 60 are needed.", "reason"),
        (Response("C0.1", "perhaps", WORDS), "Choose one of the answers shown.", "answer"),
        (Response("C0.1", "stated", "x" * 4001), "Shorten your reason to 4000 characters. It has 4001.", "reason"),
        (Response("C0.1", "stated", f"{WORDS} 943 476 5919"), "Take the NHS number out of your reason.", "reason"),
    ],
)
def test_a_wrong_answer_is_refused_in_a_plain_sentence(response: Response, sentence: str, field: str) -> None:
    assessment = opened()
    with pytest.raises(AnswerRefused, match=sentence) as refused:
        give(assessment, response)
    assert refused.value.field == field
    assert events("answer") == 0


@pytest.mark.parametrize(
    ("response", "sentence"),
    [
        (Response("C1.4", "express", WORDS), "Name at least one power or duty you rely on."),
        (Response("C1.4", "express", WORDS, ("hra-1998-s6",)), "Choose from the list shown."),
        (Response("C1.4", "express", WORDS, ("oma-2007-s14", "wpls")), "Choose from the list shown."),
    ],
)
def test_a_power_has_to_be_named_from_the_list(response: Response, sentence: str) -> None:
    assessment = opened()
    answer_to(assessment, "C1.4")
    with pytest.raises(AnswerRefused, match=sentence):
        give(assessment, response)


def test_a_box_that_says_none_cannot_go_with_others() -> None:
    assessment = opened()
    answer_to(assessment, "C0.3")
    with pytest.raises(AnswerRefused, match="cannot go with other boxes"):
        give(assessment, Response("C0.3", "ticked", choices=("none", "children")))


def test_no_box_at_all_is_refused() -> None:
    assessment = opened()
    answer_to(assessment, "C0.3")
    with pytest.raises(AnswerRefused, match=r"Tick at least one box."):
        give(assessment, Response("C0.3", "ticked"))


def test_every_bar_needs_its_exception() -> None:
    assessment = opened(kinds=["dwp_benefits"], theme="housing_market_renewal")
    answer_to(assessment, "C1.2")
    one = Response("C1.2", "exception", WORDS, choices=("ssaa-1992-s123:consent",))
    with pytest.raises(AnswerRefused, match=r"under Welfare Reform Act 2012 s.132 as well"):
        give(assessment, one)


def test_a_page_opened_before_somebody_elses_answer_is_refused_and_shows_both() -> None:
    assessment = opened()
    give(assessment, PURPOSE)
    with pytest.raises(StaleAnswer) as refused:
        give(assessment, Response("C0.1", "not_stated"), revision=1)
    assert refused.value.theirs["by"] == "Dana Obi"
    assert refused.value.yours["answer"] == "not_stated"
    assert walk_of(assessment).path[0].answer.key == "stated"


def test_a_changed_answer_sets_aside_what_no_longer_follows_and_keeps_its_words() -> None:
    assessment = opened()
    answer_to(assessment, "C2.1")
    walked = give(assessment, Response("C1.4", "no_express", WORDS))
    assert walked.dropped == ("C1.6", "C1.7")
    assert set_aside_answers(assessment)["C1.6"].reason == WORDS
    assert "C1.6" not in [given.step for given in responses_of(assessment)]


def test_changed_facts_set_aside_the_answers_in_doubt_and_name_them() -> None:
    assessment = opened()
    answer_to(assessment)
    walked = change_facts(by=DANA, assessment=assessment, facts=facts_of(kinds=["council_tax"]))
    assert "C1.2" in walked.dropped
    assert walked.next is not None
    assert walked.next.token == "C0.2"
    assert not is_stale(assessment, facts_of(kinds=["council_tax"]))


def test_unchanged_facts_leave_no_event() -> None:
    assessment = opened()
    change_facts(by=DANA, assessment=assessment, facts=facts_of())
    assert events("change_facts") == 0


def test_changed_facts_open_a_concluded_assessment_again() -> None:
    assessment = opened()
    answer_to(assessment)
    conclude(by=DANA, assessment=assessment)
    change_facts(by=DANA, assessment=assessment, facts=facts_of(kinds=["health"]))
    assert assessment.is_open
    assert assessment.record is None


def test_a_conclusion_freezes_the_record_with_reasons_law_and_people() -> None:
    assessment = opened()
    answer_to(assessment)
    conclude(by=DANA, assessment=assessment)
    record = record_of(assessment)
    assert assessment.status == Assessment.Status.CONCLUDED
    assert (record["end"], record["concluded_by"]) == ("DONE", "Dana Obi, contributor, Wigan Council")
    steps = record["steps"]
    assert isinstance(steps, list)
    assert steps[0]["by"] == "Dana Obi"
    assert all(step["laws"] for step in steps)
    assert record["can_support_approval"] is True


def test_a_stop_is_concluded_as_a_refusal_that_names_its_step_and_law() -> None:
    assessment = opened(kinds=["council_tax"])
    answer_to(assessment)
    conclude(by=DANA, assessment=assessment)
    stop = record_of(assessment)["stop"]
    assert isinstance(stop, dict)
    assert (assessment.end, stop["step"]) == ("STOP", "C1.2")
    assert "Local Government Finance Act 1992" in stop["laws"][0]
    assert record_of(assessment)["can_support_approval"] is False


def test_concluding_twice_is_one_conclusion() -> None:
    assessment = opened()
    answer_to(assessment)
    conclude(by=DANA, assessment=assessment)
    conclude(by=DANA, assessment=assessment)
    assert events("conclude") == 1


def test_an_unfinished_assessment_cannot_be_concluded() -> None:
    assessment = opened()
    with pytest.raises(NotAllowed, match=r"The next one is C0.1"):
        conclude(by=DANA, assessment=assessment)


def test_a_concluded_assessment_takes_no_answer_until_it_is_opened_again() -> None:
    assessment = opened()
    answer_to(assessment)
    conclude(by=DANA, assessment=assessment)
    with pytest.raises(NotAllowed, match="Open it again"):
        give(assessment, Response("C0.1", "not_stated"))
    reopen(by=DANA, assessment=assessment, reason="The purpose has changed.")
    give(assessment, Response("C0.1", "not_stated"))
    assert walk_of(assessment).end is not None


def test_a_withdrawn_assessment_cannot_be_concluded_or_opened_again() -> None:
    assessment = opened()
    withdraw(by=DANA, assessment=assessment)
    for act_on in (conclude, reopen):
        with pytest.raises(NotAllowed, match="was withdrawn"):
            act_on(by=DANA, assessment=assessment)


def test_advice_stands_beside_the_answer_and_the_last_word_counts() -> None:
    assessment = opened()
    answer_to(assessment, "C1.6")
    advise(by=SAM, assessment=assessment, step="C1.4", opinion="needs_more", text="Which provision of the Act?")
    advise(by=SAM, assessment=assessment, step="C1.4", opinion="agrees", text="Section 115 fits.")
    advise(by=SAM, assessment=assessment, step="C1.4", opinion="agrees", text="Section 115 fits.")
    assert Advice.objects.get().opinion == "agrees"
    assert events("advise") == 2
    steps = record_of(assessment)["steps"]
    assert isinstance(steps, list)
    advised = next(step for step in steps if step["id"] == "C1.4")
    assert advised["advice"][0]["by"] == "Sam Lee"


@pytest.mark.parametrize(
    ("step", "opinion", "text", "sentence"),
    [
        ("C8.2", "agrees", "Fine.", "has not been reached"),
        ("C0.1", "shrugs", "Fine.", "Choose whether you agree"),
        ("C0.1", "agrees", "  ", "Give your advice in words."),
        ("C0.1", "agrees", "x" * 4001, "Shorten your advice"),
    ],
)
def test_wrong_advice_is_refused_in_a_plain_sentence(step: str, opinion: str, text: str, sentence: str) -> None:
    assessment = opened()
    with pytest.raises(AnswerRefused, match=sentence):
        advise(by=SAM, assessment=assessment, step=step, opinion=opinion, text=text)


def test_an_assessment_on_another_version_of_the_checklist_says_so() -> None:
    assessment = opened()
    assessment.checklist_version = "2025.1"
    with pytest.raises(NotAllowed, match="no longer in use"):
        walk_of(assessment)
