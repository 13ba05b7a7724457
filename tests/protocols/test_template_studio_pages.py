"""The pages of the studio and of the clause library: whole journeys by post, faults beside fields, queries per list."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from protocols.errors import Invalid
from protocols.models import MadeFile, SavedClause, Template, TemplateDraft
from protocols.queries.previewing import preview_snapshot, sample_values
from protocols.queries.redlines import compare_sides, side_of, sides_for
from protocols.services.clauses import ClauseContent, put_in, save_clause
from protocols.services.creating import create_protocol
from protocols.services.made_files import make_file
from protocols.services.studio.beginning import begin_version
from protocols.services.studio.publishing import publish_template
from protocols.texts.wording import wording_from
from tests.form_filling import form_on
from tests.partners.factories import sign_in
from tests.protocols import factories
from tests.protocols import factories_studio as studio
from tests.protocols.test_template_studio import add_processor, conditional

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return factories.officer()


@pytest.fixture
def client(by):
    return sign_in(Client(), by)


@pytest.fixture
def template(by):
    return studio.begun(by)


def draft_of(template):
    return f"/templates/{template.slug}/draft/"


def send(client, path, **changes):
    filled = form_on(client.get(path).content.decode(), path)
    return client.post(path, {**filled, **changes})


def queries(client, path):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_a_template_from_the_library_is_begun_and_published_by_post(client, by):

    answer = send(client, "/templates/new/", title="Ours", tier="overarching")
    template = Template.objects.get(partnership=by.partnership)
    assert answer.url == draft_of(template)
    assert client.post(draft_of(template) + "publish/").status_code == 302
    assert template.versions.get().number == 1


def test_an_unknown_variable_is_told_beside_the_wording_and_what_was_typed_stays(client, template):
    path = draft_of(template) + "sections/own/"
    answer = send(client, path, title="Ours", body="<p>In [[never]] days.</p>", kind="optional")
    said = answer.content.decode()
    assert answer.status_code == 422
    assert said.count("uses [[never]]") == 2  # in the summary, and beside the field
    assert "In [[never]] days." in said


def test_both_wordings_are_shown_where_somebody_else_saved(client, by, template):
    key = studio.own_section(by, template)
    path = f"{draft_of(template)}sections/{key}/write/"
    filled = form_on(client.get(path).content.decode(), path)
    studio.rewrite(by, template, key, body="<p>Theirs.</p>")
    answer = client.post(path, {**filled, "body": "<p>Mine.</p>"})
    assert answer.status_code == 409
    assert "Theirs." in answer.content.decode()
    again = form_on(answer.content.decode(), path)
    assert client.post(path, again).status_code == 302
    assert "Mine." in str(TemplateDraft.objects.get(template=template).content)


def test_publishing_with_a_fault_names_it(client, by, template):
    studio.variable(by, template)
    said = client.get(draft_of(template) + "publish/").content.decode()
    assert "No wording uses the variable “Days to answer the board”" in said
    assert "Publish it</button>" not in re.sub(r"\s+<", "<", said)


def test_a_preview_fills_every_variable(client, by, template):
    studio.variable(by, template)
    studio.own_section(by, studio.again(template), body="<p>Within [[board_days]] days.</p>")
    said = client.get(f"/templates/{template.slug}/version/draft/preview/").content.decode()
    assert "Within 12 days." in said
    assert "[[" not in said
    assert 'class="gap"' not in said


@pytest.mark.parametrize(
    ("changes", "sample"),
    [
        ({"kind": "date"}, "3 March 2027"),
        ({"kind": "party"}, "Northmoor Council"),
        ({"kind": "choice", "choices": ("A", "B")}, "A"),
        ({"kind": "number", "least": 3, "because": "so"}, "3"),
        ({"kind": "text", "default": "the board"}, "the board"),
    ],
)
def test_a_sample_value_is_of_its_type(by, template, changes, sample):
    studio.variable(by, template, **changes)
    content = TemplateDraft.objects.get(template=template).content
    assert sample_values(template, wording_from(content).variables, by.partnership)["board_days"] == sample


def test_the_preview_as_pdf_says_that_it_is_one(client, by):
    template = factories.template().template
    here = f"/templates/{template.slug}/version/1/preview/"
    client.post(f"{here}pdf/")
    assert "is being made" in client.get(here).content.decode()
    make_file(MadeFile.objects.get())
    answer = client.get(f"{here}pdf/")
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert "preview" in answer["Content-Disposition"]


def test_the_overview_says_that_there_is_a_newer_template_and_a_section_is_taken_over_by_post(client, by):
    first = studio.published(by)
    version = create_protocol(by=by, template=first, particulars=factories.particulars())
    begin_version(by=by, template=first.template)
    key = first.content["sections"][-1]["id"]
    studio.rewrite(by, first.template, key, body="<p>We meet each week.</p>")
    publish_template(by=by, template=studio.again(first.template))
    path = f"/protocols/{version.protocol.reference}/v1/"
    assert "A newer template version: 1 section changed" in client.get(path).content.decode()
    client.post(path + "template/", {"section": key, "template": "2", "revision": "1"})
    assert version.sections.get(section_id=key).body == "<p>We meet each week.</p>"


def test_numbers_that_are_none_change_nothing(client, by):
    version = factories.draft(by=by)
    path = f"/protocols/{version.protocol.reference}/v1/"
    assert client.post(path + "template/", {"section": "S03", "template": "²", "revision": "x"}).status_code == 302
    assert client.post(path + "sections/S03/from-library/", {"clause": "9" * 40}).status_code == 404


def test_a_clause_is_saved_and_put_into_another_by_post(client, by):
    version = factories.draft(by=by)
    path = f"/protocols/{version.protocol.reference}/v1/sections/"
    send(client, path + "S21/save-to-library/", title="Telling of breaches")
    clause = SavedClause.objects.get()
    client.post(path + "S20/from-library/", {"clause": clause.pk, "revision": "1"})
    assert version.sections.get(section_id="S20").body == clause.body


def test_the_list_of_templates_costs_the_same_with_one_and_with_thirty(client, by):
    studio.begun(by, "First")
    few = queries(client, "/templates/")
    for number in range(29):
        studio.begun(by, f"Template {number}")
    assert queries(client, "/templates/") == few


def test_a_draft_costs_the_same_however_many_sections(client, by, template):
    few = queries(client, draft_of(template))
    for number in range(30):
        studio.own_section(by, template, f"Section {number}")
    assert queries(client, draft_of(template)) == few


def test_the_library_and_a_clause_cost_the_same_with_one_and_with_thirty(client, by):
    version = factories.draft(by=by)
    source = version.sections.get(section_id="S21")
    clause = save_clause(by=by, section=source, given=ClauseContent("First"), nonce=uuid4())
    put_in(by=by, clause=clause, section=version.sections.get(section_id="S20"), revision=1)
    choose = f"/protocols/{version.protocol.reference}/v1/sections/S03/from-library/"
    pages = ("/clauses/", f"/clauses/{clause.pk}/", choose)
    few = [queries(client, page) for page in pages]
    for number in range(15):
        save_clause(by=by, section=source, given=ClauseContent(f"Clause {number}"), nonce=uuid4())
        other = factories.draft(by=by, partners=[])
        put_in(by=by, clause=clause, section=other.sections.get(section_id="S20"), revision=1)
    assert [queries(client, page) for page in pages] == few


def test_the_preview_names_the_version_and_the_source_of_what_is_inherited(by):
    template = factories.template("thematic", "community_safety").template
    content = template.versions.get().content
    shown = preview_snapshot(template, content, by.partnership, number=3)
    inherited = [one["source"] for one in shown["sections"] if one["inherited_html"]]
    assert shown["protocol"]["template"]["version"] == 3
    assert set(inherited) == {"the overarching protocol"}


def test_a_conditional_section_that_is_not_needed_is_no_removed_clause(by):
    _, version = conditional(by)
    sides = sides_for(by, version)
    comparison = compare_sides(side_of(sides, "template-1"), side_of(sides, "version-1"))
    assert comparison.text.counts["removed"] == 0
    assert comparison.not_needed == [{"title": "Processors", "why": "no processor is involved"}]
    page = sign_in(Client(), by).get(
        f"/protocols/{version.protocol.reference}/v1/compare/?from=template-1&to=version-1"
    )
    assert "not needed, because no processor is involved" in page.content.decode()


def test_a_conditional_section_that_is_needed_and_left_out_is_a_removed_clause(by):
    _, version = conditional(by)
    add_processor(by, version)
    sides = sides_for(by, version)
    comparison = compare_sides(side_of(sides, "template-1"), side_of(sides, "version-1"))
    assert comparison.text.counts["removed"] == 1
    assert not comparison.not_needed


def test_a_thematic_template_says_what_a_protocol_may_do_to_a_clause_that_it_takes(by):
    template = studio.begun(by, theme="education")
    studio.rewrite(by, template, "S15", may=("replace",))
    held = next(one for one in studio.again(template).draft.content["sections"] if one["id"] == "S15")
    assert held["may"] == ["replace"]
    studio.rewrite(by, template, "S15", may=())
    held = next(one for one in studio.again(template).draft.content["sections"] if one["id"] == "S15")
    assert "may" not in held


@pytest.mark.parametrize(("section", "may"), [("S18", ("replace",)), ("S15", ("extend",)), ("S15", ("burn",))])
def test_what_a_protocol_could_not_do_to_a_clause_is_refused(by, section, may):
    template = studio.begun(by, theme="education")
    with pytest.raises(Invalid, match="could add to or replace"):
        studio.rewrite(by, template, section, may=may)


def test_the_form_asks_what_a_protocol_may_do_only_where_it_takes_a_clause(by):
    template = studio.begun(by, theme="education")
    client = sign_in(Client(), by)
    pages = [client.get(f"/templates/{template.slug}/draft/sections/{key}/write/") for key in ("S15", "S18")]
    assert ["What a protocol may do" in page.content.decode() for page in pages] == [True, False]


def test_writing_a_section_by_its_form_keeps_what_a_protocol_may_do(by):
    template = studio.begun(by, theme="education")
    client, here = sign_in(Client(), by), f"/templates/{template.slug}/draft/sections/S15/write/"
    sent = form_on(client.get(here).content.decode(), here)
    assert client.post(here, {**sent, "guidance": "Said anew."}).status_code == 302
    held = next(one for one in studio.again(template).draft.content["sections"] if one["id"] == "S15")
    assert (held["guidance"], held["may"]) == ("Said anew.", ["replace"])
