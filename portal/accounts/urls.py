"""Addresses of the account pages that are ours; sign-in itself is allauth's."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
