"""Addresses of the legal_basis room: public, but for the practice walks that a person keeps.

Assessments are walked under their protocol's address.
"""

from django.urls import URLPattern, path

from legal_basis.views import checklists, examples, gateways, guide, kept, practice, traps

app_name = "legal_basis"
urlpatterns: list[URLPattern] = [
    path("", practice.index, name="index"),
    path("can-i-share/", guide.can_i_share, name="guide"),
    path("can-i-share/walk/", guide.walk, name="guide_walk"),
    path("checklists/<slug:checklist_id>/", checklists.detail, name="checklist"),
    path("examples/", examples.listing, name="examples"),
    path("examples/<slug:example_id>/", examples.detail, name="example"),
    path("practice/<slug:checklist_id>/", practice.start, name="practice"),
    path("practice/<slug:checklist_id>/keep/", practice.keep, name="practice_keep"),
    path("practice/<slug:checklist_id>/next/", practice.go_on, name="practice_next"),
    path("practice/<slug:checklist_id>/steps/<str:token>/", practice.step, name="practice_step"),
    path("practice/<slug:checklist_id>/end/", practice.end, name="practice_end"),
    path("practice/<slug:checklist_id>/record/", practice.record, name="practice_record"),
    path("practice-walks/", kept.listing, name="kept"),
    path("practice-walks/<uuid:walk_id>/next/", kept.go_on, name="kept_next"),
    path("practice-walks/<uuid:walk_id>/steps/<str:token>/", kept.step, name="kept_step"),
    path("practice-walks/<uuid:walk_id>/end/", kept.end, name="kept_end"),
    path("practice-walks/<uuid:walk_id>/record/", kept.record, name="kept_record"),
    path("practice-walks/<uuid:walk_id>/name/", kept.rename, name="kept_rename"),
    path("practice-walks/<uuid:walk_id>/delete/", kept.delete, name="kept_delete"),
    path("gateways/", gateways.listing, name="gateways"),
    path("gateways/<str:gateway_id>/", gateways.detail, name="gateway"),
    path("traps/", traps.listing, name="traps"),
]
