"""What could run on a page that the portal did not mean to run there, told from its headers and its markup."""

import re
from html.parser import HTMLParser

from django.http import HttpResponse

ADDRESSES = {"href", "src", "action", "formaction", "data", "poster"}
RUNNING = re.compile(r"\s*(?:javascript|vbscript|data\s*:\s*text/html)", re.I)
NOT_RUN = {"application/json", "application/ld+json", "text/template"}
# Where each of these must point, or that it is closed.
POLICY = {
    "default-src": {"'self'"},
    "object-src": {"'none'"},
    "form-action": {"'self'"},
    "base-uri": {"'none'"},
    "frame-ancestors": {"'none'"},
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Reader(HTMLParser):
    """Collects what must not be on a page: scripts and styles without its nonce, handlers, addresses that run."""

    def __init__(self, nonces: set[str]) -> None:
        super().__init__()
        self.nonces, self.found, self.holds_a_file = nonces, [], False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One element."""
        self.holds_a_file |= tag == "object"
        given = {name: value or "" for name, value in attrs}
        if tag in ("script", "style") and given.get("type") not in NOT_RUN and given.get("nonce") not in self.nonces:
            self.found.append(f"<{tag}> without the nonce of its page")
        self.found += [f"<{tag} {name}=>" for name in given if name.startswith("on") or name == "style"]
        self.found += [
            f"<{tag}> leads to {given[name]}" for name in ADDRESSES & set(given) if RUNNING.match(given[name])
        ]


def unsafe(answer: HttpResponse) -> list[str]:
    """What is wrong with an answer; nothing where it is safe. Of a file: that it could run."""
    policy = answer.headers.get("Content-Security-Policy", "")
    if answer.headers.get("Content-Disposition", "").startswith("attachment"):
        said = [] if policy == "sandbox; default-src 'none'" else [f"a file under the policy {policy!r}"]
        return said + [name for name in ("X-Content-Type-Options",) if answer.headers.get(name) != "nosniff"]
    if not answer.headers.get("Content-Type", "").startswith("text/html") or not answer.content:
        return []
    wrong = [name for name, value in HEADERS.items() if answer.headers.get(name) != value]
    directives = {first: set(rest) for first, *rest in (part.split() for part in policy.split(";") if part.strip())}
    reader = Reader(set(re.findall(r"'nonce-([^']+)'", policy)))
    reader.feed(answer.content.decode())
    if reader.holds_a_file and directives.get("object-src") == {"'self'"}:
        directives["object-src"] = POLICY["object-src"]
    wrong += [f"{name} {directives.get(name)}" for name, value in POLICY.items() if directives.get(name) != value]
    return wrong + reader.found + (["unsafe"] if "unsafe" in policy else [])
