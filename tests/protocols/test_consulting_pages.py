"""The pages of a consultation: marks in the text, suggestions answered, what is new, the file; nothing in them runs."""

import csv
import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partners.models import Role
from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from protocols.models import Comment, ProtocolVersion, Reading, Suggestion
from protocols.queries.news import news_for
from protocols.queries.protocols import address_of
from protocols.services.comments import Selected, add_comment, resolve_comment
from protocols.services.looking import look
from protocols.services.suggesting import reject, suggest
from protocols.services.texts import save_section
from tests.protocols import factories
from tests.protocols.test_queries_per_list import signed_in

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>=1+1"
WORDS = "share only what is needed"


@pytest.fixture
def version() -> ProtocolVersion:
    return factories.draft()


@pytest.fixture
def dpo(version) -> Role:
    return factories.role(RoleKind.DPO, at=version.parties.all()[0].partner, name="Dana Obi")


@pytest.fixture
def officer(version) -> Client:
    return signed_in(version.officer)


@pytest.fixture
def reader(dpo) -> Client:
    return signed_in(dpo)


def clause(version):
    return version.sections.get(section_id="S07")


def said(version, by, body="Why?", **more) -> Comment:
    return add_comment(by=by, version=version, body=body, nonce=uuid4(), **more)


def suggested(version, by, body="<p>Other words.</p>", **more) -> Suggestion:
    section = clause(version)
    return suggest(by=by, section=section, body=body, base_revision=section.revision, nonce=uuid4(), **more)


def html(client: Client, page: str, version, *more) -> str:
    answer = client.get(address_of(page, version, *more))
    assert answer.status_code == 200
    return answer.content.decode()


def test_words_that_are_quoted_are_marked_in_the_text(version, dpo, reader):
    said(version, dpo, section=clause(version), selected=Selected(WORDS))
    assert f'<mark class="quoted">{WORDS}</mark>' in html(reader, "text", version)


def test_words_that_have_changed_are_said_to_have(version, dpo, reader):
    said(version, dpo, section=clause(version), selected=Selected(WORDS))
    save_section(by=version.officer, section=clause(version), body="<p>New.</p>", revision=1)
    shown = html(reader, "text", version)
    assert "the words have changed since" in shown
    assert 'class="quoted"' not in shown


def test_a_link_from_the_text_fills_the_form_and_changes_nothing(version, reader):
    answer = reader.get(address_of("comments", version), {"clause": "S07", "words": WORDS, "before": "The parties "})
    assert answer.context["form"]["words"].value() == WORDS
    assert answer.context["form"]["section"].value() == "S07"
    assert (Comment.objects.count(), Reading.objects.count()) == (0, 0)


def test_words_that_do_not_stand_there_are_refused_beside_the_field_with_all_typed_kept(version, reader):
    form = {"section": "S07", "words": "share everything", "body": "Too much", "nonce": uuid4()}
    answer = reader.post(address_of("comments", version), form)
    assert answer.status_code == 422
    assert "do not stand in" in answer.context["form"].errors["words"][0]
    assert "Too much" in answer.content.decode()


def test_nothing_that_people_write_runs_on_any_page(version, dpo, officer):
    comment = said(version, dpo, HOSTILE, section=clause(version), selected=Selected(WORDS))
    suggestion = suggested(version, dpo, f"<p>{HOSTILE}</p><svg onload=alert(1)></svg>", why=HOSTILE)
    resolve_comment(by=version.officer, comment=comment, response=HOSTILE)
    pages = [html(officer, page, version) for page in ("text", "comments", "consultation")]
    pages.append(html(officer, "suggestion", version, suggestion.pk))
    for shown in pages:
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
        assert "<svg onload" not in shown


def test_the_file_has_every_comment_with_its_response_and_no_formula(version, dpo, reader):
    comment = said(version, dpo, "=HYPERLINK(1)")
    resolve_comment(by=version.officer, comment=comment, response="@SUM(1)")
    reject(by=version.officer, suggestion=suggested(version, dpo, why="+1"), reason="-1")
    answer = reader.get(address_of("consultation_export", version))
    text = answer.getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["Said"], row["Why"], row["Response"]) for row in rows] == [
        ("'=HYPERLINK(1)", "", "'@SUM(1)"),
        ("Other words.", "'+1", "'-1"),
    ]
    assert [row["State"] for row in rows] == ["Resolved", "Rejected"]
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_a_suggestion_is_shown_as_a_redline_and_accepted_on_its_page(version, dpo, officer):
    suggestion = suggested(version, dpo, clause(version).body.replace("only what", "just what"))
    shown = html(officer, "suggestion", version, suggestion.pk)
    assert "<del>" in shown
    assert "<ins>" in shown
    officer.post(address_of("suggestion_accept", version, suggestion.pk), {"reason": ""})
    assert "just what is needed" in clause(version).body


