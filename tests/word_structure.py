"""What would make Word repair a file: parts, relationships, ids, numbers, styles and the order of elements.

The orders are those of the sequences in the schema of WordprocessingML (ISO 29500-1, annex A), for the elements that
the portal writes; elsewhere the schema takes its children in any order.
"""

import io
import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
    "lang eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription tblPrChange",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
    "tbl": "bookmarkStart bookmarkEnd tblPr tblGrid tr",
    "numPr": "ilvl numId",
    "pBdr": "top left bottom right between bar",
    "tblBorders": "top left start bottom right end insideH insideV",
    "tblCellMar": "top left start bottom right end",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "abstractNum": "nsid multiLevelType tmpl name styleLink numStyleLink lvl",
    "num": "abstractNumId lvlOverride",
    "numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked "
    "personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
}
REPEATED = {"lvl", "abstractNum", "num", "tr", "headerReference", "footerReference", "tblStylePr", "bookmarkStart",
            "bookmarkEnd", "lvlOverride", "numPicBullet"}  # fmt: skip


def faults(content: bytes) -> list[str]:
    """Every fault of a .docx file, in words; none where Word opens it as it is."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        parts = {name: archive.read(name) for name in names}
    xml = {name: etree.fromstring(data) for name, data in parts.items() if name.endswith((".xml", ".rels"))}
    found = [f"part {name} twice" for name, times in Counter(names).items() if times > 1]
    found += [*_undeclared(parts, xml), *_unresolved(parts, xml)]
    found += _repeated(xml["word/document.xml"])
    found += _unknown(xml["word/document.xml"], xml["word/styles.xml"], xml["word/numbering.xml"])
    for name in ("word/document.xml", "word/styles.xml", "word/numbering.xml"):
        found += [f"{name}: {fault}" for fault in (*_misplaced(xml[name]), *_hollow(xml[name]))]
    return found


def _undeclared(parts: dict[str, bytes], xml: dict[str, etree._Element]) -> Iterator[str]:
    types = xml["[Content_Types].xml"]
    endings = {one.get("Extension").lower() for one in types if etree.QName(one).localname == "Default"}
    names = {one.get("PartName") for one in types if etree.QName(one).localname == "Override"}
    for name in parts:
        known = f"/{name}" in names or name.rpartition(".")[2].lower() in endings
        if name != "[Content_Types].xml" and not known:
            yield f"{name} has no content type"
    yield from (f"{name} is declared, and is not there" for name in names if name.lstrip("/") not in parts)


def _unresolved(parts: dict[str, bytes], xml: dict[str, etree._Element]) -> Iterator[str]:
    for name in (one for one in parts if one.endswith(".rels")):
        folder, source = PurePosixPath(name).parent.parent, PurePosixPath(name).name.removesuffix(".rels")
        relations = list(xml[name].iter(RELATIONSHIP))
        for one in relations:
            target = one.get("Target")
            inside = target.lstrip("/") if target.startswith("/") else posixpath.normpath(folder / target)
            if one.get("TargetMode") == "External":
                known = one.get("Type").endswith("/hyperlink") and target.startswith(("https:", "http:", "mailto:"))
                yield from [] if known else [f"{name} leads outside, to {target}"]
            elif inside not in parts:
                yield f"{name}: nothing at {target}"
        keys = [one.get("Id") for one in relations]
        yield from (f"{name}: {key} twice" for key, times in Counter(keys).items() if times > 1)
        owner = xml.get(str(folder / source))
        used = set() if owner is None else {
            text for one in owner.iter() for attribute, text in one.attrib.items() if attribute.startswith(R)
        }  # fmt: skip
        yield from (f"{source}: no relationship {key}" for key in used - set(keys))


def _repeated(document: etree._Element) -> Iterator[str]:
    for tag, attribute in ((f"{W}bookmarkStart", f"{W}id"), (f"{W}bookmarkStart", f"{W}name"), (f"{WP}docPr", "id")):
        values = Counter(one.get(attribute) for one in document.iter(tag))
        yield from (f"{tag} {value} twice" for value, times in values.items() if times > 1)
    starts, ends = ({one.get(f"{W}id") for one in document.iter(f"{W}bookmark{end}")} for end in ("Start", "End"))
    yield from (f"bookmark {one} without its other end" for one in starts ^ ends)
    names = {one.get(f"{W}name") for one in document.iter(f"{W}bookmarkStart")}
    anchors = {one.get(f"{W}anchor") for one in document.iter(f"{W}hyperlink")} - {None}
    yield from (f"a link to {one}, which is nowhere" for one in anchors - names)
    yield from (f"bookmark name {one} is too long" for one in names if len(one) > 40)
    kinds = [one.get(f"{W}fldCharType") for one in document.iter(f"{W}fldChar")]
    if kinds.count("begin") != kinds.count("end") or kinds.count("separate") > kinds.count("begin"):
        yield "a field that does not end"


def _unknown(document: etree._Element, styles: etree._Element, numbering: etree._Element) -> Iterator[str]:
    ids = {one.get(f"{W}styleId") for one in styles.iter(f"{W}style")}
    for tag in ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link"):
        used = {one.get(f"{W}val") for root in (document, styles, numbering) for one in root.iter(f"{W}{tag}")}
        yield from (f"{tag} {one}, which is no style" for one in used - ids)
    names = Counter(one.find(f"{W}name").get(f"{W}val").lower() for one in styles.iter(f"{W}style"))
    yield from (f"style {name} twice" for name, times in names.items() if times > 1)
    kinds = {one.get(f"{W}abstractNumId") for one in numbering.iter(f"{W}abstractNum")}
    lists = {one.get(f"{W}numId") for one in numbering.iter(f"{W}num")}
    used = {one.get(f"{W}val") for root in (document, styles) for one in root.iter(f"{W}numId")}
    yield from (f"list {one}, which is nowhere" for one in used - lists - {"0"})
    meant = {one.get(f"{W}val") for one in numbering.iterfind(f"{W}num/{W}abstractNumId")}
    yield from (f"kind of list {one}, which is nowhere" for one in meant - kinds)


def _misplaced(root: etree._Element) -> Iterator[str]:
    for parent in root.iter():
        name = etree.QName(parent).localname if isinstance(parent.tag, str) else ""
        order = ORDERS.get(name, "").split() if str(parent.tag).startswith(W) else []
        children = [etree.QName(child).localname for child in parent if isinstance(child.tag, str)] if order else []
        unknown = [child for child in children if child not in order]
        places = [order.index(child) for child in children if child in order]
        twice = [child for child, times in Counter(children).items() if times > 1 and child not in REPEATED]
        if unknown or twice or places != sorted(places):
            yield f"{name} holds {' '.join(children)}"


def _hollow(root: etree._Element) -> Iterator[str]:
    """What does not end as it must: a body in its section, a cell in a paragraph; and rows that leave the grid."""
    for body in root.iter(f"{W}body"):
        if body[-1].tag != f"{W}sectPr" or body.findall(f"{W}sectPr")[:-1]:
            yield "a body that does not end in its section"
    for cell in root.iter(f"{W}tc"):
        if not len(cell) or cell[-1].tag != f"{W}p":
            yield "a cell that does not end in a paragraph"
    for table in root.iter(f"{W}tbl"):
        width = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        for row in table.findall(f"{W}tr"):
            spans = [int(one.get(f"{W}val")) for one in row.iterfind(f"{W}tc/{W}tcPr/{W}gridSpan")]
            cells = len(row.findall(f"{W}tc"))
            if not cells or cells - len(spans) + sum(spans) != width:
                yield f"a row over {cells - len(spans) + sum(spans)} columns in a table of {width}"
