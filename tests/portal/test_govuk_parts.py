"""The crispy pack: each widget becomes its GOV.UK part, with ids that labels, hints, errors and links agree on."""

import re

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.validators import MaxLengthValidator
from django.template import Context, Template
from django.utils.safestring import SafeString
from lxml import html

from portal.govuk.fields import Choice, DateField, RichChoiceField, RichMultipleChoiceField
from portal.govuk.forms import GovForm
from portal.govuk.macros import TYPED_IN, _draw, render
from portal.govuk.styles import EveryPart


class Flow(GovForm):
    title = forms.CharField(label="Title", max_length=10, help_text="Such as <b>Assaults</b>.")
    purpose = forms.CharField(label="Purpose", max_length=200, widget=forms.Textarea)
    about = forms.CharField(label="About", widget=forms.Textarea, required=False)
    kind = RichChoiceField(
        label="Who can be picked out?",
        options=[Choice("named", "Named people", "Every stage applies.", opens="why"), Choice("none", "Nobody")],
    )
    why = forms.CharField(label="Why names are needed", required=False, widget=forms.Textarea)
    kinds = RichMultipleChoiceField(label="Kinds", options=[Choice("a", "A"), Choice("b", "B")])
    sender = forms.ChoiceField(label="Sender", choices=[("", "Choose"), ("a", "Alder Council")])
    starts = DateField(label="Start date", help_text="Such as 3 3 2027.")
    often = forms.IntegerField(label="Times a year", required=False)
    email = forms.EmailField(label="Email address", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    secret = forms.CharField(label="Password", widget=forms.PasswordInput)
    proof = forms.FileField(label="Certificate")
    sure = forms.BooleanField(label="I have read it")
    step = forms.CharField(widget=forms.HiddenInput, initial="one")


def drawn(form: forms.Form):
    return html.fromstring(f"<main>{render_crispy_form(form)}</main>")


def by_id(page, ident: str):
    found = page.xpath(f"//*[@id='{ident}']")
    assert len(found) == 1, f"{len(found)} elements have the id {ident}"
    return found[0]


@pytest.fixture
def blank():
    return drawn(Flow())


@pytest.mark.parametrize(
    ("ident", "tag", "kind"),
    [
        ("id_title", "input", "text"),
        ("id_purpose", "textarea", None),
        ("id_kind", "input", "radio"),
        ("id_kinds", "input", "checkbox"),
        ("id_sender", "select", None),
        ("id_starts_day", "input", "text"),
        ("id_often", "input", "text"),
        ("id_email", "input", "email"),
        ("id_secret", "input", "password"),
        ("id_proof", "input", "file"),
        ("id_sure", "input", "checkbox"),
        ("id_step", "input", "hidden"),
    ],
)
def test_each_widget_becomes_its_part(blank, ident, tag, kind):
    control = by_id(blank, ident)
    assert (control.tag, control.get("type")) == (tag, kind)


def test_every_control_that_is_seen_has_a_label(blank):
    labelled = {label.get("for") for label in blank.iter("label")}
    controls = [c for c in blank.xpath("//input | //select | //textarea") if c.get("type") != "hidden"]
    assert {c.get("id") for c in controls} <= labelled


def test_everything_a_control_is_described_by_exists():
    page = drawn(Flow({}))
    for holder in page.xpath("//*[@aria-describedby]"):
        for ident in holder.get("aria-describedby").split():
            by_id(page, ident)


def test_hint_and_error_stand_beside_the_field():
    page = drawn(Flow({}))
    assert by_id(page, "id_title").get("aria-describedby") == "id_title-hint id_title-error"
    assert by_id(page, "id_title-error").text_content().split() == ["Error:", "Enter", "the", "title."]


def test_each_link_of_the_error_summary_leads_to_something_that_can_take_the_focus():
    form = Flow({"starts_day": "3", "starts_month": "3", "step": "one"})
    summary = html.fromstring(Template("{% load govuk %}{% error_summary form %}").render(Context({"form": form})))
    page = drawn(form)
    links = [a.get("href") for a in summary.iter("a")]
    assert len(links) == len(form.errors)
    assert all(by_id(page, link.removeprefix("#")).tag in {"input", "select", "textarea"} for link in links)
    assert "#id_starts_year" in links


def test_the_error_summary_takes_the_focus_without_script():
    form = Flow({})
    summary = Template("{% load govuk %}{% error_summary form %}").render(Context({"form": form}))
    assert 'tabindex="-1" autofocus' in summary
    assert f"There are {len(form.errors)} things to put right" in summary


def test_no_error_summary_when_nothing_is_wrong():
    assert not Template("{% load govuk %}{% error_summary form none %}").render(Context({"form": Flow()})).strip()


def test_a_choice_shows_its_consequence_and_the_field_it_opens(blank):
    assert by_id(blank, "id_kind-item-hint").text_content().strip() == "Every stage applies."
    assert by_id(blank, "id_why").getparent().getparent() is by_id(blank, "conditional-id_kind")


def test_a_field_under_a_choice_is_drawn_once_and_not_called_optional(blank):
    assert len(blank.xpath("//textarea[@name='why']")) == 1
    assert "(optional)" not in blank.xpath("//label[@for='id_why']")[0].text


def test_a_field_that_may_be_left_out_says_so(blank):
    assert "Times a year (optional)" in blank.xpath("//label[@for='id_often']")[0].text


def test_nothing_typed_is_cut_off_or_changed():
    typed = "First line\n    indented <script>\n\nlast"
    page = drawn(Flow({"why": typed, "purpose": typed, "kind": "named"}))
    for ident in ("id_why", "id_purpose"):
        assert by_id(page, ident).text_content() == typed
        assert by_id(page, ident).get("maxlength") is None


def test_texts_are_escaped(blank):
    assert not blank.xpath("//b | //script")


def test_a_text_and_the_same_text_as_markup_are_not_taken_for_each_other():
    told = [
        {"label": {"text": "A <b>"}, "hint": {kind: "<i>same</i>"}, "id": "a", "name": "a"} for kind in ("text", "html")
    ]
    texts = [render("input", one) for one in (*told, *told)]
    assert texts[0] == texts[2] != texts[1] == texts[3]
    as_text, as_markup = ({"text": kind("&amp;"), "attributes": {"data-n": 1}} for kind in (str, SafeString))
    assert ["&amp;amp;" in render("button", one) for one in (as_text, as_markup, as_text)] == [True, False, True]
    numbered = [render("button", {"text": "Go", "attributes": {"data-n": kind}}) for kind in (1, True, "1")]
    assert ['data-n="1"' in one for one in numbered] == [True, False, True]


def test_words_of_a_tag_are_escaped_also_after_the_same_words_as_markup():
    drawn = Template("{% load govuk %}{% tag 'draft' words %}")
    words = "<b>Draft</b>"
    shown = [drawn.render(Context({"words": one})) for one in (SafeString(words), words, SafeString(words))]
    assert [words in one for one in shown] == [True, False, True]


def test_a_long_text_is_refused_in_a_sentence():
    form = Flow({"title": "A title that is too long"})
    assert form.errors["title"] == ["Title: 24 characters is too long. Use 10 or fewer."]


def test_a_field_that_a_form_adds_after_the_others_is_refused_as_plainly():
    form = Flow({"why": "A reason that is too long", "later": "nonsense"})
    form.fields["why"] = forms.CharField(label="Why?", max_length=10)
    form.fields["later"] = forms.ChoiceField(choices=[("a", "A")])
    form.fields["turn"] = forms.IntegerField(label="Turn of Wigan Council")
    assert form.errors["why"] == ["“Why?”: 25 characters is too long. Use 10 or fewer."]
    assert form.errors["later"] == ["Choose one of the options listed."]
    assert form.errors["turn"] == ["Enter the turn of Wigan Council."]


def test_the_longest_text_is_told_wherever_it_is_set():
    form = Flow({"address": "12 Long Street"})
    form.fields["address"] = forms.CharField(label="Address", validators=[MaxLengthValidator(9)])
    assert form.errors["address"] == ["Address: 14 characters is too long. Use 9 or fewer."]


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("title", "Enter the title."),
        ("kind", "Choose an answer to “Who can be picked out?”"),
        ("sender", "Choose the sender."),
        ("starts", "Enter the start date."),
        ("proof", "Choose the certificate."),
        ("sure", "Tick the box “I have read it” to go on."),
    ],
)
def test_what_was_left_out_is_asked_for_by_name(field, sentence):
    assert Flow({}).errors[field] == [sentence]


