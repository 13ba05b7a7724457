"""Pages of drawing on a similar assessment: offered where it can serve, shown at each step, answering nothing."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from legal_basis.loader import library
from legal_basis.queries import walk_of
from legal_basis.services import sync_law
from partners.roles import RoleKind
from portal.govuk.days import day
from protocols.models import PartyAssessment
from protocols.services.assessing import answer, leave_out
from protocols.views.drawing import USE
from tests.form_filling import form_on
from tests.law_edits import WELL_BEING_IN_FORCE, WELL_BEING_NOT_WITHDRAWN, LawFiles, law_files
from tests.legal_basis.walks import WORDS
from tests.protocols import factories_drawing as drawing
from tests.protocols import factories_law as laws
from tests.protocols import factories_life as life

__all__ = ["law_files"]
pytestmark = pytest.mark.django_db
OFFER = "Use the answers of a similar assessment"


@pytest.fixture(scope="module")
def begun(beginning):
    return beginning.make(drawing.near)


@pytest.fixture
def near(begun) -> drawing.Near:
    """An answered assessment of Wigan Council, and one on the same facts that is just begun."""
    return begun()


def at(name: str, covering: PartyAssessment, *more: object) -> str:
    version = covering.party.version
    return reverse(f"protocols:{name}", args=[version.protocol.reference, version.number, covering.pk, *more])


def signed_in(role) -> Client:
    client = Client()
    client.force_login(role.person)
    return client


def read(near: drawing.Near, step: str = "C0.1", query: str = "") -> str:
    return signed_in(near.by).get(at("legal_step", near.covering, step) + query).content.decode()


def answer_up_to(near: drawing.Near, token: str) -> None:
    """Answer as the source did, up to a step."""
    theirs = {one.step: one for one in near.source.assessment.answers.all()}
    while (question := walk_of(near.covering.assessment).next) and question.token != token:
        one = theirs[question.token]
        answer(
            by=near.by, covering=near.covering, step=one.step, answer=one.key, reason=one.reason or WORDS,
            gateways=one.gateways, choices=one.choices,
        )  # fmt: skip


def test_it_is_offered_on_the_tab_the_record_and_the_question_to_who_answers_alone(near):
    version = near.covering.party.version
    tab = reverse("protocols:legal", args=[version.protocol.reference, version.number])
    pages = (tab, at("legal_record", near.covering))
    assert [OFFER in signed_in(near.by).get(page).content.decode() for page in pages] == [True, True]
    assert OFFER in read(near)
    assert [OFFER in signed_in(near.people.officer).get(page).content.decode() for page in pages] == [False, False]


def test_it_is_not_offered_where_nothing_was_answered_before():
    people, parent = drawing.overarching()
    alone = drawing.begun(people, parent)
    client = signed_in(laws.contributor(people, people.partners[0]))
    assert OFFER not in client.get(at("legal_step", alone, "C0.1")).content.decode()


def test_the_list_says_what_could_be_used_and_choosing_leads_back_to_the_checklist(near):
    client = signed_in(near.by)
    page = client.get(at("legal_similar", near.covering)).content.decode()
    assert "answers could be used." in page
    assert "All facts are the same." in page
    sent = client.post(at("legal_draw_on", near.covering), {"source": near.source.pk})
    assert sent.url == at("legal_next", near.covering)
    assert "In use now." in client.get(at("legal_similar", near.covering)).content.decode()


@pytest.mark.parametrize("chosen", ["", "x", "0", "999999999999999999999"])
def test_what_does_not_exist_cannot_be_chosen(near, chosen):
    assert signed_in(near.by).post(at("legal_draw_on", near.covering), {"source": chosen}).status_code == 404


def test_another_partners_assessment_does_not_exist_there(near):
    police = drawing.begun(near.people, near.parent, partner=1)
    laws.answered(near.people, police, {"C1.3": "no_duty"})
    assert signed_in(near.by).post(at("legal_draw_on", near.covering), {"source": police.pk}).status_code == 404


def test_the_question_shows_who_answered_what_and_when(near):
    near.draw()
    page = read(near)
    for words in (
        f"Wigan Council answered this in {near.source.party.version}, flow 1",
        f"Concluded {day(timezone.localdate())} by {near.by.person.name}",
        WORDS,
        "Use this answer",
        "Every stage is passed",
    ):
        assert words in page
    assert "checked" not in page


def test_using_it_fills_the_form_and_stores_nothing(near):
    near.draw()
    path = at("legal_step", near.covering, "C0.1")
    page = read(near, query=f"?{USE}=1")
    assert "The form below holds this answer." in page
    filled = form_on(page, path)
    assert (filled["answer"], filled["reason"]) == (["stated"], [WORDS])
    assert not near.covering.assessment.answers.exists()


def test_continuing_confirms_it_and_the_record_says_so(near):
    near.draw()
    client, path = signed_in(near.by), at("legal_step", near.covering, "C0.1") + f"?{USE}=1"
    sent = form_on(client.get(path).content.decode(), path)
    assert client.post(path, sent).url == at("legal_next", near.covering)
    client.post(path, sent)
    assert near.covering.assessment.answers.get().taken_from["edited"] is False
    record = client.get(at("legal_record", near.covering)).content.decode()
    assert f"Taken from {near.source.party.version}, flow 1" in record


def test_a_form_filled_so_and_left_wanting_is_shown_again_with_what_was_typed(near):
    near.draw()
    path = at("legal_step", near.covering, "C0.1") + f"?{USE}=1"
    sent = signed_in(near.by).post(path, {"answer": "stated", "reason": "Short."})
    assert sent.status_code == 422
    assert "Short." in sent.content.decode()


def test_powers_that_were_named_are_filled_in(near):
    near.draw()
    answer_up_to(near, "C1.5")
    filled = form_on(read(near, "C1.5", f"?{USE}=1"), at("legal_step", near.covering, "C1.5"))
    assert filled["with_implied"] == ["lga-1972-s111"]


def test_a_step_whose_facts_differ_says_which_and_fills_nothing():
    near = drawing.near(kinds=("asb_cases", "health"))
    near.draw()
    answer_up_to(near, "C0.2")
    page = read(near, "C0.2", f"?{USE}=1")
    assert "It cannot be used here, because the kinds of data differ." in page
    assert "Use this answer" not in page
    assert "answer" not in form_on(page, at("legal_step", near.covering, "C0.2"))


def test_a_refusal_can_be_drawn_on_and_is_marked_with_its_end():
    people, parent = drawing.overarching()
    version = life.thematic_draft(people, parent)
    flow = life.cases_flow(people, version, title="Council tax records", kinds=("council_tax",))
    source = laws.begun(people, life.party(version, people.partners[0]), [flow])
    laws.answered(people, source, {})
    leave_out(by=laws.contributor(people, people.partners[0]), covering=source)
    near = drawing.Near(people, parent, source, drawing.begun(people, parent))
    near.draw()
    assert "Do not share on this footing" in read(near)
    assert "Use this answer" in read(near)


def test_a_power_that_was_withdrawn_since_is_named_and_not_offered(law_files: LawFiles):
    law_files.edit(*WELL_BEING_IN_FORCE)
    law_files.edit(*WELL_BEING_NOT_WITHDRAWN)
    law_files.write_changes("")
    law_files.put_in_place()
    near = drawing.near(laws.WELL_BEING)
    file, historic, in_force = WELL_BEING_IN_FORCE
    law_files.edit(file, in_force, historic)
    law_files.put_in_place()
    near.draw()
    answer_up_to(near, "C1.5")
    page = read(near, "C1.5", f"?{USE}=1")
    assert "It names Local Government Act 2000 s.2 (well-being). It is no longer in force." in page
    assert "Use this answer" not in page
    assert "reason" not in form_on(page, "") or form_on(page, "")["reason"] == [""]


def test_a_question_that_was_reworded_since_is_not_offered(law_files: LawFiles):
    sync_law()
    people, parent = drawing.overarching()
    source = laws.thematic_relying_on(people, parent, drawing.POWER)
    law_files.edit("checklist_current_2026.yaml", f'version: "{library().current.version}"', 'version: "2099.1"')
    law_files.edit(
        "checklist_current_2026.yaml", "Is the sharing proportionate?", "Is the sharing no more than needed?"
    )
    law_files.write_changes("")
    law_files.put_in_place()
    near = drawing.Near(people, parent, source, drawing.begun(people, parent))
    near.draw()
    assert "Use this answer" in read(near)
    assert (
        "1 cannot, because the question reads otherwise now."
        in signed_in(near.by).get(at("legal_similar", near.covering)).content.decode()
    )
    answer_up_to(near, "C2.4")
    assert "because the question reads otherwise now" in read(near, "C2.4")


def test_what_was_said_of_one_power_is_not_offered_for_another(near):
    near.draw()
    answer_up_to(near, "C1.5")
    answer(
        by=near.by, covering=near.covering, step="C1.5", answer="implied", reason=WORDS, gateways=["localism-2011-s1"]
    )
    assert "It speaks of other powers than those named here." in read(near, "C1.6")


def test_stopping_shows_it_no_more(near):
    near.draw()
    client = signed_in(near.by)
    client.post(at("legal_stop_drawing", near.covering))
    client.post(at("legal_stop_drawing", near.covering))
    assert "answered this in" not in read(near)


def test_the_source_is_not_shown_once_its_protocol_is_out_of_sight(near):
    near.draw()
    laws.part_with(near.source)
    assert "answered this in" not in read(near)


def test_the_list_takes_as_many_queries_for_one_as_for_thirty(near):
    client, path = signed_in(near.by), at("legal_similar", near.covering)
    client.get(path)
    with CaptureQueriesContext(connection) as one:
        assert client.get(path).content.decode().count('name="source"') == 1
    drawing.more(near, 29)
    with CaptureQueriesContext(connection) as thirty:
        assert client.get(path).content.decode().count('name="source"') == 30
    assert len(thirty) == len(one)


@pytest.mark.parametrize("drawn", [False, True])
def test_a_question_takes_as_many_queries_early_as_late(near, drawn):
    if drawn:
        near.draw()
    client, counts = signed_in(near.by), []
    for token in ("C0.5", "C5.8"):
        answer_up_to(near, token)
        path = at("legal_step", near.covering, token)
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_data_protection_officer_reads_no_list(near):
    dpo = near.people.at(near.people.partners[0], RoleKind.DPO)
    assert signed_in(dpo).get(at("legal_similar", near.covering)).url == at("legal_record", near.covering)
