"""What is dear is done so often for one person and no oftener; nobody uses up what is another's; words are kept."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import resolve
from django.utils import timezone

from portal.pacing.counting import forget_counts, times
from portal.pacing.limits import FILES, MADE, MAIL, PACES, SENT, UPLOADS
from portal.pacing.models import Count
from tests.clock import Clock
from tests.datasets.factories import writer
from tests.partners.factories import sign_in
from tests.protocols import factories

pytestmark = pytest.mark.django_db
MADE_FILE, UPLOAD, SEND = "/data-sets/data-sets.csv", "/data-sets/file/", "/data-sets/new/"
ONCE_OR_SO = 1 / MADE.most
"""A pace at which one file is made in ten minutes, one taken, and 33 changes sent."""


@pytest.fixture(autouse=True)
def slow(settings):
    settings.PACE = ONCE_OR_SO


@pytest.fixture
def people():
    partnership = factories.partnership()
    return [sign_in(Client(), writer(factories.partner(of=partnership))) for _ in range(2)]


def test_who_asks_too_often_is_told_when_to_try_again_and_nobody_else_is_kept_out(people):
    one, other = people
    assert one.get(MADE_FILE).status_code == 200
    refused = one.get(MADE_FILE)
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 600
    assert "You have had 1 files or comparisons made in ten minutes." in refused.content.decode()
    assert "Try again at " in refused.content.decode()
    assert other.get(MADE_FILE).status_code == 200  # from the same network


def test_another_browser_of_the_same_person_has_no_count_of_its_own(people):
    one, _ = people
    one.get(MADE_FILE)
    again = Client(REMOTE_ADDR="203.0.113.7")
    again.cookies = one.cookies
    assert again.get(MADE_FILE).status_code == 429


def test_what_is_dear_in_one_way_does_not_use_up_another(people):
    one, _ = people
    assert one.get(MADE_FILE).status_code == 200
    assert one.post(UPLOAD, {"text": "Name"}).status_code != 429


def test_a_count_says_whose_it_is_to_nobody_who_lacks_the_portals_secret(settings):
    long = 10**9  # seconds, so that no window ends meanwhile
    counted = [times("made", "person 1", seconds=long) for _ in "12"]
    settings.SECRET_KEY = "another"
    assert [*counted, times("made", "person 1", seconds=long)] == [1, 2, 1]


def test_ten_minutes_later_it_is_done_again(people, monkeypatch):
    one, _ = people
    one.get(MADE_FILE)
    monkeypatch.setattr(timezone, "datetime", Clock)
    monkeypatch.setattr(Clock, "ahead", timedelta(minutes=10))
    assert one.get(MADE_FILE).status_code == 200


def test_changes_are_counted_whatever_they_are_and_what_was_typed_is_shown_again(people):
    one, _ = people
    with override_settings(PACE=1 / SENT.most):
        one.post(SEND, {})
        refused = one.post(SEND, {"title": "Noise in the market"})
    assert refused.status_code == 429
    assert "Nothing was changed." in refused.content.decode()
    assert "Noise in the market" in refused.content.decode()


def test_files_that_are_sent_are_counted_where_they_are_received_and_words_beside_them_are_kept(people):
    one, _ = people
    answers = [one.post(UPLOAD, {"file": SimpleUploadedFile("a.csv", b"Name"), "text": "Noise at night"}) for _ in "12"]
    refused = answers[1]
    assert answers[0].status_code != 429
    assert refused.status_code == 429
    assert "Noise at night" in refused.content.decode()


def test_reading_pages_is_not_counted(people):
    one, _ = people
    one.get("/data-sets/")
    one.get(SEND)
    one.get(UPLOAD)
    assert not Count.objects.exists()


def test_an_operator_may_set_no_limit(people):
    one, _ = people
    with override_settings(PACE=0):
        assert [one.get(MADE_FILE).status_code for _ in range(3)] == [200] * 3
    assert not Count.objects.exists()


def test_counts_that_are_over_are_forgotten(people, monkeypatch):
    one, _ = people
    one.get(MADE_FILE)
    forget_counts()
    assert Count.objects.count() == 1
    monkeypatch.setattr(timezone, "datetime", Clock)
    monkeypatch.setattr(Clock, "ahead", timedelta(minutes=12))
    forget_counts()
    assert not Count.objects.exists()


def test_people_never_meet_the_limits():
    limits = {"sent": 2000, "files": 200, "made": 60, "uploads": 60, "mail": 100}
    assert {pace.what: pace.most for pace in PACES} == limits
    assert UPLOADS.methods == MAIL.methods == SENT.methods == {"POST"}
    assert "GET" in FILES.methods


INVITING = [
    "/partners/officers/invite/", "/partners/wigan/people/invite/", "/partners/wigan/people/named/dpo/",
    "/partners/wigan/invite/", "/capacity/deputies/", "/protocols/GM-0001/v1/sign/guests/",
    "/protocols/GM-0001/v1/sign/copies/", "/protocols/GM-0001/v1/partners/chase/",
]  # fmt: skip


@pytest.mark.parametrize("path", INVITING)
def test_whatever_invites_or_chases_others_is_counted(path):
    assert resolve(path).func.pace is MAIL
