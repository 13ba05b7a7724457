"""Receiving files in memory, never on disk before somebody has decided to keep them."""

from collections.abc import Callable
from functools import wraps
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from portal.pacing.limits import UPLOADS, refusal

View = Callable[..., HttpResponse]


class InMemoryUpTo(FileUploadHandler):
    """Keeps uploads in memory: `most` files, each up to `limit` bytes; of more, only the name and the true size."""

    def __init__(self, request: HttpRequest | None = None, *, limit: int, most: int = 1) -> None:
        super().__init__(request)
        self.limit, self.most, self.count = limit, most, 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.kept, self.received = BytesIO(), 0
        self.count += 1

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece; once there is too much, let go what was kept and only count. Nothing goes to other handlers."""
        self.received += len(raw_data)
        if self.received <= self.limit and self.count <= self.most:
            self.kept.write(raw_data)
        elif self.kept.tell():
            self.kept = BytesIO()

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The file, with its true size."""
        self.kept.seek(0)
        return InMemoryUploadedFile(
            file=self.kept,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=self.received,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )


def receives_files(*, limit: int, most: int = 1) -> Callable[[View], View]:
    """A view that takes files in memory alone.

    The way of receiving must be chosen before anything reads the form, so the form's token is checked after it.
    """

    def decorated(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return refusal(request, UPLOADS) or view(request, *args, **kwargs)

        checked = csrf_protect(counted)

        @csrf_exempt
        @wraps(view)
        def receiving(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            request.upload_handlers = [InMemoryUpTo(request, limit=limit, most=most)]
            return checked(request, *args, **kwargs)

        receiving.receives_files = True  # type: ignore[attr-defined]
        return receiving

    return decorated
