"""The audit of dependencies, asked of a database that runs beside the test and knows of one weakness, or of none."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from scripts.audit_dependencies import ROOT, ask, verdict

WEAKNESS = {
    "id": "GHSA-made-up-0001", "modified": "2026-01-01T00:00:00Z", "summary": "Made up for a test",
    "affected": [{
        "package": {"ecosystem": "PyPI", "name": "django"},
        "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99"}]}],
    }],
}  # fmt: skip


class Database(BaseHTTPRequestHandler):
    """Answers as OSV does: which of the packages asked for are weak, and what is known of a weakness."""

    asked: set[str]
    weak: set[str]

    def do_POST(self) -> None:
        queries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
        names = [one["package"]["name"] for one in queries]
        self.asked.update(names)
        told = {"id": WEAKNESS["id"], "modified": WEAKNESS["modified"]}
        self._answer({"results": [{"vulns": [told]} if name in self.weak else {} for name in names]})

    def do_GET(self) -> None:
        self._answer(WEAKNESS)

    def _answer(self, said: dict) -> None:
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def database(monkeypatch) -> Iterator[tuple[str, type[Database]]]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    handler = type("OneDatabase", (Database,), {"asked": set(), "weak": set()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/", handler
    server.shutdown()
    server.server_close()


def test_every_package_of_the_lock_is_asked_about_and_where_none_is_weak_the_check_passes(database):
    url, handler = database
    assert verdict(*ask(url)) == 0
    locked = {line.split('"')[1] for line in (ROOT / "uv.lock").read_text().splitlines() if line.startswith("name = ")}
    assert len(handler.asked) > 100
    assert handler.asked <= locked


def test_one_weak_package_fails_the_check_by_name(database, capsys):
    url, handler = database
    handler.weak.add("django")
    assert verdict(*ask(url)) == 1
    said = capsys.readouterr().out
    assert "django" in said
    assert "GHSA-made-up-0001" in said


def test_a_database_that_is_away_is_told_and_fails_only_what_must_ask(database, capsys):
    code, said = ask("http://127.0.0.1:9/")
    assert verdict(code, said) == 0
    assert "Not asked" in capsys.readouterr().out
    assert verdict(code, said, must_ask=True) == 1
