"""Addresses of sign-in through the provider."""

from django.urls import path

from portal.openid import views

app_name = "openid"
urlpatterns = [
    path("", views.yours, name="yours"),
    path("start/", views.start, name="start"),
    path("back/", views.back, name="back"),
    path("left/", views.left, name="left"),
]
