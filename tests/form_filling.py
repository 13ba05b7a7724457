"""Reading the form off a page, as a browser would send it back untouched."""

import re
from dataclasses import dataclass, field
from html import escape, unescape
from html.parser import HTMLParser

from django.http import HttpResponse

from portal.govuk.kept import KEPT

Attributes = list[tuple[str, str | None]]
VALUE = re.compile(r'value="([^"]*)"')
LONGEST = 2_000  # of the texts that are looked for again


@dataclass
class Form:
    """A form on a page: where it is sent, and what it would send."""

    method: str
    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    offered: dict[str, set[str]] = field(default_factory=dict)

    def add(self, name: str, value: str) -> None:
        """One more value of a field."""
        self.values.setdefault(name, []).append(value)

    def offer(self, name: str, value: str) -> None:
        """A value that could be sent."""
        self.offered.setdefault(name, set()).add(value)


class FormReader(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._text: tuple[str, list[str]] | None = None
        self._select: tuple[str, list[tuple[str, bool]]] | None = None

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Open a form or a field."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("method", "get").lower(), given.get("action", ""))
            self.forms.append(self._form)
        elif self._form is not None:
            self._field(tag, given)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        assert self._form is not None
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "option" and self._select is not None:
            self._select[1].append((given.get("value", ""), "selected" in given))
            self._form.offer(self._select[0], given.get("value", ""))
        elif not name or "disabled" in given:
            return
        elif tag == "textarea":
            self._form.offer(name, "")
            self._text = (name, [])
        elif tag == "select":
            self._select = (name, [])
        elif tag == "input" and kind in ("checkbox", "radio"):
            self._form.offer(name, given.get("value", "on"))
            if "checked" in given:
                self._form.add(name, given.get("value", "on"))
        elif tag == "input" and kind not in ("submit", "button", "file"):
            self._form.add(name, given.get("value", ""))

    def handle_data(self, data: str) -> None:
        """Text inside a text area."""
        if self._text is not None:
            self._text[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        """Close a field or a form."""
        if tag == "form":
            self._form = None
        elif tag == "textarea" and self._text is not None and self._form is not None:
            self._form.add(self._text[0], "".join(self._text[1]).removeprefix("\n"))
            self._text = None
        elif tag == "select" and self._select is not None and self._form is not None:
            name, options = self._select
            chosen = [value for value, selected in options if selected] or [value for value, _ in options[:1]]
            for value in chosen:
                self._form.add(name, value)
            self._select = None


def whole_form_on(html: str, path: str) -> Form:
    """The page's form to this path; an empty one where there is none."""
    reader = FormReader()
    reader.feed(html)
    ours = (form for form in reader.forms if form.method == "post" and form.action in ("", path))
    return next(ours, Form("post", path))


def form_on(html: str, path: str) -> dict[str, list[str]]:
    """What the page's form to this path would send; nothing where there is none."""
    return whole_form_on(html, path).values


NEVER_SHOWN = {"proof"}
"""Fields of a password, which is typed again and never shown."""


def typed(data: dict[str, object]) -> list[str]:
    """The words that somebody typed into a form: every text of more than one word, but for a password."""
    said = [value for name, value in data.items() if name not in NEVER_SHOWN]
    given = [one for value in said for one in (value if isinstance(value, list) else [value])]
    return [one for one in given if isinstance(one, str) and " " in plain(one) and len(one) < LONGEST]


def missing(data: dict[str, object], answer: HttpResponse) -> list[str]:
    """Which of the words typed are neither on the page that answers nor kept for the one that it leads to."""
    page = "" if answer.streaming else answer.content.decode()
    page += "".join(escape(one["text"]) for one in answer.wsgi_request.session.get(KEPT, []))
    shown = plain(page) + " ".join(plain(value) for value in VALUE.findall(page))
    return [one for one in typed(data) if plain(one) not in shown]


def plain(markup: str) -> str:
    """The words of some markup, and of what is written out inside it, with one space between them."""
    for _ in range(2):
        markup = re.sub(r"<[^<>]*>", " ", unescape(markup))
    return " ".join(markup.split())
