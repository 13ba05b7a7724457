"""Addresses of the legal_basis room."""

from django.urls import URLPattern

app_name = "legal_basis"
urlpatterns: list[URLPattern] = []
