"""A document reaches nothing outside the project's own static files, whatever its HTML asks for."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from weasyprint import HTML, Attachment

from protocols.documents.errors import FetchRefused
from protocols.documents.fetching import StaticFilesFetcher, allowed_path, static_root
from protocols.documents.typesetting import typeset

SECRET = "the contents of a secret file"


class Listener:
    """A web server that remembers who called."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.calls.append(self.path)
                self.send_response(302)
                self.send_header("Location", "file:///etc/passwd")
                self.end_headers()

            def log_message(self, *_args: object) -> None:
                """Say nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def listener() -> Iterator[Listener]:
    listening = Listener()
    thread = threading.Thread(target=listening.server.serve_forever, daemon=True)
    thread.start()
    yield listening
    listening.server.shutdown()
    listening.server.server_close()
    thread.join()


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.css"
    path.write_text(f"p::after {{ content: '{SECRET}' }}")
    return path


SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>t</title>'
PAYLOADS = [
    '<img src="{url}" alt="x">',
    '<link rel="stylesheet" href="{url}">',
    '<link rel="attachment" href="{url}">',
    '<a rel="attachment" href="{url}">words</a>',
    "<style>@import url('{url}');</style>",
    "<p style=\"background: url('{url}')\">words</p>",
    "<style>@font-face {{ font-family: x; src: url('{url}') }} p {{ font-family: x }}</style><p>words</p>",
    '<object data="{url}"></object><embed src="{url}">',
    f'{SVG}<image href="{{url}}" width="9" height="9"/></svg>',
    f'{SVG}<use href="{{url}}#a"/></svg>',
    '<base href="{url}"><img src="picture.svg" alt="x">',
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_html_makes_a_connection(payload: str, listener: Listener) -> None:
    typeset(payload.format(url=f"{listener.address}/x.svg"), sheets=())
    assert listener.calls == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_html_reads_a_file_of_the_machine(payload: str, secret: Path, tool) -> None:
    made = typeset(payload.format(url=secret.as_uri()), sheets=())
    assert SECRET not in tool(made.pdf, "pdftotext", after=("-",))
    assert "secret" not in tool(made.pdf, "pdfdetach", "-list")


def test_the_listener_would_have_heard_a_call(listener: Listener) -> None:
    HTML(string=f'<img src="{listener.address}/heard.svg" alt="x">').write_pdf()
    assert listener.calls == ["/heard.svg"]


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "file://localhost/etc/passwd",
        "http://127.0.0.1:9/x.css",
        "https://example.org/x.css",
        "ftp://example.org/x.css",
        "data:text/css,p",
        "data:image/svg+xml;base64,PHN2Zy8+",
        "{static}/documents/../../portal/settings.py",
        "{static}/documents/%2e%2e/%2e%2e/portal/settings.py",
        "{static}/documents/../fonts/OFL.txt",
        "{static}/documents",
        "{static}/documents/missing.css",
        "{static}/documents/page.css\x00.svg",
        "FILE:///etc/passwd",
        "//example.org/x.css",
        "http:{path}/documents/page.css",
        "file://example.org{path}/documents/page.css",
        "{static}/documents/page.css%00.svg",
        "",
    ],
)
def test_an_address_off_the_list_is_refused(url: str) -> None:
    fetcher = StaticFilesFetcher()
    with pytest.raises(FetchRefused):
        fetcher.fetch(url.format(static=static_root().as_uri(), path=static_root()))
    assert len(fetcher.refused) == 1


@pytest.mark.parametrize("name", ["documents/page.css", "fonts/source-sans-3-latin-400-normal.ttf", "brand/mark.svg"])
def test_the_projects_own_print_files_are_given(name: str) -> None:
    response = StaticFilesFetcher().fetch(f"{static_root().as_uri()}/{name}")
    assert response.read() == (static_root() / name).read_bytes()


def test_a_symbolic_link_leads_nowhere_else(settings, tmp_path: Path, secret: Path) -> None:
    settings.BASE_DIR = tmp_path
    (tmp_path / "static" / "documents").mkdir(parents=True)
    link = tmp_path / "static" / "documents" / "link.css"
    link.symlink_to(secret)
    assert allowed_path(link.as_uri()) is None


def test_a_directory_whose_name_only_begins_alike_is_another(settings, tmp_path: Path) -> None:
    settings.BASE_DIR = tmp_path
    for name in ("documents", "documents-of-others"):
        (tmp_path / "static" / name).mkdir(parents=True)
        (tmp_path / "static" / name / "page.css").write_text("p { color: red }")
    assert allowed_path((tmp_path / "static" / "documents" / "page.css").as_uri()) is not None
    assert allowed_path((tmp_path / "static" / "documents-of-others" / "page.css").as_uri()) is None


def test_an_attachment_goes_through_the_same_gate(listener: Listener) -> None:
    attachment = Attachment(url=f"{listener.address}/a.json", url_fetcher=StaticFilesFetcher())
    HTML(string="<p>words</p>").write_pdf(attachments=[attachment])
    assert listener.calls == []


def test_a_refusal_is_complained_of_and_the_rest_is_set(tool) -> None:
    made = typeset('<p>words that stay</p><img src="file:///etc/passwd" alt="x">', sheets=())
    assert any("/etc/passwd" in complaint for complaint in made.complaints)
    assert "words that stay" in tool(made.pdf, "pdftotext", after=("-",))
