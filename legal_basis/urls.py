"""Addresses of the legal_basis room: all public. Assessments are walked under their protocol's address."""

from django.urls import URLPattern, path

from legal_basis.views import checklists, examples, gateways, guide, practice, traps

app_name = "legal_basis"
urlpatterns: list[URLPattern] = [
    path("", practice.index, name="index"),
    path("can-i-share/", guide.can_i_share, name="guide"),
    path("can-i-share/walk/", guide.walk, name="guide_walk"),
    path("checklists/<slug:checklist_id>/", checklists.detail, name="checklist"),
    path("examples/", examples.listing, name="examples"),
    path("examples/<slug:example_id>/", examples.detail, name="example"),
    path("practice/<slug:checklist_id>/", practice.start, name="practice"),
    path("practice/<slug:checklist_id>/next/", practice.go_on, name="practice_next"),
    path("practice/<slug:checklist_id>/steps/<str:token>/", practice.step, name="practice_step"),
    path("practice/<slug:checklist_id>/end/", practice.end, name="practice_end"),
    path("practice/<slug:checklist_id>/record/", practice.record, name="practice_record"),
    path("gateways/", gateways.listing, name="gateways"),
    path("gateways/<str:gateway_id>/", gateways.detail, name="gateway"),
    path("traps/", traps.listing, name="traps"),
]