def test_a_sentence_of_the_form_itself_is_kept():
    class Own(GovForm):
        name = forms.CharField(error_messages={"required": "Say who you are."})

    assert Own({}).errors["name"] == ["Say who you are."]


def test_one_question_can_be_the_heading_of_its_page():
    class Question(GovForm):
        heading_field = "answer"
        answer = RichChoiceField(label="Is it personal data?", options=[Choice("yes", "Yes")])

    assert drawn(Question()).xpath("//legend/h1")[0].text_content().strip() == "Is it personal data?"


def test_a_layout_groups_fields_under_legends():
    page = drawn(EveryPart())
    assert [h.text_content() for h in page.xpath("//legend/h2")] == ["What is shared", "How"]


def test_no_markup_is_blocked_by_the_security_policy():
    assert not re.search(r"\son\w+=|\sstyle=", render_crispy_form(Flow({})))


@pytest.mark.parametrize("component", sorted(TYPED_IN))
@pytest.mark.parametrize(
    "value", ["Ann", 'O\'Neil & "sons" </textarea><b>', SafeString("a&#10;b"), " two\n lines ", 7, "{{ 1 }}"]
)
def test_what_was_typed_is_put_into_a_part_as_its_macro_does(component, value):
    told = {"name": "who", "id": "who", "label": {"text": "Who"}, "maxlength": 200}
    for _ in range(2):
        assert render(component, {**told, "value": value}) == _draw(component, {**told, "value": value})
    assert str(value) not in render(component, {**told, "value": "another"})
