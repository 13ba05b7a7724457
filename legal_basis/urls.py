"""Addresses of the legal_basis room: all public. Assessments are walked under their protocol's address."""

from django.urls import URLPattern, path

from legal_basis.views import gateways, practice

app_name = "legal_basis"
urlpatterns: list[URLPattern] = [
    path("", practice.index, name="index"),
    path("practice/<slug:checklist_id>/", practice.start, name="practice"),
    path("practice/<slug:checklist_id>/next/", practice.go_on, name="practice_next"),
    path("practice/<slug:checklist_id>/steps/<str:token>/", practice.step, name="practice_step"),
    path("practice/<slug:checklist_id>/end/", practice.end, name="practice_end"),
    path("practice/<slug:checklist_id>/record/", practice.record, name="practice_record"),
    path("gateways/", gateways.listing, name="gateways"),
    path("gateways/<str:gateway_id>/", gateways.detail, name="gateway"),
]
