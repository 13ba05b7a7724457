"""Mail by SMTP, as the address in the settings says, to a real server on this machine."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import SimpleNamespace

import environ
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword

from portal.audit.acts import SYSTEM, act
from portal.mail.delivery import deliver
from portal.mail.models import OutgoingMail
from tests.portal.buckets import free_port

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")]
USER, PASSWORD = b"portal", b"secret/of@mail"


class Mailbox:
    """What the server took, and whom it refuses."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []

    async def handle_RCPT(self, server, session, envelope: Envelope, address: str, options) -> str:
        """Refuse one address; take the others."""
        if address == "nobody@wigan.example":
            return "550 There is no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope: Envelope) -> str:
        """Keep the message."""
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 Taken"


def known(server, session, envelope, mechanism: str, data: LoginPassword) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (USER, PASSWORD), handled=False)


@pytest.fixture(scope="module")
def server() -> Iterator[Controller]:
    controller = Controller(
        Mailbox(), hostname="127.0.0.1", port=free_port(), authenticator=known, auth_required=True,
        auth_require_tls=False, auth_exclude_mechanism=["LOGIN"],
    )  # fmt: skip
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def by_smtp(server, settings) -> SimpleNamespace:
    """The settings that the portal makes of an address."""

    def use(user: str) -> None:
        found = environ.Env.email_url_config(f"smtp://{user}@127.0.0.1:{server.port}")
        for name, value in found.items():
            setattr(settings, name, value)

    use("portal:secret%2Fof%40mail")
    server.handler.taken.clear()
    return SimpleNamespace(use=use, taken=server.handler.taken)


def written(to: str = "dana@wigan.example") -> OutgoingMail:
    with act("test.write_mail", by=SYSTEM):
        mail = OutgoingMail(to=to, subject="Approve “GM-0001”", text="Do – now.\n", html="<p>Do – now.</p>")
        mail.save()
    return mail


def tried(mail: OutgoingMail) -> OutgoingMail:
    mail.refresh_from_db()
    return mail


def test_a_mail_arrives_whole_in_text_and_in_html(by_smtp, settings):
    settings.DEFAULT_FROM_EMAIL = "Concordat <portal@concordat.example>"
    mail = written()
    assert deliver(mail.pk)
    [arrived] = by_smtp.taken
    assert (arrived["To"], arrived["From"]) == ("dana@wigan.example", "Concordat <portal@concordat.example>")
    assert arrived["Subject"] == "Approve “GM-0001”"
    assert arrived.get_body(("plain",)).get_content().strip() == "Do – now."
    assert arrived.get_body(("html",)).get_content().strip() == "<p>Do – now.</p>"
    assert tried(mail).sent_at


def test_a_mailbox_that_is_refused_is_recorded_and_tried_again_later(by_smtp):
    mail = written("nobody@wigan.example")
    assert not deliver(mail.pk)
    assert "no such mailbox" in tried(mail).problem
    assert mail.due_at


def test_a_wrong_password_is_recorded_and_the_mail_waits(by_smtp):
    by_smtp.use("portal:wrong")
    mail = written()
    assert not deliver(mail.pk)
    assert "535" in tried(mail).problem
    assert (by_smtp.taken, mail.attempts) == ([], 1)


def test_a_server_that_is_down_is_recorded_and_the_mail_waits(by_smtp, settings):
    settings.EMAIL_PORT = free_port()
    mail = written()
    assert not deliver(mail.pk)
    assert "refused" in tried(mail).problem
    assert mail.due_at
