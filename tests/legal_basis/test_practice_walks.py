"""Practice walks: kept for who signs in, in nobody else's sight, and never a ground for anything."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from legal_basis.engine import Response
from legal_basis.engine.practice import Practice
from legal_basis.errors import NotAllowed
from legal_basis.models import PracticeWalk
from legal_basis.queries.practice import practice_of
from legal_basis.services import practising
from legal_basis.services.practising import answer_kept_walk, keep_walk
from legal_basis.views.sessions import KEY
from portal.accounts.models import User
from portal.audit.acts import SYSTEM, act
from portal.audit.models import AuditEvent
from tests.legal_basis.test_pages import START, begin, data_of, get, post
from tests.legal_basis.walks import CURRENT, DCA, WORDS, facts_of, fill

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
LIST = reverse("legal_basis:kept")


@pytest.fixture(autouse=True)
def passwords_are_quick(settings) -> None:
    """What guards passwords is tried elsewhere."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def dana() -> User:
    return User.objects.create_user("dana@alder.example", "Dana Obi", PASSWORD)


@pytest.fixture
def hers(dana: User) -> Client:
    return signed_in(dana)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def sign_in(client: Client) -> Client:
    assert client.post("/accounts/login/", {"login": "dana@alder.example", "password": PASSWORD}).status_code == 302
    return client


def at(name: str, kept: PracticeWalk, *more: str) -> str:
    return reverse(f"legal_basis:kept_{name}", args=[kept.pk, *more])


def kept_by(person: User, **facts: object) -> PracticeWalk:
    return keep_walk(by=person, practice=Practice(CURRENT, facts_of(**facts)))


def answer_next(client: Client, kept: PracticeWalk):
    kept.refresh_from_db()
    question = practice_of(kept).walk().next
    assert question is not None
    return client.post(at("step", kept, question.token), data_of(question, fill(question, question.options[0])))


def words(client: Client, url: str) -> str:
    return " ".join(client.get(url, follow=True).content.decode().split())


def test_a_walk_begun_while_signed_in_is_kept_and_gone_on_with_on_another_machine(dana: User, hers: Client) -> None:
    begin(hers)
    kept = PracticeWalk.objects.get(person=dana)
    answer_next(hers, kept)
    assert KEY not in hers.session
    another = words(signed_in(dana), at("next", kept))
    assert CURRENT.by_id["C0.2"].question in another
    assert "Each answer is kept for you alone." in another


def test_the_start_sent_twice_begins_one_walk(dana: User, hers: Client) -> None:
    nonce = uuid4()
    begin(hers, nonce=nonce)
    begin(hers, nonce=nonce)
    assert PracticeWalk.objects.filter(person=dana).count() == 1
    assert AuditEvent.objects.filter(action="legal_basis.practice.keep").count() == 1


def test_the_same_answer_twice_is_one_change(dana: User) -> None:
    kept = kept_by(dana)
    for _ in range(2):
        answer_kept_walk(by=dana, walk=kept, response=Response("C0.1", "stated", WORDS))
    assert AuditEvent.objects.filter(action="legal_basis.practice.answer").count() == 1


def test_a_visitor_is_told_that_nothing_is_kept_on_every_page_of_the_walk(client: Client) -> None:
    start = get(client, "practice", "current-2026")
    assert "Nothing is kept, and the walk ends with your visit." in start
    begin(client)
    for name in ("practice_next", "practice_record"):
        page = get(client, name, "current-2026")
        assert "Nothing is kept." in page
        assert "/accounts/login/?next=/law/practice/current-2026/next/" in page
    assert not PracticeWalk.objects.exists()


def test_signing_in_during_a_walk_keeps_it_with_its_answers_and_goes_on_with_it(client: Client, dana: User) -> None:
    begin(client)
    post(client, Response("C0.1", "stated", WORDS))
    sign_in(client)
    kept = PracticeWalk.objects.get(person=dana)
    assert list(practice_of(kept).given) == ["C0.1"]
    page = client.get(reverse("legal_basis:practice_next", args=["current-2026"]), follow=True)
    assert page.redirect_chain[-1][0] == at("step", kept, "C0.2")


def test_a_walk_is_carried_over_once(client: Client, dana: User) -> None:
    begin(client)
    before = dict(client.session)
    sign_in(client)
    keep = reverse("legal_basis:practice_keep", args=["current-2026"])
    client.post(keep)
    session = client.session  # as another request, begun before the first was done, would still see it
    session[KEY] = before[KEY]
    session.save()
    client.post(keep)
    assert PracticeWalk.objects.filter(person=dana).count() == 1


def test_a_session_that_was_signed_in_otherwise_offers_to_keep_its_walk(client: Client, dana: User) -> None:
    begin(client)
    client.force_login(dana)
    assert "This walk is not kept yet." in get(client, "practice_next", "current-2026")
    client.post(reverse("legal_basis:practice_keep", args=["current-2026"]))
    assert PracticeWalk.objects.filter(person=dana).count() == 1


def test_one_too_many_is_refused_in_a_sentence_and_stays_in_the_session(client, dana: User, hers, monkeypatch) -> None:
    monkeypatch.setattr(practising, "MOST", 1)
    begin(client)
    kept_by(dana)
    with pytest.raises(NotAllowed, match="practice walks, which is the most"):
        kept_by(dana)
    refused = hers.post(reverse("legal_basis:practice", args=["current-2026"]), START)
    assert refused.status_code == 422
    assert "which is the most. Delete one" in refused.content.decode()
    sign_in(client)
    assert PracticeWalk.objects.count() == 1
    page = client.post(reverse("legal_basis:practice_keep", args=["current-2026"]), follow=True).content.decode()
    assert "which is the most. Delete one" in page
    assert CURRENT.first.question in page


