"""Mail on the console: a line for each, not its whole source. The outbox shows the rest in a demonstration."""

import sys
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class ConsoleBackend(BaseEmailBackend):
    """Sends nothing: writes to whom, and what about."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write a line for each message; how many."""
        for message in email_messages:
            sys.stdout.write(f"Mail to {', '.join(message.to)}: {message.subject}\n")
        sys.stdout.flush()
        return len(email_messages)
