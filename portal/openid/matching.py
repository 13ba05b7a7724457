"""Whose account a sign-in through the provider opens, and what the provider has shown of them."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from portal.accounts.models import User
from portal.accounts.telling import tell_of_change

METHOD = {"method": "mfa", "type": "openid"}


def person_by_email(claims: dict[str, Any]) -> User | None:
    """The person whose address the provider has verified, where it is trusted with the address's domain; else None.

    Whoever is connected to another account there is not found so: an address may be given to somebody new.
    """
    email = claims.get("email")
    if not isinstance(email, str) or claims.get("email_verified") is not True or not settings.OPENID.trusts(email):
        return None
    person = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    return None if person is None or connected_to(person) is not None else person


def connected_to(person: User) -> SocialAccount | None:
    """The account at the provider that opens this person's, if one does."""
    found: SocialAccount | None = SocialAccount.objects.filter(provider=settings.OPENID.key, user=person).first()
    return found


def connect(request: HttpRequest, account: SocialAccount, person: User) -> bool:
    """Let an account at the provider open this person's; whether it does, for each opens one and is opened by one.

    The person is told by mail, and signed out elsewhere, as with every change to how they sign in.
    """
    already = SocialAccount.objects.filter(provider=account.provider, uid=account.uid).first()
    if already is not None or connected_to(person) is not None:
        return already is not None and already.user_id == person.pk
    account.user = person
    try:
        with transaction.atomic():
            account.save()
            tell_of_change(request, person, "socialaccount/email/account_connected")
    except IntegrityError:  # somebody else connected it in the same moment
        return False
    return True


def disconnect(request: HttpRequest, person: User) -> None:
    """Let no account at the provider open this person's any more; the person is told. Doing it twice is once."""
    with transaction.atomic():
        gone, _ = SocialAccount.objects.filter(provider=settings.OPENID.key, user=person).delete()
        if gone:
            tell_of_change(request, person, "socialaccount/email/account_disconnected")


def gave_two_factors(claims: dict[str, Any]) -> bool:
    """Whether the provider says, in the words that the operator takes for it, that two factors were given there."""
    methods = claims.get("amr")
    said = {*(methods if isinstance(methods, list) else [methods]), claims.get("acr")}
    return bool(said.intersection(settings.OPENID.second_factor))


def note_second_factor(request: HttpRequest, person: User) -> None:
    """Keep with the session that this person gave two factors at the provider."""
    record_authentication(request, person, METHOD["method"], type=METHOD["type"])


def second_factor_noted(request: HttpRequest, person: User) -> bool:
    """Whether this session's person gave two factors at the provider, and it is still taken for it."""
    if not settings.OPENID.second_factor:
        return False
    return any(METHOD.items() <= record.items() for record in get_authentication_records(request, person))
