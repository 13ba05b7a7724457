"""Evidence on the pages: no half-typed answer is lost; read by those who read the record; only ever downloaded."""

from dataclasses import asdict

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from legal_basis.models import Evidence
from legal_basis.services.files import LIMIT
from partners.roles import RoleKind
from protocols.errors import NotAllowed, WrongState
from protocols.models import PartyAssessment
from protocols.queries.freezing import parts_of
from protocols.queries.personal_data import warnings_of
from protocols.services.assessing import conclude
from protocols.services.evidencing import add_evidence, remove_evidence
from tests.address_world import let_go
from tests.legal_basis import small_files as small
from tests.legal_basis.test_evidence import SHOWS, given
from tests.legal_basis.walks import WORDS
from tests.protocols import factories_law as law
from tests.protocols import factories_life as life
from tests.protocols.test_pages_legal import at, signed_in
from tests.test_urls_by_role import told

pytestmark = pytest.mark.django_db
HALF = {"answer": "stated", "reason": "Half a reas"}


class Case:
    """A checklist that Wigan Council has begun, its people, and the police on the other side."""

    def __init__(self) -> None:
        self.people = life.cast()
        parent = life.draft(self.people)
        law.put_in_state(parent, "in_force")
        self.version = life.thematic_draft(self.people, life.again(parent))
        flow = life.cases_flow(self.people, self.version)
        self.covering = law.begun(self.people, life.party(self.version, self.people.partners[0]), [flow])
        self.by, self.adviser = self.of(RoleKind.CONTRIBUTOR), self.of(RoleKind.LEGAL_ADVISER)

    def of(self, kind: RoleKind, partner: int = 0):
        return self.people.at(self.people.partners[partner], kind)

    def at(self, name: str, *more) -> str:
        return at(name, self.version, *more)

    @property
    def step(self) -> str:
        return self.at("legal_step", self.covering.pk, "C0.1")

    def add(self, by=None, **changes) -> Evidence:
        wanted = {"step": "C0.1", "files": [given()], "shows": SHOWS, **changes}
        return add_evidence(by=by or self.by, covering=self.again(), **wanted)[0]

    def again(self) -> PartyAssessment:
        return PartyAssessment.objects.get(pk=self.covering.pk)


@pytest.fixture
def case(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Case()


def sent(content: bytes = small.PDF, name: str = "minute.pdf", **more) -> dict[str, object]:
    return {"attached": SimpleUploadedFile(name, content), "shows": SHOWS, **more}


def test_the_step_lists_what_was_added_and_keeps_a_half_typed_answer(case):
    client = signed_in(case.by)
    answer = client.post(case.step, {**HALF, **sent(), "evidence": "add", "revision": "1"})
    page = answer.content.decode()
    assert answer.status_code == 200
    for words in ("minute.pdf", SHOWS, "Half a reas", 'value="stated" checked', 'name="revision" value="1"'):
        assert words in page
    assert not case.covering.assessment.answers.exists()


def test_a_file_chosen_and_then_continue_is_added_and_the_answer_too(case):
    signed_in(case.by).post(case.step, {"answer": "stated", "reason": WORDS, **sent()})
    assert Evidence.objects.get().step == "C0.1"
    assert case.covering.assessment.answers.get().key == "stated"


def test_a_wrong_file_stops_the_answer_and_both_are_still_there(case):
    answer = signed_in(case.by).post(case.step, {"answer": "stated", "reason": WORDS, **sent(b"words", "notes.txt")})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("“notes.txt” is not a file that can be taken.") == 2  # in the summary, and beside the field
    assert WORDS[:40] in page
    assert SHOWS in page
    assert not case.covering.assessment.answers.exists()


@pytest.mark.parametrize(
    ("posted", "words"),
    [
        ({"evidence": "add"}, "Choose a file to add."),
        ({"shows": SHOWS}, "Choose the file that these words describe"),
        (sent(shows=""), "Say in a few words what the file shows"),
        (sent(b""), "“minute.pdf” is empty"),
        (sent(b"x" * (LIMIT + 1), "plan.pdf"), "“plan.pdf” is 10.1 MB, and a file may have 10 MB"),
    ],
)
def test_what_is_missing_or_too_much_is_said_beside_the_field(case, posted, words):
    answer = signed_in(case.by).post(case.step, {**HALF, **posted})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Half a reas" in answer.content.decode()


def test_two_files_at_once_and_the_same_form_sent_twice(case):
    client = signed_in(case.by)
    for _ in range(2):
        two = [SimpleUploadedFile("a.pdf", small.PDF), SimpleUploadedFile("b.png", small.png())]
        page = client.post(case.step, {**HALF, "attached": two, "shows": SHOWS, "evidence": "add"}).content.decode()
    assert sorted(Evidence.objects.values_list("name", flat=True)) == ["a.pdf", "b.png"]
    assert "had this file already" in page


def test_a_download_is_never_opened_by_the_browser(case):
    held = case.add(files=[given(name='Minute "1"\r\n – Tŷ.pdf')])
    answer = signed_in(case.of(RoleKind.DPO, 1)).get(case.at("legal_evidence", held.pk))
    assert b"".join(answer.streaming_content) == small.PDF
    let_go(answer)
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Minute%20%221%22")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Type"] == "application/pdf"


