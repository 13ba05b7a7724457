"""Mail: kept with its change, sent once, tried again when the server is away, given up in the end."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail as box
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.audit.acts import SYSTEM, act
from portal.audit.guards import UnauditedWrite
from portal.audit.models import AuditEvent
from portal.mail.delivery import ATTEMPTS, deliver
from portal.mail.models import OutgoingMail
from portal.mail.tasks import queue_unsent

pytestmark = pytest.mark.django_db


@pytest.fixture
def written() -> OutgoingMail:
    with act("test.write_mail", by=SYSTEM):
        mail = OutgoingMail(to="dana@wigan.example", subject="Approve GM-0001", text="Do.\n", html="<p>Do.</p>")
        mail.save()
    return mail


@pytest.fixture
def server_away(monkeypatch):
    def refuse(self, fail_silently=False):
        raise SMTPServerDisconnected("Connection unexpectedly closed")

    monkeypatch.setattr(EmailMultiAlternatives, "send", refuse)


def let_time_pass(mail: OutgoingMail) -> None:
    with act("test.wait", by=SYSTEM):
        OutgoingMail.objects.filter(pk=mail.pk).update(due_at=timezone.now() - timedelta(seconds=1))


def test_mail_cannot_be_written_outside_an_act():
    with pytest.raises(UnauditedWrite):
        OutgoingMail(to="a@b.example", subject="s", text="t", html="h").save()


def test_a_mail_is_sent_in_text_and_in_html(written):
    assert deliver(written.pk)
    assert box.outbox[0].to == ["dana@wigan.example"]
    assert box.outbox[0].alternatives[0][0] == "<p>Do.</p>"


def test_a_mail_that_was_sent_is_not_sent_again(written):
    deliver(written.pk)
    assert not deliver(written.pk)
    assert len(box.outbox) == 1


def test_a_mail_in_another_workers_hands_is_left_alone(written):
    with act("test.claim", by=SYSTEM):
        held_until = timezone.now() + timedelta(minutes=5)
        OutgoingMail.objects.filter(pk=written.pk).update(attempts=1, due_at=held_until)
    assert not deliver(written.pk)
    assert not box.outbox


def test_a_worker_whose_clock_is_ahead_leaves_it_alone_too_and_puts_no_mail_off_for_long(
    written, server_away, monkeypatch
):
    monkeypatch.setattr(timezone, "now", lambda real=timezone.now: real() + timedelta(hours=1))
    deliver(written.pk)
    assert not deliver(written.pk)
    assert queue_unsent() == 0
    written.refresh_from_db()
    monkeypatch.undo()
    assert written.attempts == 1
    assert written.due_at - timezone.now() <= timedelta(minutes=1)


def test_a_mail_that_does_not_exist_is_no_trouble():
    assert not deliver(12345)


def test_sending_is_on_the_trail(written):
    deliver(written.pk)
    actions = list(AuditEvent.objects.order_by("sequence").values_list("action", flat=True))
    assert actions == ["test.write_mail", "mail.attempt", "mail.deliver"]


def test_a_mail_the_server_did_not_take_is_due_again_later_with_the_reason(written, server_away):
    assert not deliver(written.pk)
    written.refresh_from_db()
    assert written.sent_at is None
    assert written.problem == "Connection unexpectedly closed"
    assert timedelta(0) < written.due_at - timezone.now() <= timedelta(minutes=1)


def test_a_mail_is_tried_again_after_the_server_is_back(written, monkeypatch):
    with monkeypatch.context() as away:
        away.setattr(EmailMultiAlternatives, "send", lambda self: (_ for _ in ()).throw(ConnectionRefusedError("no")))
        deliver(written.pk)
    let_time_pass(written)
    assert deliver(written.pk)
    written.refresh_from_db()
    assert (written.attempts, written.problem, written.due_at) == (2, "", None)


def test_a_mail_is_given_up_after_the_last_attempt(written, server_away):
    for _ in range(ATTEMPTS):
        let_time_pass(written)
        deliver(written.pk)
    written.refresh_from_db()
    assert (written.attempts, written.due_at) == (ATTEMPTS, None)
    assert queue_unsent() == 0


def test_the_sweep_queues_what_is_due(written):
    let_time_pass(written)
    assert queue_unsent() == 1
    assert DBTaskResult.objects.get().args_kwargs["args"] == [written.pk]


def test_the_sweep_gives_the_first_job_its_chance(written):
    assert queue_unsent() == 0


def test_on_the_console_a_mail_is_one_line(settings, capsys):
    settings.EMAIL_BACKEND = "portal.mail.console.ConsoleBackend"
    EmailMultiAlternatives("Approve GM-0001", "Do.", None, ["dana@wigan.example"]).send()
    assert capsys.readouterr().out == "Mail to dana@wigan.example: Approve GM-0001\n"
