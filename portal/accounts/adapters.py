"""How sign-in behaves: accounts come from invitations, so open sign-up is closed."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitationOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth is untyped
    """Closes open sign-up; everything else is allauth's own."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: a person gets an account by accepting an invitation."""
        return False
