"""Addresses of the mail app: public, and only in a demonstration."""

from django.urls import path

from portal.mail import views

app_name = "mail"
urlpatterns = [
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<int:pk>/", views.mail, name="mail"),
]
