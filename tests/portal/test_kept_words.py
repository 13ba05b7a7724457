"""What was typed is shown again by whatever page comes next, where the form was refused and does not show it itself."""

from collections.abc import Iterator

import pytest
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.test import Client
from django.urls import path, resolve
from django.views.generic import TemplateView

from portal.govuk.kept import typed_in
from portal.urls import *  # noqa: F403 - the portal's own addresses, with a few views that refuse
from portal.urls import urlpatterns

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
TYPED = {"why": "A long\r\ntext of mine", "kind": "council", "password": "hush hush", "nonce": "An old one"}


@login_not_required
def leads_elsewhere(request):
    messages.error(request, "Only its officer may.")
    return redirect("/elsewhere/")


@login_not_required
def leads_on(request):
    messages.success(request, "Saved.")
    return redirect("/elsewhere/")


@login_not_required
def refuses_without_its_form(request):
    return HttpResponse("<main><h1>You may not</h1></main>", status=422)


@login_not_required
def refuses_with_its_form(request):
    return HttpResponse("<main><h1>Why?</h1><textarea>A long\ntext of mine</textarea></main>", status=422)


urlpatterns = [
    path("leads-elsewhere/", leads_elsewhere),
    path("leads-on/", leads_on),
    path("without/", refuses_without_its_form),
    path("with/", refuses_with_its_form),
    path("elsewhere/", login_not_required(TemplateView.as_view(template_name="base.html"))),
    *urlpatterns,
]


def text(answer) -> str:
    return answer.content.decode()


def test_words_that_a_view_refused_and_led_away_from_are_on_the_next_page_once(client):
    shown = text(client.post("/leads-elsewhere/", TYPED, follow=True))
    assert "Only its officer may." in shown
    assert "A long\r\ntext of mine</textarea>" in shown
    assert [word for word in ("council", "hush hush", "An old one") if word in shown] == []
    client.post("/leads-on/", {"why": "Taken words"})
    assert "A long" not in text(client.get("/elsewhere/"))


def test_words_that_were_taken_are_not_shown_again(client):
    assert "A long" not in text(client.post("/leads-on/", TYPED, follow=True))


def test_a_page_that_refuses_without_its_form_ends_with_the_words(client):
    shown = text(client.post("/without/", TYPED))
    assert shown.index("You may not") < shown.index("A long") < shown.index("</main>")
    assert "hush hush" not in shown


def test_a_page_that_shows_its_form_again_says_nothing_twice(client):
    assert text(client.post("/with/", TYPED)).count("A long") == 1


def every_form(kind: type[forms.BaseForm] = forms.BaseForm) -> Iterator[type[forms.BaseForm]]:
    yield kind
    for narrower in kind.__subclasses__():
        yield from every_form(narrower)


def test_no_secret_that_any_form_asks_for_is_among_the_words():
    resolve("/")  # has every address loaded, and every form with them
    secret = {
        name
        for form in every_form()
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field.widget, forms.PasswordInput)
    }
    assert {"password", "proof", "oldpassword"} <= secret
    assert [name for name in secret if typed_in(QueryDict(f"{name}=Hush, it is mine"))] == []


def test_words_without_end_are_not_kept_in_a_session():
    client = Client()
    client.post("/leads-elsewhere/", {"why": "Very long " * 70_000})
    assert "kept_words" not in client.session
