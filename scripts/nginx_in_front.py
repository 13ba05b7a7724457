"""nginx before two web processes: which of them gets requests can be changed without losing one."""

import os
import subprocess
import time
from pathlib import Path

PAGES = Path(__file__).resolve().parent.parent / "deploy" / "errors"
CONFIGURATION = """
{user}worker_processes 1;
pid {place}/nginx.pid;
error_log {place}/error.log warn;
events {{ worker_connections 1024; }}
http {{
  map $scheme $strict {{ default ""; }}
  map $upstream_http_x_request_id $reference {{ default $upstream_http_x_request_id; "" $request_id; }}
  log_format told escape=json '{{"at":"$time_iso8601","status":$status,"seconds":$request_time,'
    '"upstream":"$upstream_addr","reference":"$reference"}}';
  access_log {place}/access.log told;
  client_body_temp_path {place}/body;
  proxy_temp_path {place}/proxied;
  fastcgi_temp_path {place}/fastcgi;
  uwsgi_temp_path {place}/uwsgi;
  scgi_temp_path {place}/scgi;
  client_max_body_size 64m;
  server_tokens off;
  upstream web {{
{servers}
  }}
  server {{
    listen 127.0.0.1:{port};
    include {place}/pages.conf;
    location = /metrics {{ return 404; }}
    location / {{
      proxy_pass http://web;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_connect_timeout 2s;
      proxy_read_timeout 65s;
      # A request is only sent on to the other process where the first cannot have begun it.
      proxy_next_upstream error timeout;
    }}
  }}
}}
"""


class Proxy:
    """nginx, with a configuration and logs of its own in a folder."""

    def __init__(self, place: Path, port: int, web: list[int]) -> None:
        self.place, self.port, self.web = place, port, web
        self.place.mkdir(parents=True, exist_ok=True)
        self.file = place / "nginx.conf"

    def write(self, *, without: int | None = None) -> None:
        """Write the configuration; `without` is the port of a web process that is to get no more requests."""
        servers = [f"    server 127.0.0.1:{port} max_fails=0{' down' if port == without else ''};" for port in self.web]
        pages = (PAGES / "pages.conf").read_text().replace("/etc/nginx/errors/", f"{PAGES}/")
        (self.place / "pages.conf").write_text(pages)
        user = "user root;\n" if os.geteuid() == 0 else ""  # the folder is nobody else's
        self.file.write_text(
            CONFIGURATION.format(user=user, place=self.place, port=self.port, servers="\n".join(servers))
        )

    def command(self) -> list[str]:
        """What starts it, to stay in the foreground."""
        return ["nginx", "-p", str(self.place), "-e", str(self.place / "error.log"), "-c", str(self.file),
                "-g", "daemon off;"]  # fmt: skip

    def turn_away_from(self, port: int | None) -> None:
        """Send no more requests to a web process, and wait until it has answered those that it got; None ends it."""
        self.write(without=port)
        before = self._workers()
        subprocess.run([*self.command()[:-2], "-s", "reload"], check=True)
        deadline = time.monotonic() + 60
        while before & self._workers() or not self._workers() - before:
            if time.monotonic() > deadline:
                raise TimeoutError("nginx did not let go of its old requests within a minute.")
            time.sleep(0.05)

    def _workers(self) -> set[int]:
        """The processes that serve: nginx's children, old and new."""
        master = int((self.place / "nginx.pid").read_text())
        listed = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        return {int(each) for each in listed}
