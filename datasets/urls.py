"""Addresses of the datasets room."""

from django.urls import URLPattern, path

from datasets.views import catalogue, files, wants, writing

app_name = "datasets"
urlpatterns: list[URLPattern] = [
    path("", catalogue.index, name="list"),
    path("new/", writing.add, name="add"),
    path("file/", files.upload, name="upload"),
    path("data-sets.csv", files.as_csv, name="csv"),
    path("data-sets.xlsx", files.as_workbook, name="workbook"),
    path("in/<slug:slug>/", wants.board, name="board"),
    path("in/<slug:slug>/ask/", wants.ask, name="ask"),
    path("wants/<int:pk>/answer/", wants.answer, name="answer"),
    path("wants/<int:pk>/withdraw/", wants.withdraw, name="withdraw"),
    path("<int:pk>/", catalogue.detail, name="detail"),
    path("<int:pk>/change/", writing.change, name="change"),
    path("<int:pk>/retire/", writing.retire, name="retire"),
    path("<int:pk>/bring-back/", writing.back, name="bring_back"),
]
