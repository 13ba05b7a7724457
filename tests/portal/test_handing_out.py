"""Stored files handed out: by the portal itself, or by nginx in the words of deploy/nginx.conf."""

import threading
from collections.abc import Iterator
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
import requests
from django.contrib.auth.decorators import login_not_required
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.handlers.wsgi import WSGIHandler
from django.urls import path

from portal.storing.handing import handed_out
from tests.portal.proxies import proxied

NAME = "documents/NM-0001/0a 1b.pdf"
CONTENT = b"%PDF-1.7 " + b"signed " * 40_000
OWN = {"Date", "Server", "Connection", "X-Request-ID", "Last-Modified", "ETag", "Accept-Ranges"}
"""Headers that differ between two answers, or that only a server of files gives."""


@login_not_required
def hand_out(_request):
    return handed_out(NAME, name="Agreement “1”.pdf", media_type="application/pdf")


urlpatterns = [path("file/", hand_out)]


class Silent(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing is told."""


@pytest.fixture(autouse=True)
def kept(settings) -> None:
    settings.ROOT_URLCONF = __name__
    settings.ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
    default_storage.save(NAME, ContentFile(CONTENT))


@pytest.fixture
def portal() -> Iterator[int]:
    """The portal, served by a thread; its port."""
    with make_server("127.0.0.1", 0, WSGIHandler(), handler_class=Silent) as server:
        serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        serving.start()
        yield server.server_port
        server.shutdown()
        serving.join()


@pytest.fixture
def proxy(portal, tmp_path, settings) -> Iterator[str]:
    """The proxy before it, as deployed but for the places; its address."""
    with proxied(tmp_path, portal, str(settings.MEDIA_ROOT)) as address:
        yield address


def test_nginx_hands_out_the_same_file_with_the_same_headers(proxy, settings):
    itself = requests.get(f"{proxy}/file/", timeout=20)
    settings.FILES_BY_PROXY = True
    by_proxy = requests.get(f"{proxy}/file/", timeout=20)
    assert (itself.status_code, by_proxy.status_code) == (200, 200)
    assert itself.content == by_proxy.content == CONTENT
    assert "sandbox" in by_proxy.headers["Content-Security-Policy"]
    ours, theirs = (
        {name: value for name, value in answer.headers.items() if name not in OWN} for answer in (itself, by_proxy)
    )
    assert ours == theirs
    assert "X-Accel-Redirect" not in by_proxy.headers
    assert by_proxy.headers["X-Request-ID"] != itself.headers["X-Request-ID"]


def test_nobody_asks_nginx_for_a_kept_file_by_itself(proxy, settings):
    settings.FILES_BY_PROXY = True
    for asked in ("/kept-files/documents/NM-0001/0a%201b.pdf", "/kept-files/", "/kept-files../secret-key"):
        answer = requests.get(f"{proxy}{asked}", timeout=20)
        assert (answer.status_code, CONTENT in answer.content) == (404, False), asked


def test_the_portal_only_names_the_file(client, settings):
    settings.FILES_BY_PROXY = True
    answer = client.get("/file/")
    assert answer.content == b""
    assert answer.headers["X-Accel-Redirect"] == "/kept-files/documents/NM-0001/0a%201b.pdf"


def test_a_file_that_is_lost_is_an_error_as_ever(client, settings):
    settings.FILES_BY_PROXY = True
    default_storage.delete(NAME)
    with pytest.raises(FileNotFoundError):
        client.get("/file/")


def test_what_is_not_on_disk_is_read_by_the_portal(client, settings):
    settings.FILES_BY_PROXY = True
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    default_storage.save(NAME, ContentFile(CONTENT))
    answer = client.get("/file/")
    assert b"".join(answer.streaming_content) == CONTENT
    assert "X-Accel-Redirect" not in answer.headers
