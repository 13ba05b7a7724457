"""What Word, LibreOffice and Google Docs put on the clipboard, as plain structure: headings, lists, tables, emphasis.

The result is still to be sanitised: this keeps what the sanitiser would lose, and takes nothing for safe.
"""

import re
from collections.abc import Iterable

from lxml import etree
from lxml import html as markup

from portal.pasting.lists import gather_word_lists, nest_stray_lists
from portal.pasting.looks import apply_looks, bare_links, rename, unwrap

FOREIGN = re.compile(r"\bmso-|class=[\"']?Mso|<o:p|docs-internal-guid|content=[\"']?LibreOffice|<font\b", re.I)
# Word's own marks: conditional comments, and the sections that browsers see between them.
CONDITIONS = re.compile(r"<!--.*?-->|<!\[(?:if|endif)[^\]]*\]>|<\?xml[^>]*>", re.S | re.I)
FRAGMENT = re.compile(r"<!--StartFragment-->(.*)<!--EndFragment-->", re.S | re.I)
NEVER = {
    "head",
    "style",
    "script",
    "title",
    "meta",
    "link",
    "xml",
    "noscript",
    "iframe",
    "object",
    "svg",
    "math",
    "img",
}
# Signs that no XML holds, as they are or by their number: a form feed, the break within a line of Word's plain text.
UNHEARD = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
    r"|&#0{0,6}(?:[0-8]|1[124-9]|2\d|3[01])(?!\d);?|&#[xX]0{0,6}(?:[0-8bcefBCEF]|1[\da-fA-F])(?![\da-fA-F]);?"
)
HEADINGS = {"h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4"}
WRAPPERS = ("div", "section", "article", "center", "font", "tbody", "colgroup", "col", "dl", "dt", "dd", "pre")
SPACES = "\xa0 \t\r\n"
SPACE = re.compile(r"[ \t\r\n]+")
ROUND_BLOCKS = re.compile(
    r"(?:(?<! ) +)?(</?(?:p|h3|h4|ul|ol|li|table|thead|tbody|tr|td|th|caption|blockquote)\b[^>]*>) *"
)
ROWS = {"table", "thead", "tr"}
OF_TABLES = ROWS | {"caption", "td", "th"}
BLOCKS = {"p", "h3", "h4", "ul", "ol", "table", "blockquote", "li"}


def is_foreign(text: str) -> bool:
    """Whether a text bears the marks of a word processor."""
    return FOREIGN.search(text) is not None


def tidy(text: str) -> str:
    """The same words with the structure that their writer saw, in few tags; not yet sanitised.

    Lists that Word draws with indents become lists again, at their levels and with their first number; bold, italic,
    underlined, struck, raised and lowered words stay so; headings become the two levels that a clause has.
    """
    found = FRAGMENT.search(text)
    bare = CONDITIONS.sub("", found[1] if found else text)
    root = markup.fragment_fromstring(f"<body>{_body(bare)}</body>", create_parent="div")
    for one in list(_every(root)):
        if _name(one) in NEVER:
            one.drop_tree()
    gather_word_lists(root)
    for one in list(_every(root)):
        if _name(one) in HEADINGS:
            rename(one, HEADINGS[_name(one)])
    apply_looks(root)
    bare_links(root)
    _flatten(root)
    _out_of_tables(root)
    nest_stray_lists(root)
    _drop_empty(root)
    whole = SPACE.sub(" ", markup.tostring(root, encoding="unicode")).strip()
    return ROUND_BLOCKS.sub(r"\1", whole.removeprefix("<div>").removesuffix("</div>")).strip(" ")


def _body(text: str) -> str:
    opening = re.search(r"<body[^>]*>", text, re.I)
    inner = text[opening.end() :] if opening else text
    return UNHEARD.sub(" ", re.sub(r"</?(?:html|body)[^>]*>", "", inner, flags=re.I))


def _every(root: etree._Element) -> Iterable[etree._Element]:
    return (one for one in root.iterdescendants() if isinstance(one.tag, str))


def _name(one: etree._Element) -> str:
    return str(one.tag).lower() if isinstance(one.tag, str) else ""


def _flatten(root: etree._Element) -> None:
    """Take boxes away, and make a paragraph of one that holds words alone; attributes go but for a few."""
    for one in list(_every(root)):
        name = _name(one)
        if name in ("div", "pre", "dt", "dd") and not any(_name(inner) in BLOCKS for inner in _every(one)):
            rename(one, "p")
        elif name in WRAPPERS or ":" in name or name in ("span", "body", "small", "big"):
            unwrap(one)
    for one in _every(root):
        kept = {"a": ("href",), "ol": ("start",), "td": ("colspan", "rowspan"), "th": ("colspan", "rowspan", "scope")}
        for attribute in set(one.attrib) - set(kept.get(_name(one), ())):
            del one.attrib[attribute]


def _out_of_tables(root: etree._Element) -> None:
    """What stands in a table outside its cells goes before the table, as every browser would put it."""
    for one in [one for one in _every(root) if _name(one.getparent()) in ROWS and _name(one) not in OF_TABLES]:
        table = next((above for above in one.iterancestors() if _name(above) == "table"), None)
        if table is not None:
            table.addprevious(one)


def _drop_empty(root: etree._Element) -> None:
    """Empty paragraphs and line breaks beside blocks, by which word processors make space, say nothing."""
    for one in list(_every(root)):
        if _name(one) in ("p", "h3", "h4") and not "".join(one.itertext()).strip(SPACES):
            if _name(one.getparent()) in ("td", "th", "li"):
                one.drop_tag()
            else:
                one.drop_tree()
    for one in [found for found in _every(root) if _name(found) == "br" and not (found.tail or "").strip(SPACES)]:
        before, after = one.getprevious(), one.getnext()
        beside = [found for found in (before, after) if found is not None]
        above = before.tail if before is not None else one.getparent().text
        if not (above or "").strip(SPACES) and any(_name(found) in BLOCKS for found in beside):
            one.drop_tree()
