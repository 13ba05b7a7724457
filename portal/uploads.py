"""Receiving files in memory, never on disk before somebody has decided to keep them."""

from collections.abc import Callable
from functools import wraps
from io import BytesIO
from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from portal.file_kinds import visible_name
from portal.govuk.fields import NOT_TAKEN
from portal.pacing.limits import UPLOADS, refusal
from portal.viruses import why_not_taken

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


def from_the_start(request: HttpRequest) -> None:
    """Have each file that was sent read from where it begins, by a view that is called again."""
    sent = request.FILES.lists() if request.content_type == "multipart/form-data" else []
    for file in (one for _, files in sent for one in files):
        file.seek(0)


def look_through(request: HttpRequest) -> None:
    """Have each file that was sent looked through; of one that is not taken nothing is left but the sentence why.

    `portal.govuk.fields.SentFile` shows the sentence beside its box.
    """
    sent = request.FILES if request.method == "POST" else {}
    for one in [file for name in sent for file in request.FILES.getlist(name)]:
        why_not = why_not_taken(visible_name(one.name or ""), cast(BinaryIO, one.file))
        setattr(one, NOT_TAKEN, why_not)
        if why_not:
            one.file = BytesIO()


def receives_files(*, limit: int, most: int = 1) -> Callable[[View], View]:
    """A view that takes files in memory alone.

    The way of receiving must be chosen before anything reads the form, so the form's token is checked after it.
    """

    def decorated(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            refused = refusal(request, UPLOADS)
            if refused is None:
                look_through(request)
            return refused or view(request, *args, **kwargs)

        checked = csrf_protect(counted)

        @csrf_exempt
        @wraps(view)
        def receiving(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            request.upload_handlers = [InMemoryUpTo(request, limit=limit, most=most)]
            return checked(request, *args, **kwargs)

        receiving.receives_files = True  # type: ignore[attr-defined]
        return receiving

    return decorated
