"""A link out of a mail, opened: where the browser is led, with the token in its cookie."""

from django.test import Client


def opened(client: Client, link: str) -> str:
    """The address without the token, for the same page."""
    led = client.get(link)
    assert led.status_code == 302, f"{link} answered {led.status_code}"
    return str(led.headers["Location"])
