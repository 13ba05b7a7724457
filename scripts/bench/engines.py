"""The programs that set an agreement, each as a function from its material to a PDF."""

import importlib.util
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.bench.plain import STYLE, plain, typst

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
OFFICE = ("soffice", "libreoffice")
PATIENCE = 300  # seconds for one document


@dataclass(frozen=True)
class Engine:
    """One way to a PDF. `why_not` says why it cannot be measured here; `version` is told with the numbers."""

    name: str
    version: str
    why_not: str
    make: Callable[["Material"], bytes]


@dataclass(frozen=True)
class Material:
    """One agreement in every shape: its snapshot and fingerprint, the bare HTML, and a place with that as files."""

    snapshot: Mapping[str, Any]
    sha256: str
    bare: str
    style: str
    place: Path


def material(snapshot: Mapping[str, Any], place: Path) -> Material:
    """Lay an agreement out for every engine; Django is set up."""
    from django.template.loader import render_to_string

    from portal.audit.chain import canonical
    from protocols.documents.composing import compose
    from protocols.documents.kinds import DocumentKind
    from protocols.documents.rendering import record_address
    from protocols.snapshot import fingerprint

    sha256 = fingerprint(canonical(snapshot))
    address = record_address(snapshot, sha256)
    context = compose(snapshot, DocumentKind.SIGNING, sha256=sha256, label="", verify_url=address)
    bare = plain(render_to_string("documents/document.html", context))
    place.mkdir(parents=True, exist_ok=True)
    style = _style(snapshot["protocol"], sha256)
    (place / "bare.html").write_text(bare.replace("</title>", f"</title><style>{style}</style>", 1))
    (place / "bare.typ").write_text(typst(bare))
    return Material(snapshot, sha256, bare, style, place)


def _style(protocol: Mapping[str, Any], sha256: str) -> str:
    """The one small style sheet, with the words that stand on every page."""
    foot = f"{protocol['reference']}  ·  version {protocol['version']}  ·  {sha256[:12]}"
    return STYLE.format(
        fonts=_fonts().as_uri(), title=protocol["title"], partnership=protocol["partnership"]["name"], foot=foot
    )


def engines() -> list[Engine]:
    """Ours first, then the floor, then the others."""
    return [
        Engine("Concordat", "", "", _ours),
        Engine("WeasyPrint, bare", _version("weasyprint"), "", _bare),
        Engine("WeasyPrint, bare, PDF/A-3a", _version("weasyprint"), "", _bare_archival),
        _program("Chromium", CHROMIUM, _chromium),
        _program("LibreOffice", OFFICE, _office),
        _typst_engine(),
    ]


def _ours(given: Material) -> bytes:
    from protocols.documents.kinds import DocumentKind
    from protocols.documents.rendering import render

    return render(given.snapshot, DocumentKind.SIGNING, sha256=given.sha256).pdf


def _bare(given: Material, **options: Any) -> bytes:
    from weasyprint import CSS, HTML

    pdf: bytes = HTML(string=given.bare).write_pdf(stylesheets=[CSS(string=given.style)], **options)
    return pdf


def _bare_archival(given: Material) -> bytes:
    return _bare(given, pdf_variant="pdf/a-3a")


def _chromium(given: Material) -> bytes:
    source, target = given.place / "bare.html", given.place / "chromium.pdf"
    with tempfile.TemporaryDirectory() as profile:
        _run([_found(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
              f"--user-data-dir={profile}", f"--print-to-pdf={target}", source.as_uri()])  # fmt: skip
    return target.read_bytes()


def _office(given: Material) -> bytes:
    with tempfile.TemporaryDirectory() as profile:
        _run([_found(OFFICE), f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--convert-to",
              "pdf:writer_web_pdf_Export", "--outdir", str(given.place), str(given.place / "bare.html")])  # fmt: skip
    return (given.place / "bare.pdf").read_bytes()


def _typst(given: Material) -> bytes:
    program = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]])"
    target = given.place / "typst.pdf"
    _run([sys.executable, "-c", program, str(given.place / "bare.typ"), str(target), str(_fonts())])
    return target.read_bytes()


def _program(name: str, names: tuple[str, ...], make: Callable[[Material], bytes]) -> Engine:
    found = _found(names)
    if not found:
        return Engine(name, "", f"{name} is not installed", make)
    said = subprocess.run([found, "--version"], capture_output=True, text=True, timeout=60).stdout.split()
    return Engine(name, next((word for word in said if word[0].isdigit()), ""), "", make)


def _typst_engine() -> Engine:
    if importlib.util.find_spec("typst") is None:
        return Engine("Typst", "", "Typst is not installed: `make bench` installs it", _typst)
    return Engine("Typst", _version("typst"), "", _typst)


def _found(names: tuple[str, ...]) -> str:
    return next((path for name in names if (path := shutil.which(name))), "")


def _version(package: str) -> str:
    from importlib.metadata import version

    return version(package)


def _fonts() -> Path:
    from protocols.documents.fetching import static_root

    return static_root() / "fonts"


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
