"""nginx in the words of deploy/nginx.conf, before a portal of the test's own."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.portal.buckets import free_port
from tests.portal.places import until

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
AROUND = """{user}daemon off; pid {place}/pid; worker_processes 1;
events {{ worker_connections 64; }}
http {{
  access_log off; client_body_temp_path {place}/body; proxy_temp_path {place}/proxied;
  fastcgi_temp_path {place}/fastcgi; uwsgi_temp_path {place}/uwsgi; scgi_temp_path {place}/scgi;
  include {place}/deployed.conf;
}}
"""


@contextmanager
def proxied(place: Path, portal: int, documents: str = "/nowhere") -> Iterator[str]:
    """The proxy as deployed but for the places, in this folder, before the portal at this port; its address."""
    port = free_port()
    with subprocess.Popen(_command(place, port, portal, documents)) as running:
        until(lambda: _answers(port))
        yield f"http://127.0.0.1:{port}"
        running.terminate()


def configured(place: Path) -> subprocess.CompletedProcess[str]:
    """What nginx itself says of the configuration."""
    return subprocess.run([*_command(place, free_port(), 8000, "/nowhere"), "-t"], capture_output=True, text=True)


def log_of(place: Path) -> str:
    """What it has noted of requests."""
    return (place / "access.log").read_text()


def _command(place: Path, port: int, portal: int, documents: str) -> list[str]:
    if shutil.which("nginx") is None:
        pytest.skip("nginx is not installed")
    said = (DEPLOY / "nginx.conf").read_text()
    pages = (DEPLOY / "errors" / "pages.conf").read_text()
    (place / "pages.conf").write_text(_moved(pages, {"/etc/nginx/errors/": f"{DEPLOY}/errors/"}))
    moves = {"listen 8080;": f"listen 127.0.0.1:{port};", "set $web web:8000;": f"set $web 127.0.0.1:{portal};",
             "/var/lib/concordat/documents": documents, "/etc/nginx/errors/pages.conf": f"{place}/pages.conf",
             "/var/log/nginx/access.log": f"{place}/access.log"}  # fmt: skip
    (place / "deployed.conf").write_text(_moved(said, moves))
    user = "user root; " if os.geteuid() == 0 else ""  # the test's folder is nobody else's
    (place / "nginx.conf").write_text(AROUND.format(place=place, user=user))
    return ["nginx", "-p", str(place), "-e", str(place / "errors"), "-c", str(place / "nginx.conf")]


def _moved(said: str, moves: dict[str, str]) -> str:
    for deployed, here in moves.items():
        assert deployed in said, deployed
        said = said.replace(deployed, here)
    return said


def _answers(port: int) -> bool:
    with socket.socket() as trying:
        return trying.connect_ex(("127.0.0.1", port)) == 0
