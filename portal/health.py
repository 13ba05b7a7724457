"""Whether this process can do its work: for load balancers and for people with curl."""

from uuid import uuid4

from django.contrib.auth.decorators import login_not_required
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


def database_answers() -> bool:
    """True when the database answers a query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except DatabaseError:
        return False


def storage_answers() -> bool:
    """True when a file can be written to the document storage, read back and removed."""
    try:
        name = default_storage.save(f"health/{uuid4()}", ContentFile(b"ok"))
        with default_storage.open(name) as handle:
            whole = bool(handle.read() == b"ok")
        default_storage.delete(name)
    except OSError:
        return False
    return whole


@never_cache
@login_not_required
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when database and storage answer, otherwise 503; the body says which."""
    parts = {"database": database_answers(), "storage": storage_answers()}
    well = all(parts.values())
    return JsonResponse({"status": "ok" if well else "failing", **parts}, status=200 if well else 503)
