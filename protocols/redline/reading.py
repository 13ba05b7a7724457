"""From sanitised HTML to blocks and words. What is not on the allow-list is not read, so that it is never written."""

import re
from html.parser import HTMLParser

from portal.richtext import ANCHOR, ATTRIBUTES, SCHEMES
from protocols.redline.nodes import (
    BREAK,
    CONTAINERS,
    HOW,
    LEAVES,
    RANKS,
    Attributes,
    Block,
    Change,
    How,
    Mark,
    Token,
    in_order,
)

SPACE = re.compile(r"[ \t\n\r\f]+")  # not the no-break space, which is a letter of its own
SCHEME = re.compile(r"\s*([a-z][a-z0-9+.\-]*):", re.IGNORECASE)
CHANGE = "data-change"
DEEPEST = 60  # blocks in blocks, and marks in marks: deeper ones stand beside one another, with all their words
KEPT = {**ATTRIBUTES, "li": set[str](), "mark": {"class"}, "ins": {HOW}, "del": {HOW}}


def read(html: str, *, exact: bool = False) -> Block:
    """The blocks of a text.

    Words keep their order and marks; white space is what a browser shows of it; empty paragraphs, which say nothing,
    are left out. `exact` takes spaces and empty blocks as they are: for what was written from blocks before.
    """
    reader = _Reader(exact=exact)
    reader.feed(html)
    reader.close()
    return reader.whole()


class _Reader(HTMLParser):
    def __init__(self, *, exact: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.exact = exact
        self.root = Block()
        self.path = [self.root]
        self.marks: list[Mark] = []
        self.nested: tuple[Mark, ...] = ()
        self.run: list[Token] = []

    def whole(self) -> Block:
        self._end_run()
        return self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.run.append((BREAK, self.nested))
        elif tag in LEAVES or tag in CONTAINERS:
            self._open(tag, attrs)
        elif tag in RANKS and tag != "span" and len(self.marks) < DEEPEST:
            self.marks.append((tag, _attributes(tag, attrs)))
            self.nested = in_order(tuple(self.marks))

    def handle_endtag(self, tag: str) -> None:
        if tag in LEAVES or tag in CONTAINERS:
            self._close(tag)
            return
        for index in range(len(self.marks) - 1, -1, -1):
            if self.marks[index][0] == tag:
                del self.marks[index]
                self.nested = in_order(tuple(self.marks))
                return

    def handle_data(self, data: str) -> None:
        self.run.append((data.replace(BREAK, " "), self.nested))

    def _open(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._end_run()
        while self.path[-1].is_leaf:  # a leaf holds words alone: whatever else opens in it ends it
            self.path.pop()
        if tag in CONTAINERS:
            del self.path[DEEPEST:]
        block = Block(tag, _attributes(tag, attrs))
        said = dict(attrs)
        anchor = said.get("id") or ""
        block.anchor = anchor if tag == "li" and ANCHOR.fullmatch(anchor) else ""
        if self.exact and (changed := said.get(CHANGE)):
            block.change = Change(changed)
            block.how = How(told) if (told := said.get(HOW)) else None
        self.path[-1].blocks.append(block)
        self.path.append(block)

    def _close(self, tag: str) -> None:
        self._end_run()
        if any(block.tag == tag for block in self.path):
            while self.path.pop().tag != tag:
                pass

    def _end_run(self) -> None:
        tokens = self.run if self.exact else _as_shown(self.run)
        self.run = []
        here = self.path[-1]
        if tokens and here.is_leaf:
            here.tokens.extend(tokens)
        elif tokens:
            here.blocks.append(Block("p", tokens=tokens))
        elif here.is_leaf and not self.exact:
            self.path[-2].blocks.pop()


def _as_shown(run: list[Token]) -> list[Token]:
    """The run with its white space as a browser shows it, and pieces with the same marks put together."""
    shown: list[Token] = []
    open_to_space = False
    for text, marks in run:
        if text == BREAK:
            _end_of_line(shown)
            shown.append((BREAK, marks))
            open_to_space = False
            continue
        text = SPACE.sub(" ", text)
        if not open_to_space:
            text = text.removeprefix(" ")
        if text:
            open_to_space = not text.endswith(" ")
            if shown and shown[-1][1] == marks and shown[-1][0] != BREAK:
                shown[-1] = (shown[-1][0] + text, marks)
            else:
                shown.append((text, marks))
    _end_of_line(shown)
    return shown


def _end_of_line(shown: list[Token]) -> None:
    """Take the space away that stands before the end of a line."""
    if shown and shown[-1][0].endswith(" "):
        text, marks = shown.pop()
        if text != " ":
            shown.append((text[:-1], marks))


def _attributes(tag: str, attrs: list[tuple[str, str | None]]) -> Attributes:
    kept = KEPT.get(tag, set())
    return tuple(sorted((name, value or "") for name, value in attrs if name in kept and _is_safe(name, value or "")))


def _is_safe(name: str, value: str) -> bool:
    scheme = SCHEME.match(value)
    return name != "href" or scheme is None or scheme[1].lower() in SCHEMES