def test_a_file_that_the_storage_lost_is_said_to_be_lost(case):
    held = case.add()
    default_storage.delete(held.stored_as)
    page = signed_in(case.by).get(case.at("legal_evidence", held.pk), follow=True).content.decode()
    assert "storage has lost “minute.pdf”" in page


def test_what_an_adviser_adds_is_for_the_advisers_own_party_alone(case):
    law.answered(case.people, case.covering, {})
    case.add()
    advice = case.add(by=case.adviser, files=[given(small.png(), "counsel.png")])
    record, file = case.at("legal_record", case.covering.pk), case.at("legal_evidence", advice.pk)
    readers = [case.adviser, case.by, case.of(RoleKind.DPO), case.of(RoleKind.DPO, 1), case.people.officer]
    shown = ["counsel.png" in signed_in(one).get(record).content.decode() for one in readers]
    assert shown == [True, True, True, False, False]
    assert [told(signed_in(one).get(file)) for one in readers] == ["200", "200", "200", "404", "404"]
    assert "minute.pdf" in signed_in(readers[3]).get(record).content.decode()
    conclude(by=case.by, covering=case.again())
    [one] = [step for step in parts_of(life.again(case.version)).legal_record[0].steps if step.id == "C0.1"]
    assert [(file.name, file.shows) for file in one.evidence] == [("minute.pdf", SHOWS)]
    frozen = {"records": [{"steps": [asdict(one)]}]}
    context = {"record": frozen, "version": case.version, "protocol": case.version.protocol}
    assert case.at("legal_evidence", one.evidence[0].id) in render_to_string(
        "protocols/approving/_record.html", context
    )


def test_the_adviser_adds_from_the_page_of_advice_and_keeps_the_words(case):
    client, page = signed_in(case.adviser), case.at("legal_advise", case.covering.pk, "C0.1")
    shown = client.post(page, {"opinion": "agrees", "text": "Half a tho", **sent(), "evidence": "add"}).content.decode()
    assert "Half a tho" in shown
    assert Evidence.objects.get().is_advice
    assert not case.covering.assessment.advice.exists()


def test_removing_asks_once_and_brings_the_half_typed_answer_back(case, django_capture_on_commit_callbacks):
    held, client = case.add(), signed_in(case.by)
    remove = case.at("legal_evidence_remove", held.pk)
    asked = client.post(remove, {**HALF, "evidence": "look"}).content.decode()
    assert "Remove “minute.pdf”?" in asked
    assert 'name="reason" value="Half a reas"' in asked
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(remove, {**HALF, "evidence": "look", "sure": "yes"})
    assert (done.status_code, done.url) == (307, case.step)  # 307: the browser sends the same form on to the step
    back = client.post(done.url, {**HALF, "evidence": "look", "sure": "yes"}).content.decode()
    assert "Half a reas" in back
    assert case.at("legal_evidence", held.pk) not in back
    assert client.post(remove, {"sure": "yes"}).status_code == 302
    assert client.get(case.at("legal_evidence", held.pk)).status_code == 404


def test_each_removes_only_its_own_kind_and_only_for_its_own_party(case):
    held, advice = case.add(), case.add(by=case.adviser, files=[given(small.png(), "counsel.png")])
    for by, file in ((case.adviser, held), (case.by, advice), (case.of(RoleKind.CONTRIBUTOR, 1), held)):
        with pytest.raises(NotAllowed):
            remove_evidence(by=by, covering=case.covering, evidence=file)
        assert signed_in(by).get(case.at("legal_evidence_remove", file.pk)).status_code == 302


def test_others_add_nothing(case):
    for by in (case.of(RoleKind.DPO), case.of(RoleKind.CONTRIBUTOR, 1), case.people.officer):
        with pytest.raises(NotAllowed):
            case.add(by=by)


def test_once_submitted_nothing_is_added(case):
    law.put_in_state(case.version, "approval")
    case.version.refresh_from_db()
    with pytest.raises(WrongState):
        case.add()


def test_files_at_steps_that_are_no_longer_asked_are_still_shown_and_can_be_removed(case):
    law.answered(case.people, case.covering, {})
    case.add(step="C1.6")
    client = signed_in(case.by)
    client.post(case.step, {"answer": "not_stated", "reason": WORDS, "confirmed": "yes"})
    page = client.get(case.at("legal_record", case.covering.pk)).content.decode()
    assert "Files at steps that are not answered" in page
    assert "minute.pdf" in page


def test_a_name_that_looks_like_a_persons_data_is_warned_of(case):
    held = case.add(shows="Letter from dana.obi@wigan.example")
    [warned] = [one for one in warnings_of(life.again(case.version)) if "A file" in one.where]
    assert warned.where == "A file of Wigan Council at step C0.1"
    assert held.shows


def test_the_steps_page_asks_the_same_of_the_database_for_one_file_and_for_nine(case, django_assert_num_queries):
    case.add()
    client: Client = signed_in(case.by)
    client.get(case.step)
    with CaptureQueriesContext(connection) as one:
        client.get(case.step)
    for number in range(8):
        case.add(files=[given(small.PDF + b"\n" * (number + 1))])
    with django_assert_num_queries(len(one)):
        client.get(case.step)
