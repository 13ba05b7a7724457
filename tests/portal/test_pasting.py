"""What is pasted from Word, LibreOffice and Google Docs keeps its structure and brings nothing else along."""

import io
from html import escape

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.pasting import is_foreign, tidy
from portal.richtext import plain, sanitise

HEAD = """<html xmlns:o="urn:schemas-microsoft-com:office:office">
<head><meta name=Generator content="Microsoft Word 15">
<style><!-- p.MsoNormal {mso-style-parent:""; margin:0cm} --></style>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]--></head>
<body lang=EN-GB><!--StartFragment-->"""
FOOT = "<!--EndFragment--></body></html>"


def item(words: str, marker: str, level: int = 1) -> str:
    return f"""<p class=MsoListParagraphCxSpMiddle style='margin-left:36pt;text-indent:-18.0pt;mso-list:l0 level{level}
lfo1'><![if !supportLists]><span style='font-family:Symbol;mso-bidi-font-family:Symbol'><span style='mso-list:Ignore'>
{marker}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>{words}<o:p>
</o:p></p>
"""


def pasted(html: str) -> str:
    return sanitise(tidy(html))


def word(*parts: str) -> str:
    return HEAD + "".join(parts) + FOOT


def test_words_lists_become_lists_at_their_levels():
    text = word(
        "<p class=MsoNormal>Before<o:p></o:p></p>",
        item("First", "1."), item("Nested", "(a)", 2), item("Nested too", "(b)", 2), item("Second", "2."),
        "<p class=MsoNormal>After</p>",
    )  # fmt: skip
    nested = "<ol><li><p>Nested</p></li><li><p>Nested too</p></li></ol>"
    lists = f"<ol><li><p>First</p>{nested}</li><li><p>Second</p></li></ol>"
    assert pasted(text) == f"<p>Before</p>{lists}<p>After</p>"


def test_a_bulleted_list_is_not_numbered():
    text = word(item("One", "·"), item("Two", "·"), item("Deeper", "o", 2))
    assert pasted(text) == "<ul><li><p>One</p></li><li><p>Two</p><ul><li><p>Deeper</p></li></ul></li></ul>"


def test_a_numbered_list_goes_on_where_a_paragraph_interrupted_it():
    text = word(item("One", "1."), "<p class=MsoNormal>Between</p>", item("Two", "2."))
    assert pasted(text) == '<ol><li><p>One</p></li></ol><p>Between</p><ol start="2"><li><p>Two</p></li></ol>'


def test_a_numbered_list_after_a_bulleted_one_is_its_own():
    assert pasted(word(item("A", "·"), item("B", "1."))) == "<ul><li><p>A</p></li></ul><ol><li><p>B</p></li></ol>"


def test_words_emphasis_headings_and_tables_stay_and_its_looks_go():
    text = word(
        "<h1 style='mso-margin-top-alt:auto'>Purpose<o:p></o:p></h1>",
        "<p class=MsoNormal><b style='mso-bidi-font-weight:normal'>Bold</b> <i>italic</i>",
        "<span style='font-size:9.0pt;color:red'> a &lt; b</span></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>",
        "<table class=MsoTableGrid border=1 style='mso-yfti-tbllook:1184'><tr style='mso-yfti-irow:0'>",
        "<td width=301 colspan=2 style='mso-border-alt:solid'><p class=MsoNormal>Cell</p></td></tr></table>",
    )
    table = '<table><tbody><tr><td colspan="2"><p>Cell</p></td></tr></tbody></table>'
    said = f"<h3>Purpose</h3><p><strong>Bold</strong> <em>italic</em> a &lt; b</p>{table}"
    assert pasted(text) == said


