"""The outbox: in a demonstration, the mail that would have gone out. On a real portal it does not exist."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.mail.models import OutgoingMail
from portal.mail.queries import written

A_PAGE = 30


def only_in_a_demonstration(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 404 on a portal that is not a demonstration: other people's mail is nobody's to read."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@login_not_required
@require_safe
@only_in_a_demonstration
def outbox(request: HttpRequest) -> HttpResponse:
    """The mails, newest first."""
    page = Paginator(written(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "mail_outbox/outbox.html", {"page": page})


@login_not_required
@require_safe
@only_in_a_demonstration
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail, as its reader would see it."""
    return render(request, "mail_outbox/mail.html", {"mail": get_object_or_404(OutgoingMail, pk=pk)})
