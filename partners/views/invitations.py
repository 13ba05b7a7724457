"""Taking up an invitation: with a new account, or with the one that the mailbox has."""

from django.conf import settings
from django.contrib.auth import authenticate, login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from partners.errors import Invalid, Refused, WrongState
from partners.forms.people import NewAccountForm
from partners.middleware import SESSION_KEY
from partners.models import Invitation, Role
from partners.services.accepting import (
    accept,
    accept_with_new_account,
    account_for,
    invitation_by,
    why_closed,
    wrong_account,
)
from portal.accounts.models import User
from portal.mailed_links import exchanged

BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@login_not_required
@require_http_methods(["GET", "POST"])
@exchanged
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites to what role, and the button that takes it up."""
    try:
        found = invitation_by(token)
        if request.user.is_authenticated:
            return _signed_in(request, token, found, request.user)
        return _signed_out(request, token, found)
    except Refused as refused:
        return _closed(request, refused.sentence)


def _signed_in(request: HttpRequest, token: str, found: Invitation, person: User) -> HttpResponse:
    """The button for the person invited; a plain sentence for anybody else."""
    if person.email.lower() != found.email.lower():
        context = {"invitation": found, "sentence": wrong_account(found, person)}
        return render(request, "partners/invitations/wrong_account.html", context, status=403)
    if request.method == "POST":
        return _begin(request, accept(token=token, by=person))
    closed = why_closed(found)
    if closed and found.accepted_at is None:
        raise WrongState(closed)
    return render(request, "partners/invitations/accept.html", {"invitation": found})


def _signed_out(request: HttpRequest, token: str, found: Invitation) -> HttpResponse:
    """The form that makes an account; the way to sign in where the mailbox has one."""
    again = (
        authenticate(request, email=found.email, password=request.POST.get("password", "")) if request.POST else None
    )
    if again is not None and found.role is not None and again.pk == found.role.person_id:
        login(request, again, backend=BACKEND)  # the same form, sent twice
        return _begin(request, found.role)
    closed = why_closed(found)
    if closed:
        raise WrongState(closed)
    if account_for(found) is not None:
        return render(request, "partners/invitations/sign_in.html", {"invitation": found})
    form = NewAccountForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        try:
            role = accept_with_new_account(token=token, **form.cleaned_data)
        except Invalid as invalid:
            form.add_error(invalid.field or None, invalid.sentence)
        else:
            login(request, role.person, backend=BACKEND)
            return _begin(request, role)
    return render(request, "partners/invitations/new_account.html", {"invitation": found, "form": form})


def _begin(request: HttpRequest, role: Role) -> HttpResponse:
    """Act in the new role from now on."""
    request.session[SESSION_KEY] = role.pk
    return redirect(settings.LOGIN_REDIRECT_URL)


def _closed(request: HttpRequest, sentence: str) -> HttpResponse:
    return render(request, "partners/invitations/closed.html", {"sentence": sentence}, status=410)
