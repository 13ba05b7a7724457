"""The second step of signing in, for those who come from the provider."""

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from portal.openid.matching import second_factor_noted


class SecondStep(AuthenticateStage):
    """Asks for the second factor that somebody has set up here, unless they gave two at the provider just now."""

    def _should_handle(self, request: HttpRequest) -> bool:
        through = "sociallogin" in (self.login.signal_kwargs or {})
        if through and second_factor_noted(request, self.login.user):
            return False
        return bool(super()._should_handle(request))
