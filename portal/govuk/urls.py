"""Addresses of the pages that belong to the product itself."""

from django.urls import path

from portal.govuk import views

app_name = "govuk"
urlpatterns = [
    path("about/", views.about, name="about"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("styleguide/", views.styleguide, name="styleguide"),
]
