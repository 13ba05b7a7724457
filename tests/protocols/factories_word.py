"""Word files for tests: a long agreement as LibreOffice makes it, and small ones put together part by part."""

import io
import zipfile
from xml.sax.saxutils import escape

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

SENTENCE = (
    "Each party shares with the others only what the purpose needs, by the means that this agreement names, and keeps "
    "a record of what was shared, when, with whom and why, so that anybody who asks can be told. "
)
TITLES = [
    "Purpose and objectives", "Parties to the agreement", "Legal powers", "Confidentiality", "Data to be shared",
    "How information will be shared", "Information security", "Retention and destruction", "Subject access requests",
    "Complaints", "Breaches of security", "Parking of bicycles", "Review and amendment", "Signatures",
]  # fmt: skip

FLAT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:automatic-styles>
<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<text:list-style style:name="L">{levels}</text:list-style>
<text:list-style style:name="U"><text:list-level-style-bullet text:level="1" text:bullet-char="•">
<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">
<style:list-level-label-alignment text:label-followed-by="listtab" fo:margin-left="2.2cm" fo:text-indent="-0.6cm"/>
</style:list-level-properties></text:list-level-style-bullet></text:list-style>
</office:automatic-styles>
<office:body><office:text>{body}</office:text></office:body></office:document>"""
LEVEL = """<text:list-level-style-number text:level="{level}" style:num-format="{kind}" style:num-suffix=")">
<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">
<style:list-level-label-alignment text:label-followed-by="listtab" fo:margin-left="{left}cm" fo:text-indent="-0.6cm"/>
</style:list-level-properties></text:list-level-style-number>"""


def long_agreement(pages: int = 40) -> bytes:
    """A flat OpenDocument text of about so many pages: headings, nested lists, tables, footnotes, front matter."""
    levels = "".join(
        LEVEL.format(level=n, kind=kind, left=0.8 * n) for n, kind in enumerate(("1", "a", "i"), start=1)
    )  # fmt: skip
    body = [
        '<text:p text:style-name="Title">Safer Vale information sharing agreement</text:p>',
        "<text:p>This agreement is made between Wigan Council, Northmoor Police and Vale Homes Limited.</text:p>",
        "<text:p>It comes into effect on 1 April 2027 and is to be reviewed by 1st April 2029.</text:p>",
    ]
    for number, title in enumerate(TITLES, start=1):
        body.append(f'<text:h text:outline-level="1">{number}. {title}</text:h>')
        for _ in range(max(pages // len(TITLES), 1)):
            body.append(_clauses(number))
    return FLAT.format(levels=levels, body="".join(body)).encode()


def _clauses(number: int) -> str:
    """About a page."""
    note = "<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation><text:note-body><text:p>"
    note += f"Section 115 of the Crime and Disorder Act 1998, note {number}.</text:p></text:note-body></text:note>"
    items = (
        f"<text:list-item><text:p>First of {number}. {SENTENCE * 2}</text:p>"
        f"<text:list><text:list-item><text:p>lettered one</text:p><text:list><text:list-item><text:p>deep one</text:p>"
        "</text:list-item><text:list-item><text:p>deep two</text:p></text:list-item></text:list></text:list-item>"
        f"<text:list-item><text:p>lettered two</text:p></text:list-item></text:list></text:list-item>"
        f"<text:list-item><text:p>Second of {number}. {SENTENCE * 3}</text:p></text:list-item>"
    )
    cell = "<table:table-cell{more}><text:p>{words}</text:p></table:table-cell>"
    rows = "".join(
        f"<table:table-row>{cell.format(more='', words=f'Row {row}')}{cell.format(more='', words='Two years')}"
        "</table:table-row>" for row in range(4)
    )  # fmt: skip
    head = f"<table:table-header-rows><table:table-row>{cell.format(more='', words='Record')}"
    head += f"{cell.format(more='', words='Kept')}</table:table-row></table:table-header-rows>"
    wide = cell.format(more=' table:number-columns-spanned="2"', words="Both are destroyed")
    rows += f"<table:table-row>{wide}<table:covered-table-cell/></table:table-row>"
    return (
        f'<text:p>Under <text:span text:style-name="B">the law</text:span>{note} they act. {SENTENCE * 5}</text:p>'
        f'<text:list text:style-name="L">{items}</text:list>'
        '<text:list text:style-name="U"><text:list-item><text:p>A bullet</text:p></text:list-item></text:list>'
        f'<text:h text:outline-level="2">Under it</text:h><text:p>{SENTENCE * 6}</text:p>'
        f"<table:table><table:table-column table:number-columns-repeated='2'/>{head}{rows}</table:table>"
    )


def paragraph(words: str, style: str = "", *, raw: str = "") -> str:
    """A paragraph of the text's own XML; `raw` is put after the words as it is."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r>{raw}</w:p>'


def word_file(body: str, *, links: dict[str, str] | None = None, prolog: str = "", **parts: bytes | str) -> bytes:
    """A small .docx. `links` are external targets by relationship id; `parts` are more parts, with __ for a slash."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{n}"><w:name w:val="heading {n}"/></w:style>' for n in (1, 2)
    )
    relations = "".join(
        f'<Relationship Id="{key}" Type="{RELATIONS}/hyperlink" Target="{escape(target, {chr(34): "&quot;"})}" '
        'TargetMode="External"/>' for key, target in (links or {}).items()
    )  # fmt: skip
    inside = "".join(
        f'<Relationship Id="{name}" Type="{RELATIONS}/{name}" Target="{name}.xml"/>'
        for name in ("styles", "numbering", "footnotes")
    )
    whole: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Override PartName="/word/document.xml" '
        f'ContentType="{MAIN}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{inside}{relations}'
        "</Relationships>",
        "word/styles.xml": f'<w:styles xmlns:w="{WORD}">{styles}</w:styles>',
        "word/document.xml": f'{prolog}<w:document xmlns:w="{WORD}" xmlns:r="{RELATIONS}"><w:body>{body}'
        "</w:body></w:document>",
    }
    whole |= {name.replace("__", "/"): content for name, content in parts.items()}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in whole.items():
            archive.writestr(name, content)
    return target.getvalue()