GOOGLE = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1f2e">
<h2 dir="ltr" style="line-height:1.38"><span style="font-size:16pt;font-weight:400">Purpose</span></h2>
<p dir="ltr"><span style="font-weight:400;font-style:normal;text-decoration:none">The parties </span>
<span style="font-weight:700">share</span><span style="font-style:italic"> it</span><span
style="text-decoration:underline"> well</span><span style="font-size:0.6em;vertical-align:super">2</span>.</p>
<ol style="margin-top:0"><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span>One</span></p></li>
<ol><li dir="ltr" aria-level="2"><p dir="ltr"><span>Inner</span></p></li></ol>
<li dir="ltr"><p><span>Two</span></p></li></ol><a href="https://www.google.com/url?q=https://ico.org.uk/&amp;sa=D"
style="text-decoration:none"><span style="text-decoration:underline;color:#1155cc">ICO</span></a><br
class="Apple-interchange-newline"></b>"""


def test_google_docs_keeps_what_its_writer_saw():
    said = pasted(GOOGLE)
    assert "<h3>Purpose</h3>" in said
    assert "<strong>share</strong><em> it</em><u> well</u><sup>2</sup>." in said
    assert "<ol><li><p>One</p><ol><li><p>Inner</p></li></ol></li><li><p>Two</p></li></ol>" in said
    assert '<a href="https://ico.org.uk/" rel="noopener noreferrer">ICO</a>' in said


LOOKS = (
    "font-size:11pt;font-family:Arial;color:#000000;background-color:transparent;font-weight:{};font-style:normal;"
    "font-variant:normal;text-decoration:none;vertical-align:baseline;white-space:pre;white-space:pre-wrap;"
)
"""What Google Docs says of every run of words, and again of every item of a list."""
DOCS_LIST = '<ol style="margin-top:0;margin-bottom:0;">'


def docs(*parts: str) -> str:
    """A selection as Google Docs puts it on the clipboard."""
    wrapper = '<b style="font-weight:normal;" id="docs-internal-guid-511b2dd1-7fff-1ca2-3d22-be7b00dcb1c5">'
    after = '<br class="Apple-interchange-newline">'
    return f"<meta charset='utf-8'><meta charset='utf-8'>{wrapper}{''.join(parts)}</b>{after}"


def run(words: str, weight: int = 400) -> str:
    return f'<span style="{LOOKS.format(weight)}">{words}</span>'


def docs_item(words: str, kind: str, level: int) -> str:
    paragraph = f'<p dir="ltr" style="line-height:1.38;margin-top:0pt;" role="presentation">{run(words)}</p>'
    return f'<li dir="ltr" style="list-style-type:{kind};{LOOKS.format(400)}" aria-level="{level}">{paragraph}</li>'


def test_a_selection_from_the_middle_of_google_docs_lists_is_a_list() -> None:
    text = docs(
        DOCS_LIST * 3, docs_item("tail of three", "lower-roman", 3), "</ol></ol>", docs_item("Top", "decimal", 1),
        DOCS_LIST, docs_item("Inner", "lower-alpha", 2), DOCS_LIST, docs_item("Deep", "lower-roman", 3), "</ol></ol>",
        docs_item("Next", "decimal", 1), "</ol>",
    )  # fmt: skip
    inner = "<ol><li><p>Inner</p><ol><li><p>Deep</p></li></ol></li></ol>"
    said = f"<ol><li><p>tail of three</p></li><li><p>Top</p>{inner}</li><li><p>Next</p></li></ol>"
    assert pasted(text) == said


def test_a_google_docs_table_loses_its_box_columns_and_space() -> None:
    cell = '<td style="border-left:solid #000000 0.5pt;vertical-align:top;overflow:hidden;"><p dir="ltr">{}</p></td>'
    text = docs(
        '<div dir="ltr" style="margin-left:-5.4pt;" align="left"><table style="border:none;border-collapse:collapse;">',
        '<colgroup><col width="352" /><col width="143" /></colgroup><tr style="height:0pt">',
        cell.format(run("Record", 700)), cell.format(run("2 years")), "</tr></table></div><br /><br />",
        f'<p dir="ltr">{run("After")}<br>{run("a break")}</p>',
    )  # fmt: skip
    row = "<td><p><strong>Record</strong></p></td><td><p>2 years</p></td>"
    assert pasted(text) == f"<table><tbody><tr>{row}</tr></tbody></table><p>After<br>a break</p>"


def test_lists_of_a_page_that_word_saved_have_their_markers_in_spans() -> None:
    gap = "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span>"
    text = (
        "<p class=MsoListParagraphCxSpFirst style='text-indent:-.25in'><span style='font-family:Symbol'>·"
        f'{gap}</span><span style=\'font-family:"Arial","sans-serif"\'>Not all</span></p>'
        f"<p class=MsoListParagraphCxSpLast style='text-indent:-.25in'>1.{gap}We <b>created</b> 1. of them</p>"
    )
    said = "<ul><li><p>Not all</p></li></ul><ol><li><p>We <strong>created</strong> 1. of them</p></li></ol>"
    assert pasted(word(text)) == said


@pytest.mark.parametrize("sign", ["\x0b", "\x0c", "\x01", "\ufffe", "\ud800", "&#12;", "&#x0B;", "&#11"])
def test_a_sign_that_no_text_holds_is_a_space_and_the_rest_is_pasted(sign):
    assert pasted(word(f"<p class=MsoNormal>Parties{sign} share.</p>")) == "<p>Parties share.</p>"


def test_an_address_that_none_can_be_leaves_its_words():
    assert pasted(word("<p class=MsoNormal><a href='http://[x'>Annex</a> and <b>more</b>.</p>")) == (
        "<p>Annex and <strong>more</strong>.</p>"
    )


WORDS = st.text(st.sampled_from("ab1.)(·o§<>&\"' \xa0"), min_size=1, max_size=12)
STYLES = st.sampled_from(
    ["mso-list:l0 level1 lfo1", "mso-list:l0 level3 lfo2", "font-weight:700", "font-style:italic", "mso-list:Ignore",
     "background:url(javascript:alert(1))", ""]
)  # fmt: skip
TAGS = st.sampled_from(
    ["p", "span", "b", "ol", "ul", "li", "div", "table", "tr", "td", "h1", "o:p", "a", "font", "br", "svg", "script"]
)
MARKUP = st.recursive(
    WORDS.map(escape),
    lambda inside: st.builds(
        lambda tag, style, parts: f"<{tag} class=MsoListParagraph style='{style}' onclick='x()' href='javascript:x()'>"
        f"{''.join(parts)}</{tag}>",
        TAGS, STYLES, st.lists(inside, max_size=4),
    ),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(MARKUP)
def test_whatever_is_pasted_nothing_unsafe_comes_through_and_the_editor_need_not_mend_it(html: str) -> None:
    said = pasted(word(html))
    for forbidden in ("<script", "<svg", "onclick", 'href="javascript', "style=", "mso-", "<ol><ol", "<ul><ol"):
        assert forbidden not in said
    assert sanitise(said) == said


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("abc ", min_size=1, max_size=8), min_size=1, max_size=6), st.data())
def test_no_word_is_lost_in_paragraphs_lists_and_runs(words: list[str], data: st.DataObject) -> None:
    shapes = [
        lambda one: f"<p class=MsoNormal>{one}<o:p></o:p></p>",
        lambda one: item(one, "1."), lambda one: item(one, "·", 2),
        lambda one: docs(DOCS_LIST * 2, docs_item(one, "decimal", 2), "</ol></ol>"), lambda one: f"<h2>{run(one)}</h2>",
        lambda one: f"<div><font face=x>{one}</font></div>", lambda one: f"<table><tr><td>{one}</td></tr></table>",
    ]  # fmt: skip
    text = "".join(data.draw(st.sampled_from(shapes))(one) for one in words)
    assert plain(pasted(text)).split() == " ".join(words).split()


@pytest.fixture(scope="module")
def from_docx(libreoffice) -> str:
    """A Word file's text as LibreOffice writes it as a page."""
    document = docx.Document()
    document.add_heading("Purpose", 2)
    document.add_paragraph("The parties share ").add_run("only").bold = True
    for words in ("First item", "Second item"):
        document.add_paragraph(words, style="List Number")
    document.add_paragraph("A point", style="List Bullet")
    table = document.add_table(1, 2)
    for number, cell in enumerate(table.rows[0].cells):
        cell.text = f"Cell {number}"
    kept = io.BytesIO()
    document.save(kept)
    return libreoffice.convert(kept.getvalue(), "docx", "html").decode()


