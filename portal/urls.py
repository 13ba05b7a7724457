"""The portal's addresses. Rooms are named as strings; each room classifies its own pages."""

from django.urls import include, path

from portal.health import healthz, live, ready
from portal.watching.metrics import metrics

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("healthz/live", live, name="live"),
    path("healthz/ready", ready, name="ready"),
    path("metrics", metrics, name="metrics"),
    path("accounts/", include("portal.accounts.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/openid/", include("portal.openid.urls")),
    path("", include("portal.govuk.urls")),
    path("", include("portal.mail.urls")),
    path("", include("partners.urls")),
    path("law/", include("legal_basis.urls")),
    path("data-sets/", include("datasets.urls")),
    path("", include("protocols.urls")),
    path("", include("register.urls")),
]

handler400 = "portal.govuk.views.bad_request"
handler403 = "portal.govuk.views.permission_denied"
handler404 = "portal.govuk.views.page_not_found"
handler429 = "portal.govuk.views.too_many_requests"
handler500 = "portal.govuk.views.server_error"
