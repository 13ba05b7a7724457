"""The pages of the product itself, and those for what went wrong: what happened, what was kept, what to do."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from portal.govuk import kept, styles


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
    return render(request, "errors/400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, with the sentence of the refusal where there is one."""
    return render(request, "errors/403.html", {"reason": str(exception)}, status=403)


def page_open_too_long(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose page was open too long (or came from elsewhere): shows again what was typed."""
    return render(request, "errors/403_csrf.html", {"typed": kept.typed_in(request.POST)}, status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return render(request, "errors/404.html", status=404)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """429, from whatever limits how often one may ask."""
    return render(request, "errors/429.html", status=429)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: drawn without the request, since what failed may be the session or the database."""
    return HttpResponse(render_to_string("errors/500.html", {"site_name": "Concordat", "plain": True}), status=500)
