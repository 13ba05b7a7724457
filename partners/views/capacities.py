"""The roles that a person holds, and changing the one acted in."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from partners.middleware import SESSION_KEY
from partners.models import Role


@require_http_methods(["GET", "POST"])
def act_as(request: HttpRequest) -> HttpResponse:
    """A GET lists the person's roles; a POST of `role` acts in it from now on and goes to `next`, a page of ours."""
    held: list[Role] = getattr(request, "roles", [])
    if request.method != "POST":
        return render(request, "partners/roles.html")
    chosen = next((role for role in held if str(role.pk) == request.POST.get("role")), None)
    if chosen is None:
        messages.error(request, "You do not hold that role, or it has ended. Choose one of the roles below.")
        return redirect("partners:act_as")
    request.session[SESSION_KEY] = chosen.pk
    wanted = request.POST.get("next", "")
    return redirect(wanted if _is_ours(wanted) else settings.LOGIN_REDIRECT_URL)


def _is_ours(address: str) -> bool:
    """Whether an address is a path of this site, so that nobody can be sent elsewhere."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
