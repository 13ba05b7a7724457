"""The outbox shows the mail of a demonstration to anybody, and does not exist on a real portal."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.audit.acts import SYSTEM, act
from portal.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db


@pytest.fixture
def demonstration(settings):
    settings.DEMO = True


def write(subject: str) -> OutgoingMail:
    text = "Approve it.\n\nhttp://127.0.0.1:8000/protocols/\n"
    with act("test.write_mail", by=SYSTEM):
        mail = OutgoingMail(to="dana@wigan.example", subject=subject, text=text, html="<p>Approve it.</p>")
        mail.save()
    return mail


def queries(client) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/outbox/").status_code == 200
    return len(captured)


def test_there_is_no_outbox_on_a_real_portal(client):
    mail = write("Approve GM-0001")
    assert client.get("/outbox/").status_code == 404
    assert client.get(f"/outbox/{mail.pk}/").status_code == 404


def test_an_empty_outbox_says_what_will_appear(client, demonstration):
    assert "No mail yet" in client.get("/outbox/").content.decode()


def test_mail_is_listed_newest_first(client, demonstration):
    write("First")
    write("Second")
    page = client.get("/outbox/").content.decode()
    assert page.index("Second") < page.index("First")


def test_a_mail_is_shown_with_its_link_to_follow(client, demonstration):
    page = client.get(f"/outbox/{write('Approve GM-0001').pk}/").content.decode()
    assert '<a href="http://127.0.0.1:8000/protocols/"' in page


def test_markup_in_a_mail_is_shown_not_obeyed(client, demonstration):
    assert "<script>alert" not in client.get(f"/outbox/{write('<script>alert(1)</script>').pk}/").content.decode()


def test_the_list_asks_as_much_of_the_database_for_one_mail_as_for_thirty(client, demonstration):
    write("One")
    one = queries(client)
    for number in range(29):
        write(f"Mail {number}")
    assert queries(client) == one


def test_a_page_that_does_not_exist_shows_the_last(client, demonstration):
    write("Only")
    assert "Only" in client.get("/outbox/?page=99").content.decode()
