"""What is pasted from Word, LibreOffice and Google Docs keeps its structure and brings nothing else along."""

import io

import docx
import pytest

from portal.pasting import is_foreign, tidy
from portal.richtext import sanitise

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
