"""Handing a stored file out: the portal reads it, or names it to the proxy, which reads it from the same folder."""

from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from portal.storing.disk import DocumentsOnDisk

INSIDE = "/kept-files/"
"""Where the proxy has the folder of documents, for nobody outside: see deploy/nginx.conf."""


def handed_out(stored: str, *, name: str, media_type: str, download: bool = True) -> HttpResponseBase:
    """The answer with a file, for somebody who may have it; to be kept by no cache.

    `stored` is its name in the storage, `name` what it is called for whoever gets it. Raises FileNotFoundError where
    it is not there, StorageAway where the storage does not answer.
    """
    answer: HttpResponseBase
    if settings.FILES_BY_PROXY and isinstance(default_storage, DocumentsOnDisk) and default_storage.exists(stored):
        disposition = content_disposition_header(download, name) or "inline"
        answer = HttpResponse(headers={"X-Accel-Redirect": INSIDE + quote(stored), "Content-Disposition": disposition})
        answer.headers["Content-Type"] = media_type
    else:
        answer = FileResponse(
            default_storage.open(stored), as_attachment=download, filename=name, content_type=media_type
        )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
