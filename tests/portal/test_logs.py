"""Log lines: under one reference each request, readable or as JSON; never with what is secret in an address."""

import io
import json
import logging
import logging.config
import re

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.logs.configuring import logging_config
from portal.logs.references import NONE, current_reference, new_reference, referred_to_as
from portal.mail.delivery import deliver

pytestmark = pytest.mark.django_db
REFERENCE = re.compile(r"[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}")


@pytest.fixture
def lines(monkeypatch):
    """What the portal writes as JSON from here on, a dictionary a line."""
    written = io.StringIO()
    handler = logging.config.DictConfigurator(logging_config(as_json=True))
    handler.configure()
    root = logging.getLogger()
    ours = [each for each in root.handlers if type(each) is logging.StreamHandler]
    for each in ours:
        each.setStream(written)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    for each in ours:
        root.removeHandler(each)
    logging.getLogger("portal.requests").setLevel(logging.WARNING)


def test_a_reference_can_be_read_out_and_is_a_new_one_each_time():
    made = {new_reference() for _ in range(200)}
    assert len(made) == 200
    assert all(REFERENCE.fullmatch(each) for each in made)


def test_outside_of_requests_and_jobs_there_is_none():
    with referred_to_as("AAAA-BBBB"):
        assert current_reference() == "AAAA-BBBB"
    assert current_reference() == NONE


def test_an_answer_bears_its_reference_and_the_lines_of_the_request_too(client, lines):
    answer = client.get("/no-such-page/")
    reference = answer["X-Request-ID"]
    assert REFERENCE.fullmatch(reference)
    told = lines()
    assert {line["reference"] for line in told} == {reference}
    assert {line["logger"] for line in told} == {"django.request", "portal.requests"}


def test_what_a_browser_sends_as_its_reference_is_not_taken(client):
    answer = client.get("/about/", headers={"X-Request-ID": "AAAA-BBBB"})
    assert answer["X-Request-ID"] != "AAAA-BBBB"


def test_each_request_is_a_line_with_its_page_status_and_time(client, lines):
    client.get("/about/")
    [line] = [each for each in lines() if each["logger"] == "portal.requests"]
    assert (line["method"], line["page"], line["status"], line["level"]) == ("GET", "govuk:about", 200, "INFO")
    assert line["milliseconds"] > 0
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", line["at"])


def test_a_line_says_when_with_the_offset_and_who_by_number(client, lines):
    person = User.objects.create_user("dana@alder.example", "Dana Obi", "correct horse battery")
    client.force_login(person)
    client.get("/about/")
    line = next(one for one in lines() if one["logger"] == "portal.requests")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d{4}", line["at"])
    assert line["person"] == person.pk
    assert "alder.example" not in json.dumps(line)


def test_an_address_writes_no_line_of_its_own(client, capfd):
    client.get("/no%0A16:00:00%20WARNING%20[-]%20written-by-a-stranger")
    assert [line for line in capfd.readouterr().err.splitlines() if line.startswith("16:00:00 WARNING [-]")] == []


def test_a_secret_in_an_address_does_not_come_into_the_line(client, lines):
    client.get(reverse("partners:invitation", args=["a-secret-token"]), follow=True)
    told = lines()
    assert {line.get("page") for line in told} == {"partners:invitation", None}
    assert "a-secret-token" not in json.dumps([line.get("message") for line in told])


def test_a_fault_is_one_line_with_its_trace_and_the_reference_on_the_page(monkeypatch, lines):
    monkeypatch.setattr("portal.govuk.views.render", lambda *_: 1 / 0)
    answer = Client(raise_request_exception=False).get("/about/")
    [line] = [each for each in lines() if each["level"] == "ERROR"]
    assert answer.status_code == 500
    assert "ZeroDivisionError" in line["exc_info"]
    assert line["reference"] in answer.content.decode()


def test_readable_lines_bear_the_reference_too_and_requests_are_no_lines(client, capfd):
    config = logging_config(as_json=False)
    assert config["loggers"]["portal.requests"]["level"] == "WARNING"
    formatter = logging.Formatter(config["formatters"]["readable"]["format"], style="{")
    record = logging.makeLogRecord({"levelname": "ERROR", "msg": "It broke.", "reference": "AAAA-BBBB"})
    assert formatter.format(record).endswith("ERROR [AAAA-BBBB] It broke.")


def test_a_jobs_lines_bear_its_id(monkeypatch, settings):
    from datetime import timedelta

    from django_tasks_db.models import DBTaskResult

    from portal.mail import tasks
    from portal.work.worker import PortalWorker

    seen = []
    monkeypatch.setattr(tasks, "deliver", lambda mail_id: seen.append(current_reference()))
    assert deliver is not tasks.deliver
    job = tasks.send.enqueue(1)
    PortalWorker(sweeps=(), sweep_every=timedelta(1), lease=timedelta(1), interval=0).run_task(
        DBTaskResult.objects.get(pk=job.id)
    )
    assert seen == [str(job.id)]