@pytest.mark.parametrize("page", ["next", "step", "end", "record", "rename", "delete"])
def test_somebody_elses_walk_is_not_there(dana: User, page: str) -> None:
    kept = kept_by(dana)
    other = signed_in(User.objects.create_user("sam@alder.example", "Sam Roe", PASSWORD))
    more = ["C0.1"] if page == "step" else []
    assert other.get(at(page, kept, *more)).status_code == 404
    if page in ("step", "rename"):
        assert other.post(at(page, kept, *more), {"name": "Mine", "answer": "stated"}).status_code == 404
    assert other.post(at("delete", kept)).status_code == 404
    assert kept.name not in words(other, LIST)
    assert PracticeWalk.objects.get().name == kept.name
    assert Client().get(at(page, kept, *more)).url.startswith("/accounts/login/")


def test_a_walk_is_named_after_its_theme_until_it_is_given_a_name(dana: User, hers: Client) -> None:
    kept = kept_by(dana)
    assert "Community safety" in kept.name
    hers.post(at("rename", kept), {"name": " Doorstep  crime "})
    assert "Doorstep crime" in words(hers, LIST)
    again = hers.post(at("rename", kept), {"name": "Doorstep crime"})
    assert again.status_code == 302
    assert AuditEvent.objects.filter(action="legal_basis.practice.rename").count() == 1


@pytest.mark.parametrize(
    ("name", "sentence"), [("", "Give the walk a name."), ("  ", "Give the walk a name."), ("a" * 81, "80 characters")]
)
def test_a_name_that_will_not_do_is_refused_beside_its_field(dana: User, hers, name: str, sentence: str) -> None:
    page = hers.post(at("rename", kept_by(dana)), {"name": name})
    assert page.status_code == 422
    assert sentence in page.content.decode()


def test_deleting_asks_once_and_a_second_time_does_nothing(dana: User, hers: Client) -> None:
    kept = kept_by(dana)
    assert "will be gone for good" in words(hers, at("delete", kept))
    assert PracticeWalk.objects.exists()
    hers.post(at("delete", kept))
    assert not PracticeWalk.objects.exists()
    assert hers.post(at("delete", kept)).status_code == 302
    assert AuditEvent.objects.filter(action="legal_basis.practice.delete").count() == 1


def test_the_record_of_a_kept_walk_is_marked_as_practice_and_says_what_was_given(dana: User, hers: Client) -> None:
    kept = kept_by(dana)
    answer_next(hers, kept)
    page = words(hers, at("record", kept))
    assert "Legal basis record: PRACTICE" in page
    assert "supports no approval" in page
    assert WORDS in page


def test_the_list_says_where_each_stands_and_asks_the_same_for_one_and_for_many(dana: User, hers: Client) -> None:
    kept_by(dana)
    assert "At step C0.1" in words(hers, LIST)
    with CaptureQueriesContext(connection) as for_one:
        hers.get(LIST)
    for _ in range(9):
        kept_by(dana, kinds=["council_tax"])
    with CaptureQueriesContext(connection) as for_ten:
        hers.get(LIST)
    assert len(for_one) == len(for_ten)


def test_a_walk_of_an_earlier_text_says_so_and_goes_on(dana: User, hers: Client) -> None:
    kept = kept_by(dana)
    answer_next(hers, kept)
    with act("tests.older", by=SYSTEM):
        PracticeWalk.objects.update(checklist_version="2020-1")
    page = words(hers, at("next", kept))
    assert f"last answered on version 2020-1 of the checklist, and goes on with version {CURRENT.version}" in page


def test_a_checklist_no_longer_carried_leaves_its_walks_to_be_deleted(dana: User, hers: Client) -> None:
    kept = kept_by(dana)
    with act("tests.gone", by=SYSTEM):
        PracticeWalk.objects.update(checklist="gone-1999")
    assert "This checklist is no longer carried" in words(hers, LIST)
    assert hers.get(at("next", kept)).status_code == 404
    hers.post(at("delete", kept))
    assert not PracticeWalk.objects.exists()


def test_walks_go_with_the_account(dana: User) -> None:
    kept_by(dana)
    dana.delete()
    assert not PracticeWalk.objects.exists()


def test_the_trail_tells_nothing_of_what_was_practised(dana: User, hers: Client) -> None:
    kept = kept_by(dana)
    answer_next(hers, kept)
    hers.post(at("rename", kept), {"name": "The Smiths of Elm Row"})
    told = str([event.content() for event in AuditEvent.objects.filter(action__startswith="legal_basis.practice")])
    assert "Smiths" not in told
    assert WORDS[:20] not in told


def test_nothing_can_rest_on_a_practice_walk() -> None:
    pointing = [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.related_model is PracticeWalk and not field.auto_created
    ]
    assert pointing == []
    assert {field.name for field in PracticeWalk._meta.get_fields() if field.is_relation} == {"person"}


def test_the_record_of_the_process_of_2003_says_where_each_step_is_asked_today(client: Client) -> None:
    begin(client, "dca-2003")
    question = Practice(DCA, client.session[KEY]["dca-2003"]["facts"]).walk().next
    assert question is not None
    post(client, fill(question, question.options[0]), "dca-2003")
    page = get(client, "practice_record", "dca-2003")
    given = [item["step"] for item in client.session[KEY]["dca-2003"]["given"]]
    assert page.count("The same step today:") >= len(given) > 0
    assert "/law/checklists/current-2026/#C0.1" in page
    assert "What is reconstructed." in page


def test_the_record_of_the_law_in_force_speaks_of_no_other_day(client: Client) -> None:
    begin(client)
    post(client, Response("C0.1", "stated", WORDS))
    assert "The same step today" not in get(client, "practice_record", "current-2026")
