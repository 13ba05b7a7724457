"""What an operator watches: live, ready, and the figures for Prometheus, which are not for everybody."""

from datetime import timedelta

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import DatabaseError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from prometheus_client.parser import text_string_to_metric_families

from portal import health
from portal.mail.tasks import send
from portal.watching import metrics, waiting
from portal.work.models import WorkerBeat

pytestmark = pytest.mark.django_db
TOKEN = "a-token-for-tests"


def beat(ago: int = 0) -> None:
    WorkerBeat.objects.create(worker_id=f"worker:{ago}", beat_at=timezone.now() - timedelta(seconds=ago))


def queue(ago: int) -> None:
    job = send.enqueue(1)
    DBTaskResult.objects.filter(pk=job.id).update(enqueued_at=timezone.now() - timedelta(seconds=ago))


def test_a_process_that_lives_says_so_without_asking_anybody(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz/live").json() == {"status": "ok"}


def test_ready_with_a_worker_and_nothing_late(client):
    beat()
    queue(ago=10)
    answer = client.get("/healthz/ready")
    told = {"status": "ok", "database": True, "storage": True, "workers": True, "queue": True}
    assert (answer.status_code, answer.json()) == (200, told)


def test_without_a_living_worker_pages_are_served_and_it_is_told(client):
    beat(ago=120)
    answer = client.get("/healthz/ready")
    assert (answer.status_code, answer.json()["status"], answer.json()["workers"]) == (200, "late", False)


def test_a_job_that_waits_for_long_is_told(client):
    beat()
    queue(ago=600)
    answer = client.get("/healthz/ready")
    assert (answer.status_code, answer.json()["status"], answer.json()["queue"]) == (200, "late", False)


def test_without_storage_it_is_not_ready(client, monkeypatch):
    def full(*args, **kwargs):
        raise OSError("No space left on device")

    beat()
    monkeypatch.setattr(FileSystemStorage, "_save", full)
    answer = client.get("/healthz/ready")
    assert (answer.status_code, answer.json()["status"], answer.json()["storage"]) == (503, "failing", False)


def test_without_a_database_it_is_not_ready(client, monkeypatch):
    monkeypatch.setattr(health, "database_answers", lambda: False)
    answer = client.get("/healthz/ready")
    told = {"status": "failing", "database": False, "storage": True, "workers": False, "queue": False}
    assert (answer.status_code, answer.json()) == (503, told)


@pytest.fixture
def scrape(client, settings):
    """The figures, by name and labels."""
    settings.METRICS_TOKEN = TOKEN

    def fetch() -> dict[str, float]:
        answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 200
        families = text_string_to_metric_families(answer.content.decode())
        return {
            ",".join([one.name, *(f"{key}={one.labels[key]}" for key in sorted(one.labels))]): one.value
            for family in families
            for one in family.samples
        }

    return fetch


def test_answers_are_counted_by_page_method_and_status(client, scrape):
    name = "concordat_answers_total,method=GET,page=govuk:about,status=200"
    before = scrape().get(name, 0)
    client.get("/about/")
    after = scrape()
    assert after[name] == before + 1
    assert after["concordat_answer_seconds_count,page=govuk:about"] >= 1


def test_methods_that_a_browser_makes_up_are_one(client, scrape):
    client.generic("WHATEVER", "/about/")
    assert any("method=other" in name for name in scrape())
    assert not any("WHATEVER" in name for name in scrape())


def test_what_waits_is_told(scrape):
    beat()
    queue(ago=100)
    told = scrape()
    assert (told["concordat_workers"], told["concordat_jobs,state=ready"], told["concordat_database_up"]) == (1, 1, 1)
    assert 100 <= told["concordat_oldest_job_seconds"] < 160


def test_without_a_database_the_figures_say_so(scrape, monkeypatch):
    def gone():
        raise DatabaseError("gone")

    monkeypatch.setattr(metrics, "look", gone)
    told = scrape()
    assert told["concordat_database_up"] == 0
    assert "concordat_workers" not in told


@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer wrong", TOKEN, f"Basic {TOKEN}"])
def test_whoever_does_not_send_the_token_finds_nothing(client, settings, sent):
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrics", headers={"Authorization": sent}).status_code == 404


def test_where_no_token_is_set_nobody_finds_anything(client):
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_looking_takes_few_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        waiting.look()
