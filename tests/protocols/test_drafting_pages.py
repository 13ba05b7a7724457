"""The pages of drafting: who is shown what, what was typed stays, and how many queries a page costs."""

import json
import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partners.middleware import SESSION_KEY
from partners.models import Role
from partners.roles import RoleKind
from protocols.models import DataFlow, ProtocolVersion
from protocols.services.comments import add_comment
from protocols.services.texts import save_section
from tests.protocols import factories

pytestmark = pytest.mark.django_db


def signed_in(role: Role) -> Client:
    client = Client()
    client.force_login(role.person)
    session = client.session
    session[SESSION_KEY] = role.pk
    session.save()
    return client


def at(version: ProtocolVersion, page: str = "") -> str:
    return f"/protocols/{version.protocol.reference}/v{version.number}/{page}"


@pytest.fixture
def by():
    return factories.officer()


@pytest.fixture
def version(by) -> ProtocolVersion:
    return factories.draft(by=by)


@pytest.fixture
def client(by) -> Client:
    return signed_in(by)


PAGES = [
    "", "tasks/", "history/", "particulars/", "parties/", "details/", "text/", "sections/S03/", "flows/", "flows/new/",
    "comments/", "consult/", "take-back/", "abandon/", "vary/",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_each_page_opens_for_the_officer(client, version, path):
    assert client.get(at(version, path)).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_a_version_does_not_exist_for_strangers_or_for_viewers_before_it_is_in_force(version, path):
    stranger = factories.role(RoleKind.CONTRIBUTOR, at=factories.partner("Elsewhere Council"))
    viewer = factories.role(RoleKind.VIEWER, at=version.parties.all()[0].partner)
    assert signed_in(stranger).get(at(version, path)).status_code == 404
    assert signed_in(viewer).get(at(version, path)).status_code == 404


def test_somebody_not_signed_in_is_asked_to_sign_in(version):
    assert Client().get(at(version)).status_code == 302


def created(client: Client, **changes: str):
    factories.template()
    form = {
        "nonce": str(uuid4()), "title": "Sharing for safety", "purpose": "To be safer", "starts_on_day": "3",
        "starts_on_month": "3", "starts_on_year": "2027", "review_on_day": "3", "review_on_month": "3",
        "review_on_year": "2028", "ends_on_day": "", "ends_on_month": "", "ends_on_year": "", "publication": "public",
    }  # fmt: skip
    return client.post("/protocols/new/overarching/", {**form, **changes})


def test_creating_leads_on_to_the_parties(client):
    assert created(client).url.endswith("/v1/parties/")


def test_an_end_before_the_start_is_said_and_what_was_typed_is_still_there(client):
    answer = created(client, ends_on_day="1", ends_on_month="1", ends_on_year="2027")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "The end date must be after the start date." in page
    assert 'value="Sharing for safety"' in page
    assert not ProtocolVersion.objects.exists()


def test_a_date_that_does_not_exist_is_said_and_kept(client):
    page = created(client, starts_on_day="31", starts_on_month="2").content.decode()
    assert "Enter a real date" in page
    assert 'value="31"' in page


def test_the_pages_of_creation_do_not_exist_for_others(version):
    contributor = factories.role(RoleKind.CONTRIBUTOR, at=version.parties.all()[0].partner)
    assert signed_in(contributor).get("/protocols/new/").status_code == 404


def flow_form(version: ProtocolVersion, **changes: object) -> dict[str, object]:
    sender, recipient = version.parties.all()
    return {
        "nonce": str(uuid4()), "revision": "", "title": "Cases", "sender": str(sender.pk),
        "recipients": [str(recipient.pk)], "items": "Name\r\nAddress", "subjects": "People",
        "identifiability": "identifiable", "purpose": "Plan", "regime": "general", "control": "separate",
        "method": "Email",
        "frequency": "Weekly", "retention": "Two years", "geography": "Northmoor", **changes,
    }  # fmt: skip


def test_a_flow_to_itself_is_said_and_what_was_typed_is_still_there(client, version):
    sender = version.parties.all()[0]
    answer = client.post(at(version, "flows/new/"), flow_form(version, recipients=[str(sender.pk)]))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f"Data cannot flow from {sender} to itself" in page
    assert "Name&#10;Address" in page


def test_an_anonymous_flow_without_the_rule_says_what_to_do(client, version):
    answer = client.post(at(version, "flows/new/"), flow_form(version, identifiability="anonymous"))
    assert "anonymous data needs a rule on them" in answer.content.decode()


def test_a_stale_flow_form_shows_both_values(client, by, version):
    flow = factories.flow(version, by=by)
    page = at(version, f"flows/{flow.pk}/")
    client.post(page, flow_form(version, revision="1", retention="One year"))
    answer = client.post(page, flow_form(version, revision="1", retention="Ten years"))
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "One year" in shown
    assert "Ten years" in shown
    assert DataFlow.objects.get().retention == "One year"
    assert client.post(page, flow_form(version, revision="2", retention="Ten years")).status_code == 302


def test_deleting_a_flow_twice_is_no_error(client, by, version):
    page = at(version, f"flows/{factories.flow(version, by=by).pk}/delete/")
    assert [client.post(page).status_code for _ in range(2)] == [302, 302]
    assert client.get(page).status_code == 404


def test_reading_the_question_deletes_nothing(client, by, version):
    flow = factories.flow(version, by=by)
    client.get(at(version, f"flows/{flow.pk}/delete/"))
    assert DataFlow.objects.filter(pk=flow.pk).exists()


def test_without_script_the_later_saver_sees_both_texts(client, by, version):
    section = version.sections.get(section_id="S21")
    save_section(by=by, section=section, body="<p>Their words</p>", revision=1)
    answer = client.post(at(version, "sections/S21/"), {"body": "<p>My words</p>", "revision": "1"})
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "Priya Shah saved while you were writing" in shown
    assert "Their words" in shown
    assert "My words" in shown
    section.refresh_from_db()
    assert section.body == "<p>Their words</p>"


def save(client: Client, version: ProtocolVersion, **sent: object):
    return client.post(at(version, "sections/S21/save/"), json.dumps(sent), content_type="application/json")


def test_saving_as_you_go_says_when(client, version):
    answer = save(client, version, body="<p>New</p>", revision=1)
    assert answer.json()["revision"] == 2
    assert answer.json()["saved"].startswith("Saved ")


def test_saving_a_text_that_moved_on_answers_with_both(client, version):
    save(client, version, body="<p>Their words</p>", revision=1)
    answer = save(client, version, body="<p>My words<script>alert(1)</script></p>", revision=1)
    assert answer.status_code == 409
    assert answer.json()["theirs"] == "<p>Their words</p>"
    assert "My words" in answer.json()["html"]
    assert "alert(1)" not in answer.json()["html"]


@pytest.mark.parametrize(("size", "status"), [(2_000_000, 422), (6_000_000, 413)])
def test_a_paste_that_is_too_large_is_answered_with_a_plain_sentence(client, version, size, status):
    answer = save(client, version, body="a" * size, revision=1)
    assert answer.status_code == status
    assert "several clauses" in answer.json()["sentence"] or "several sections" in answer.json()["sentence"]


def test_a_large_paste_without_script_is_still_in_the_form(client, version):
    answer = client.post(at(version, "sections/S21/"), {"body": "<p>" + "word " * 400_000 + "</p>", "revision": "1"})
    assert answer.status_code == 422
    assert answer.content.decode().count("word ") >= 400_000


@pytest.mark.parametrize("sent", ["", "[]", '{"body": "x"}', '{"body": "x", "revision": "y"}'])
def test_a_broken_save_is_refused_in_words(client, version, sent):
    answer = client.post(at(version, "sections/S21/save/"), sent, content_type="application/json")
    assert answer.status_code == 400
    assert "open it again" in answer.json()["sentence"]


def test_saving_when_signed_out_leads_to_signing_in(version):
    assert save(Client(), version, body="<p>x</p>", revision=1).status_code == 302


def test_a_save_costs_few_queries(client, version):
    with CaptureQueriesContext(connection) as queries:
        save(client, version, body="<p>New</p>", revision=1)
    spent = [one["sql"] for one in queries if "SAVEPOINT" not in one["sql"]]
    assert len(spent) <= 12, spent


SCRIPT = "<script>alert('x')</script>"


def test_markup_typed_in_names_comments_and_values_is_shown_as_words(client, by, version):
    factories.flow(version, by=by, title=SCRIPT, items=SCRIPT, purpose=SCRIPT)
    add_comment(by=by, version=version, body=SCRIPT, nonce=uuid4())
    client.post(
        at(version, "details/"), {"strategic_purpose": SCRIPT, "was_strategic_purpose": "", "breach_hours": "1"}
    )
    for page in ("", "flows/", "comments/", "text/", "history/", "details/", "tasks/"):
        shown = client.get(at(version, page)).content.decode()
        assert SCRIPT not in shown
        assert page in ("", "tasks/", "details/") or "&lt;script&gt;" in shown


def queries_of(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    return len(queries)


def test_the_list_costs_the_same_for_1_and_30_protocols(client, by):
    factories.draft(by=by)
    client.get("/protocols/")
    one = queries_of(client, "/protocols/")
    for _ in range(29):
        factories.draft(by=by, partners=[factories.partner(of=by.partnership)])
    assert queries_of(client, "/protocols/") == one


@pytest.mark.parametrize("path", ["", "flows/", "comments/", "tasks/", "text/", "history/"])
def test_a_page_costs_the_same_for_1_and_30_rows(client, by, version, path):
    def fill(times: int) -> None:
        for number in range(times):
            factories.flow(version, by=by, title=f"Flow {number}")
            add_comment(by=by, version=version, body=f"Comment {number}", nonce=uuid4())

    fill(1)
    client.get(at(version, path))
    one = queries_of(client, at(version, path))
    fill(29)
    assert queries_of(client, at(version, path)) == one


def test_the_list_is_narrowed_by_state_tier_partner_and_words(client, by, version):
    other = factories.draft(
        by=by, title="Housing benefit", partners=[factories.partner("Bolton Council", of=by.partnership)]
    )
    bolton = other.parties.get().partner_id

    def listed(query: str) -> list[str]:
        page = client.get(f"/protocols/?{query}")
        return [line.row.title for line in page.context["page"]]

    assert listed("words=benefit") == ["Housing benefit"]
    assert listed(f"partner={bolton}") == ["Housing benefit"]
    assert len(listed("state=draft&tier=overarching")) == 2
    assert listed("state=in_force") == []
    assert listed("tier=thematic") == []


def test_the_task_list_counts_what_is_missing(client, version):
    shown = client.get(at(version, "tasks/")).content.decode()
    assert re.search(r"\d things are missing before it can be submitted", shown)
    assert "still needs “Strategic purpose”" in shown


def test_a_comment_without_words_is_asked_for_again(client, version):
    answer = client.post(at(version, "comments/"), {"nonce": str(uuid4()), "section": "S03", "body": " "})
    assert answer.status_code == 422
    assert "Write your comment." in answer.content.decode()


def test_the_disabled_button_says_the_same_sentence_as_the_refusal(version):
    contributor = factories.role(RoleKind.CONTRIBUTOR, at=version.parties.all()[0].partner)
    shown = signed_in(contributor).get(at(version, "consult/")).content.decode()
    assert "Only the partnership&#x27;s officer can open consultation." in shown
    assert "disabled" in shown
