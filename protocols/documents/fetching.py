"""What a document may load while it is being set: the project's own print files, and nothing else on earth."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from weasyprint.urls import URLFetcher, URLFetcherResponse

from protocols.documents.errors import FetchRefused

CONTENT_TYPES = {".css": "text/css", ".ttf": "font/ttf", ".svg": "image/svg+xml"}


def static_root() -> Path:
    """The directory of the project's own static files."""
    return Path(settings.BASE_DIR).resolve() / "static"


def allowed_directories() -> tuple[Path, ...]:
    """The parts of the static files that print needs."""
    return tuple(static_root() / name for name in ("documents", "fonts", "brand"))


class StaticFilesFetcher(URLFetcher):  # type: ignore[misc]
    """An allow-list: style sheets, fonts and drawings below the print directories, read from disk.

    It never opens a connection and follows no redirect. A refusal makes WeasyPrint leave the thing out and go on;
    every refused address is kept in `refused`, so that the caller can say so.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("file",), allow_redirects=False)
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return the file at a `file:` address on the allow-list; raise FetchRefused for any other address."""
        path = allowed_path(url)
        if path is None:
            self.refused.append(url[:200])
            raise FetchRefused(f"Documents load nothing outside the project's own static files: {url[:80]}")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": CONTENT_TYPES[path.suffix]})


def allowed_path(url: str) -> Path | None:
    """The file that an address names, where it is one of ours; None otherwise.

    The path is resolved first, so that `..`, percent signs and symbolic links lead nowhere else.
    """
    try:
        parts = urlsplit(url)
        path = Path(unquote(parts.path)).resolve(strict=True)
    except (ValueError, OSError):
        return None
    if parts.scheme != "file" or parts.netloc or path.suffix not in CONTENT_TYPES or not path.is_file():
        return None
    inside = any(path.is_relative_to(directory) for directory in allowed_directories())
    return path if inside else None
