"""An agreement's words as plain HTML: headings, paragraphs, lists and tables of the printed one, and nothing else.

No classes, no pictures, no page numbers in the contents: what anyone would write who wants the text on paper, with the
words at the head and foot of each page, and a new page where the agreement has one. The same as a source for Typst.
"""

import re
from html import escape, unescape
from html.parser import HTMLParser

KEPT = frozenset(
    {"html", "head", "title", "body", "h1", "h2", "h3", "h4", "p", "ol", "ul", "li", "table", "caption", "thead",
     "tbody", "tr", "th", "td", "strong", "em", "a", "br", "blockquote"}
)  # fmt: skip
LEFT_OUT = frozenset({"svg", "style", "script"})
ATTRIBUTES = frozenset({"href", "id", "lang", "scope", "colspan", "rowspan"})
BEFORE, AFTER = frozenset({"flows", "signatures"}), frozenset({"title-page", "contents", "flows"})
BREAK = '<p style="page-break-after: always"></p>'
"""A new page: before and after the parts of these classes."""
STYLE = """\
@font-face {{ font-family: Print; font-weight: 400; src: url({fonts}/source-sans-3-latin-400-normal.ttf) }}
@font-face {{ font-family: Print; font-weight: 600; src: url({fonts}/source-sans-3-latin-600-normal.ttf) }}
@page {{ size: A4; margin: 25mm 22mm 24mm; font: 8.5pt Print; @top-left {{ content: "{title}"; width: 55% }}
  @top-right {{ content: "{partnership}"; width: 45% }} @bottom-left {{ content: "{foot}"; width: 80% }}
  @bottom-right {{ content: "Page " counter(page) " of " counter(pages) }} }}
html {{ font: 10.5pt/1.42 Print }}
h1, h2, h3, h4, strong {{ font-weight: 600 }}
p, li {{ margin: 0 0 2.6mm }}
table {{ width: 100%; table-layout: fixed; border-collapse: collapse; font-size: 7.6pt; line-height: 1.28 }}
th, td {{ padding: 0.8mm 1mm; text-align: left; vertical-align: top; border-bottom: 0.2mm solid #ccc }}
"""
TYPST = """\
#set page(paper: "a4", margin: (top: 25mm, x: 22mm, bottom: 24mm), numbering: "1 of 1")
#set text(font: ("Source Sans 3", "Source Sans 3 ExtraLight"), size: 10.5pt, lang: "en", region: "GB")
#set par(leading: 0.72em)
#show table: set text(size: 8pt)
"""


class _Plain(HTMLParser):
    """Copies what is kept."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out, self.outside = ["<!doctype html>"], 0
        self.parts: list[frozenset[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.outside += tag in LEFT_OUT
        if tag in ("section", "nav"):
            self.parts.append(frozenset((dict(attrs).get("class") or "").split()))
            self._break(self.parts[-1] & BEFORE)
        if tag in KEPT and not self.outside:
            kept = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs if name in ATTRIBUTES)
            self.out.append(f"<{tag}{kept}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in KEPT - {"br"} and not self.outside:
            self.out.append(f"</{tag}>")
        self.outside -= tag in LEFT_OUT
        if tag in ("section", "nav"):
            self._break(self.parts.pop() & AFTER)

    def _break(self, wanted: frozenset[str]) -> None:
        last = next((one for one in reversed(self.out) if one.strip()), "")
        if wanted and last != BREAK:
            self.out.append(BREAK)

    def handle_data(self, data: str) -> None:
        if not self.outside:
            self.out.append(escape(data, quote=False))


def plain(html: str) -> str:
    """The bare HTML of a printed agreement."""
    reader = _Plain()
    reader.feed(html)
    return "".join(reader.out)


def words(bare: str) -> int:
    """How many words there are in it."""
    return len(unescape(re.sub(r"<[^>]*>", " ", bare)).split())


OPENING = {
    "h1": "#heading(level: 1)[", "h2": "#heading(level: 2)[", "h3": "#heading(level: 3)[", "h4": "#heading(level: 4)[",
    "p": "#par[", "ol": "#enum(", "ul": "#list(", "li": "[", "th": "[", "td": "[", "caption": "[",
    "strong": "#strong[", "em": "#emph[", "blockquote": "#quote(block: true)[",
}  # fmt: skip
CLOSING = {"ol": ")\n", "ul": ")\n", "li": "],\n", "td": "],", "th": "],"}


class _Typst(HTMLParser):
    """Writes Typst for bare HTML; content stands in blocks of code, so that what is nested stays nested."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out, self.places, self.in_head = [TYPST], [0], False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "head":
            self.in_head = True
        elif tag == "table":
            self.places.append(len(self.out))
            self.out.append("")
        elif tag == "br":
            self.out.append(" #linebreak() ")
        elif tag == "p" and attrs:
            self.out.append("#pagebreak(weak: true)\n#par[")
        else:
            self.out.append(OPENING.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "head":
            self.in_head = False
        elif tag == "table":
            place = self.places.pop()
            row = "".join(self.out[place:]).partition("\x00")[0]
            self.out[place] = f"#table(columns: {max(row.count('],'), 1)}, stroke: 0.2mm + gray, "
            self.out.append(")\n")
        elif tag == "tr":
            self.out.append("\x00")
        elif tag in OPENING:
            self.out.append(CLOSING.get(tag, "]\n"))

    def handle_data(self, data: str) -> None:
        if not self.in_head and (data.strip() or not self.out[-1].endswith(("(", ",\n", "],", ")\n", "\x00", ", "))):
            self.out.append(re.sub(r"([\\#*_`$<>@\[\]~=+/-])", r"\\\1", re.sub(r"\s+", " ", data)))


def typst(bare: str) -> str:
    """The source of the same for Typst."""
    reader = _Typst()
    reader.feed(bare)
    return "".join(reader.out).replace("\x00", "\n")