def test_a_real_word_file_keeps_its_headings_lists_tables_and_emphasis(from_docx):
    assert is_foreign(from_docx)
    said = pasted(from_docx)
    assert said.startswith("<h3>Purpose</h3><p>The parties share <strong>only</strong></p>")
    assert "<ol><li><p>First item</p></li><li><p>Second item</p></li></ol><ul><li><p>A point</p></li></ul>" in said
    assert "<td><p>Cell 0</p></td><td><p>Cell 1</p></td>" in said
    assert "font" not in said
    assert "style" not in said


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<p onclick=alert(1)>x</p>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='https://www.google.com/url?q=javascript:alert(1)'>x</a>",
        "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<!--[if gte mso 9]><script>alert(1)</script><![endif]-->",
        "<![if !supportLists]><style>p{background:url(javascript:alert(1))}</style><![endif]>",
        "<p class=MsoListParagraph style='mso-list:l0 level99999 lfo1'><script>alert(1)</script>x</p>",
    ],
)
def test_nothing_hostile_comes_through_a_paste(hostile):
    said = pasted(word("<p>Before</p>", hostile))
    assert "<p>Before</p>" in said
    for forbidden in ("script", "alert", "style", "onclick", "onload", "svg", "data:"):
        assert forbidden not in said


@pytest.mark.parametrize("plain", ["", "<p>Plain</p>", "Words alone", "<ul><li>One</li></ul>"])
def test_text_of_the_editor_itself_is_left_as_it_is(plain):
    assert not is_foreign(plain)
    assert pasted(plain) == plain