def test_a_suggestion_whose_place_was_changed_shows_both_texts_and_takes_the_officers(version, dpo, officer):
    body = clause(version).body
    suggestion = suggested(version, dpo, body.replace("only what", "just what"))
    save_section(by=version.officer, section=clause(version), body=body.replace("only", "no more than"), revision=1)
    address = address_of("suggestion_accept", version, suggestion.pk)
    answer = officer.post(address, {"reason": ""})
    assert answer.status_code == 409
    assert "just what" in answer.content.decode()
    assert "no more than what" in answer.content.decode()
    officer.post(address, {"reason": "", "revision": 2, "body": "<p>Settled.</p>"})
    assert clause(version).body == "<p>Settled.</p>"


def test_a_rejection_without_a_reason_says_so_beside_the_field(version, dpo, officer):
    answer = officer.post(address_of("suggestion_reject", version, suggested(version, dpo).pk), {"reason": " "})
    assert answer.status_code == 422
    assert "Say why you do not take the suggestion up" in answer.content.decode()


def test_a_suggestion_of_another_version_does_not_exist_here(version, dpo, officer):
    elsewhere = suggested(factories.draft(by=version.officer), version.officer)
    assert officer.get(address_of("suggestion", version, elsewhere.pk)).status_code == 404


def test_to_open_a_page_leaves_no_trace_and_the_page_says_by_post_that_it_is_looked_at(version, reader):
    for page in ("text", "comments", "consultation", "version"):
        html(reader, page, version)
    assert Reading.objects.count() == 0
    assert reader.post(address_of("looked", version)).status_code == 204
    assert Reading.objects.count() == 1


def test_everyone_sees_what_is_new_with_a_link_to_it(version, dpo, reader):
    reading = look(by=dpo, version=version)
    with act("tests.time", by=SYSTEM):
        Reading.objects.filter(pk=reading.pk).update(looked_at=timezone.now() - timedelta(days=1))
    save_section(by=version.officer, section=clause(version), body="<p>New.</p>", revision=1)
    said(version, version.officer)
    for page in ("text", "comments", "consultation", "version", "flows", "legal", "risks", "case"):
        shown = html(reader, page, version)
        assert "Since you last looked" in shown
        assert "1 clause changed</a>" in shown
        assert "1 new comment</a>" in shown


def test_what_is_new_takes_one_query_however_much_it_is(version, dpo, django_assert_num_queries):
    backdated = look(by=dpo, version=version)
    with act("tests.time", by=SYSTEM):
        Reading.objects.filter(pk=backdated.pk).update(looked_at=timezone.now() - timedelta(days=1))
    for number in range(3):
        said(version, version.officer)
        save_section(by=version.officer, section=clause(version), body=f"<p>{number}</p>", revision=number + 1)
    with django_assert_num_queries(1):
        news = news_for(version, dpo)
    assert (news.clauses, news.comments) == (1, 3)


def test_a_closing_date_in_the_past_is_refused_beside_the_field(version, officer):
    form = {"closes_on_day": "1", "closes_on_month": "2", "closes_on_year": "2020"}
    answer = officer.post(address_of("consult", version), form)
    assert answer.status_code == 422
    assert "must be after today" in answer.context["form"].errors["closes_on"][0]


def test_the_pages_ask_for_no_more_with_thirty_of_each_than_with_one(version, dpo, officer, reader):
    counted = []
    for count in (1, 29):
        for _ in range(count):
            partner = factories.partner(of=version.protocol.partnership)
            by = factories.role(RoleKind.CONTRIBUTOR, at=partner)
            with act("tests.party", by=SYSTEM):
                version.parties.create(partner=partner)
            comment = said(version, by, "@Dana Obi?", section=clause(version), selected=Selected(WORDS))
            suggested(version, by)
            look(by=by, version=version)
            resolve_comment(by=version.officer, comment=said(version, by), response="Yes.")
        assert comment.mentions.count() == 1
        counted.append([cost(client, page, version) for client in (officer, reader) for page in PAGES])
    assert counted[0] == counted[1]


PAGES = (
    "text",
    "comments",
    "consultation",
    "consultation_export",
    "consultation_word",
    "version",
    "section",
    "in_tray",
)


def cost(client: Client, page: str, version) -> int:
    more = ["S07"] if page == "section" else []
    with CaptureQueriesContext(connection) as captured:
        answer = client.get("/in-tray/" if page == "in_tray" else address_of(page, version, *more))
        assert answer.status_code == 200
    return len(captured)


def test_the_list_shows_what_a_suggestion_changes_in_both_wordings(version, dpo, officer):
    found = clause(version)
    save_section(by=version.officer, section=found, body="<p>Stays.</p><p>Within a week.</p>", revision=1)
    body = "<p>Stays.</p><p>Within &lt;two&gt; weeks.</p>"
    suggest(by=dpo, section=clause(version), body=body, base_revision=2, nonce=uuid4())
    shown = html(officer, "comments", version)
    assert "<dt>As it was</dt><dd>Within a week.</dd>" in shown
    assert "<dt>As suggested</dt><dd>Within &lt;two&gt; weeks.</dd>" in shown
    assert "Stays." not in shown
