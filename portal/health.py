"""Whether this process can do its work: for load balancers and for people with curl."""

from uuid import uuid4

from django.contrib.auth.decorators import login_not_required
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.watching.waiting import LATE, oldest_wait, workers_alive


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


@never_cache
@login_not_required
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """200 while this process answers at all; asks nothing of anybody. One that does not is to be started again."""
    return JsonResponse({"status": "ok"})


@never_cache
@login_not_required
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """503 where this process cannot serve people: no database, or no storage.

    Pages are served without workers too, so that late work is told as "late" in the body, with 200: a proxy that took
    every web process away then would make it worse.
    """
    parts = {"database": database_answers(), "storage": storage_answers()}
    work = work_is_done() if parts["database"] else {"workers": False, "queue": False}
    well, done = all(parts.values()), all(work.values())
    status = "failing" if not well else "ok" if done else "late"
    return JsonResponse({"status": status, **parts, **work}, status=200 if well else 503)


def work_is_done() -> dict[str, bool]:
    """Whether a worker lives, and no job has waited for long."""
    try:
        return {"workers": workers_alive() > 0, "queue": oldest_wait() < LATE}
    except DatabaseError:
        return {"workers": False, "queue": False}
