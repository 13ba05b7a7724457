"""The pages of the product itself, and those for what went wrong: what happened, what was kept, what to do."""

import sys
from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, RawPostDataException
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from portal.govuk import kept, styles
from portal.logs.references import current_reference
from portal.reaching import database_away, gave_way
from portal.storing.errors import StorageAway


@require_safe
@login_not_required
def about(request: HttpRequest) -> HttpResponse:
    """What the portal is, who made it, and its licence."""
    return render(request, "govuk/about.html")


@require_safe
@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "govuk/accessibility.html")


@require_safe
@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    """What the portal itself keeps about people, and why."""
    return render(request, "govuk/privacy.html", {"kept": import_string(settings.PORTAL_KEPT)})


@require_safe
@login_not_required
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every part on one page, for those who build pages; only where the portal is shown or worked on."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    return render(request, "govuk/styleguide.html", styles.context())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return _went_wrong(request, "errors/400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, with the sentence of the refusal where there is one."""
    return _went_wrong(request, "errors/403.html", 403, reason=str(exception))


def page_open_too_long(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose page was open too long (or came from elsewhere): shows again what was typed."""
    return _went_wrong(request, "errors/403_csrf.html", 403)


def signed_out_meanwhile(request: HttpRequest) -> HttpResponse:
    """403 for a form that was sent after the session had ended: shows again what was typed."""
    return _went_wrong(request, "errors/403_signed_out.html", 403)


def second_factor_first(request: HttpRequest) -> HttpResponse:
    """403 for a form sent by somebody who needs a second factor before anything else: shows again what was typed."""
    return _went_wrong(request, "errors/403_second_factor.html", 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return _went_wrong(request, "errors/404.html", 404)


def method_not_allowed(request: HttpRequest) -> HttpResponse:
    """405, for a button's address that was opened by itself, or a page that something was sent to."""
    told = {"site_name": "Concordat", "plain": True, "sent": request.method == "POST", **_found_again(request)}
    return HttpResponse(render_to_string("errors/405.html", told), status=405)


def too_many_requests(request: HttpRequest, sentence: str = "", again: datetime | None = None) -> HttpResponse:
    """429, from whatever limits how often one may ask; with what was asked too often, and when to ask again."""
    answer = _went_wrong(request, "errors/429.html", 429, sentence=sentence, again=again)
    if again is not None:
        answer["Retry-After"] = str(max(1, round((again - timezone.now()).total_seconds())))
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """500; or 503 where the database or the storage is away, or was busy with what others sent: that is over soon.

    Drawn without the request, since what failed may be the session or the database.
    """
    error = sys.exc_info()[1]
    away = part_away(error)
    template = "errors/503_at_once.html" if gave_way(error) else "errors/503.html" if away else "errors/500.html"
    told = {"site_name": "Concordat", "plain": True, "away": away, **_found_again(request)}
    response = HttpResponse(render_to_string(template, told), status=503 if away else 500)
    if away:
        response["Retry-After"] = "30"
    return response


def part_away(error: BaseException | None) -> str:
    """The part of the portal that was away when this was raised, in words; empty where it is another fault."""
    if isinstance(error, StorageAway):
        return "store of documents"
    return "database" if database_away(error) else ""


def _went_wrong(request: HttpRequest, template: str, status: int, **told: object) -> HttpResponse:
    return render(request, template, {**told, **_found_again(request)}, status=status)


def _found_again(request: HttpRequest) -> dict[str, object]:
    """What was typed, where it can be read; and the reference under which the log tells of it."""
    try:
        typed = kept.typed_in(request.POST)
    except (OSError, SuspiciousOperation, MultiPartParserError, RawPostDataException):
        typed = []
    return {"typed": typed, "reference": current_reference()}
