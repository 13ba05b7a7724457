"""The site's own addresses, and one page more: the floor, which is the frame and nothing in it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path


def floor(request: HttpRequest) -> HttpResponse:
    """The base template, for somebody signed in: what every page costs before it says anything."""
    return render(request, "base.html")


urlpatterns = [path("bench-floor/", floor), path("", include("portal.urls"))]
