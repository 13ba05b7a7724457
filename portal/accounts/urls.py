"""Addresses of the account pages that are ours; sign-in itself is allauth's."""

from django.urls import path
from django.views.generic import RedirectView

from portal.accounts import views

app_name = "accounts"
urlpatterns = [
    path("you/", views.you, name="you"),
    path("signed-in/", views.signed_in, name="signed_in"),
    path("signed-in/sign-out/", views.sign_out_there, name="sign_out_there"),
    # An address is changed by a new invitation, since the mailbox is what an invitation was sent to.
    path("email/", RedirectView.as_view(pattern_name="accounts:you"), name="email"),
]
