"""Markup that runs: the families of the published collections, and texts put together from their pieces at random.

The collections are OWASP's sheet on evading filters, html5sec and the mutations of DOMPurify's tests: their families
stand in `known_markup.json` in our own words.
"""

import json
import random
from collections.abc import Iterator
from pathlib import Path

RUN = "alert(1)"
HANDLERS = (
    "onerror",
    "onload",
    "onclick",
    "onfocus",
    "ontoggle",
    "onbegin",
    "onanimationstart",
    "onpointerenter",
    "onauxclick",
)
SCHEMES = (
    "javascript:",
    "JaVaScRiPt:",
    " javascript:",
    "\x01javascript:",
    "\x0bjavascript:",
    "java\tscript:",
    "java\nscript:",
    "jav&#x09;ascript:",
    "jav&NewLine;ascript:",
    "&#106;avascript:",
    "&#0000106avascript:",
    "&#x6A;avascript&colon;",
    "javascript&colon;",
    "\u00a0javascript:",
    "vbscript:",
    "livescript:",
    "data:text/html,",
    "feed:javascript:",
    "view-source:javascript:",
    "blob:javascript:",
    "//attacker.example/",
    "https:javascript:",
)
RAW = (
    "style",
    "script",
    "title",
    "textarea",
    "xmp",
    "noembed",
    "noframes",
    "noscript",
    "iframe",
    "plaintext",
    "template",
)
FOREIGN = ("svg", "math", "mtext", "mglyph", "malignmark", "foreignObject", "annotation-xml", "desc", "mi", "ms", "use")
PLAIN = (
    "p",
    "a",
    "li",
    "ol",
    "table",
    "caption",
    "tbody",
    "tr",
    "td",
    "form",
    "select",
    "option",
    "b",
    "img",
    "details",
    "input",
    "video",
    "source",
    "body",
    "html",
    "frameset",
    "marquee",
    "isindex",
    "base",
    "link",
    "meta",
    "object",
    "embed",
    "applet",
    "button",
    "keygen",
    "dialog",
    "slot",
    "x",
    "x-y",
)
LOOSE = (
    "<",
    ">",
    "</",
    "/>",
    "<!--",
    "-->",
    "--!>",
    "<!-->",
    "<![CDATA[",
    "]]>",
    "<?",
    "?>",
    "<!",
    "</p>",
    "&lt;",
    "&gt;",
    "&#60;",
    "&#x3c",
    "%3C",
    "\ufe64",
    "\uff1c",
    "'",
    '"',
    "`",
    "=",
    "\x00",
    "\x0c",
    "\u2028",
    "\ufeff",
)

KNOWN: list[str] = json.loads(Path(__file__).with_name("known_markup.json").read_text())


def at_random(count: int, seed: int = 6) -> Iterator[str]:
    """So many texts, each of a few pieces: what is known, tags open, closed and broken, and what is between."""
    chance = random.Random(seed)  # noqa: S311 - the same texts for the same seed, not a secret
    for _ in range(count):
        pieces = [_piece(chance) for _ in range(chance.randint(2, 9))]
        if chance.random() < 0.5:
            pieces.insert(chance.randint(0, len(pieces)), chance.choice(KNOWN))
        yield _spoilt("".join(pieces), chance)


def _piece(chance: random.Random) -> str:
    tag = chance.choice(chance.choice((RAW, FOREIGN, PLAIN)))
    kind = chance.random()
    if kind < 0.2:
        return chance.choice(LOOSE)
    if kind < 0.35:
        return f"</{tag}>"
    given = "".join(_attribute(chance) for _ in range(chance.randint(0, 3)))
    return f"<{tag}{given}{chance.choice(('>', '>', '>', '/>', '', ' '))}"


def _attribute(chance: random.Random) -> str:
    quote = chance.choice(("'", '"', "", "`"))
    name, value = chance.choice(
        [
            (chance.choice(HANDLERS), RUN),
            ("href", chance.choice(SCHEMES) + RUN),
            ("src", "x"),
            ("title", f"</{chance.choice(RAW)}>"),
            ("title", f"--><img src onerror={RUN}>"),
            ("style", f"background:url(javascript:{RUN})"),
            ("id", "p0000000a"),
            ("xlink:href", f"javascript:{RUN}"),
            ("srcdoc", f"<img src onerror={RUN}>"),
            ("encoding", "text/html"),
        ]
    )
    return f"{chance.choice((' ', '/', chr(9), chr(10), chr(12)))}{name}={quote}{value}{quote}"


def _spoilt(text: str, chance: random.Random) -> str:
    """With a sign or two written otherwise: as an entity, in the other case, or after what is not seen."""
    for _ in range(chance.randint(0, 3)):
        at = chance.randrange(len(text))
        sign = text[at]
        other = chance.choice((f"&#{ord(sign)};", f"&#x{ord(sign):x}", sign.swapcase(), f"\x00{sign}", f"\t{sign}", ""))
        text = text[:at] + other + text[at + 1 :] or "<"
    return text
