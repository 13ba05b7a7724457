"""Bringing text from Word into a draft: nothing is written before somebody confirms, and nothing is lost."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from portal.audit.models import AuditEvent
from protocols.checks import problems
from protocols.errors import Conflict, Invalid, NotAllowed
from protocols.models import SectionRevision, UnplacedText, WordUpload
from protocols.queries.protocols import address_of
from protocols.queries.tasks import tasks_of
from protocols.queries.word_texts import report_of
from protocols.services.texts import save_section
from protocols.services.word_texts import Placing, bring_in, place_text, set_text_aside
from protocols.services.word_uploads import keep_word_file, sweep_word_files
from tests.form_filling import form_on
from tests.partners.factories import sign_in
from tests.protocols import factories
from tests.protocols.factories_word import paragraph, word_file

pytestmark = pytest.mark.django_db
OLD = word_file(
    paragraph("Made between Wigan Council, Northmoor Police, Bolton Council and Salford Council.")
    + paragraph("It comes into effect on 1 April 2031 and is reviewed by 1 April 2032.")
    + paragraph("1. Purpose", "Heading1") + paragraph("To share & to care.") + paragraph("Parking", "Heading1")
    + paragraph("Bicycles only.") + paragraph("Breaches", "Heading1") + paragraph("Tell us at once.")
)  # fmt: skip


@pytest.fixture
def officer():
    return factories.officer()


@pytest.fixture
def version(officer):
    factories.partner("Bolton Council", of=officer.partnership)
    return factories.draft(by=officer)


@pytest.fixture
def upload(officer, version):
    return keep_word_file(by=officer, version=version, name="old.docx", content=OLD)


@pytest.fixture
def client(officer):
    return sign_in(Client(), officer)


def section(version, section_id: str):
    return version.sections.get(section_id=section_id)


def placing(version, **changes: object) -> Placing:
    given = {"sections": {1: "S03", 3: "S21"}, "revisions": {"S03": 1, "S21": 1}}
    return Placing(**{**given, **changes})


def test_the_report_says_what_it_found_and_writes_nothing(version, upload) -> None:
    report = report_of(upload)
    assert [(one.part.heading, one.match.section_id) for one in report.found] == [
        ("", ""), ("Purpose", "S03"), ("Parking", ""), ("Breaches", "S21"),
    ]  # fmt: skip
    assert [one.day for one in report.dates] == [date(2031, 4, 1), date(2032, 4, 1)]
    assert [partner.short_name for partner in report.partners] == ["Bolton Council"]
    assert list(report.strangers) == ["Salford Council"]
    assert not SectionRevision.objects.filter(section__version=version, number__gt=1).exists()
    assert not UnplacedText.objects.exists()


def test_what_is_confirmed_goes_where_it_was_said_and_the_rest_waits(officer, version, upload) -> None:
    before = section(version, "S03").body
    done = bring_in(by=officer, upload=upload, placing=placing(version))
    assert section(version, "S03").body == "<p>To share &amp; to care.</p>"
    assert section(version, "S03").revisions.get(number=1).body == before
    waiting = list(UnplacedText.objects.values_list("position", "heading", "state"))
    assert waiting == [(0, "", "waiting"), (2, "Parking", "waiting")]
    assert (done.counts, bytes(done.content)) == ({"clauses": 2, "waiting": 2}, b"")
    version.refresh_from_db()
    assert (version.starts_on, version.parties.count()) == (factories.TODAY, 2)


def test_text_can_follow_what_is_there_and_two_parts_share_a_clause(officer, version, upload) -> None:
    before = section(version, "S21").body
    bring_in(by=officer, upload=upload, placing=placing(version, sections={2: "S21", 3: "S21"}, replacing=False))
    assert section(version, "S21").body == before + "<p>Bicycles only.</p><p>Tell us at once.</p>"


def test_confirming_twice_brings_it_in_once(officer, version, upload) -> None:
    for _ in range(2):
        bring_in(by=officer, upload=upload, placing=placing(version))
    assert UnplacedText.objects.count() == 2
    assert AuditEvent.objects.filter(action="protocols.word.bring_in").count() == 1


def test_a_clause_that_was_saved_since_stops_all_of_it(officer, version, upload) -> None:
    save_section(by=officer, section=section(version, "S21"), body="<p>Mine.</p>", revision=1)
    with pytest.raises(Conflict):
        bring_in(by=officer, upload=upload, placing=placing(version))
    assert section(version, "S03").revision == 1
    assert section(version, "S21").body == "<p>Mine.</p>"
    assert not UnplacedText.objects.exists()


def test_only_what_was_ticked_of_dates_title_and_parties_is_taken(officer, version, upload) -> None:
    report = report_of(upload)
    dates = {one.field: one.day for one in report.dates}
    bring_in(by=officer, upload=upload, placing=placing(version, dates=dates, partners=report.partners, title="Old"))
    version.refresh_from_db()
    assert (version.title, version.starts_on, version.review_on) == ("Old", date(2031, 4, 1), date(2032, 4, 1))
    assert "Bolton Council" in [str(one) for one in version.parties.all()]


def test_dates_that_do_not_hold_together_stop_all_of_it(officer, version, upload) -> None:
    with pytest.raises(Invalid):
        bring_in(by=officer, upload=upload, placing=placing(version, dates={"review_on": date(2001, 1, 1)}))
    assert section(version, "S03").revision == 1


def test_a_waiting_text_is_put_at_the_end_of_a_clause_once(officer, version, upload) -> None:
    bring_in(by=officer, upload=upload, placing=placing(version))
    text = UnplacedText.objects.get(heading="Parking")
    with pytest.raises(Conflict):
        place_text(by=officer, text=text, section_id="S21", revision=1)
    for _ in range(2):
        placed = place_text(by=officer, text=text, section_id="S21", revision=2)
    assert section(version, "S21").body == "<p>Tell us at once.</p><p>Bicycles only.</p>"
    assert (placed.state, placed.placed_in.section_id) == ("placed", "S21")
    assert placed.settled_by.startswith("Priya Shah")


def test_a_waiting_text_set_aside_is_kept(officer, version, upload) -> None:
    bring_in(by=officer, upload=upload, placing=placing(version))
    text = UnplacedText.objects.get(heading="Parking")
    for _ in range(2):
        set_text_aside(by=officer, text=text, reason=" Not ours. ")
    text.refresh_from_db()
    assert (text.state, text.html, text.reason) == ("set aside", "<p>Bicycles only.</p>", "Not ours.")
    assert AuditEvent.objects.filter(action="protocols.word.set_aside").count() == 1


def test_a_text_is_not_set_aside_without_a_reason(officer, version, upload, client) -> None:
    bring_in(by=officer, upload=upload, placing=placing(version))
    text = UnplacedText.objects.get(heading="Parking")
    for reason in ("", "  ", "x" * 2_001):
        with pytest.raises(Invalid):
            set_text_aside(by=officer, text=text, reason=reason)
        answer = client.post(address_of("word_set_aside", version, text.pk), {"reason": reason})
        assert answer.status_code == 422
    shown = answer.content.decode()
    assert f'id="id_{text.pk}_reason-error"' in shown
    assert "x" * 2_001 in shown
    assert UnplacedText.objects.filter(state="waiting").count() == 2


def test_a_version_is_not_submitted_while_text_from_word_waits(officer, version, upload) -> None:
    def blocking() -> list[str]:
        return [one.sentence for one in problems(version) if one.url_name == "protocols:word"]

    def line() -> list[tuple[str, str]]:
        tasks = [task for group in tasks_of(version).groups for task in group.tasks]
        return [(task.state, task.href) for task in tasks if task.title == "Text from Word without a place"]

    page = address_of("word", version)
    assert (blocking(), line()) == ([], [])
    bring_in(by=officer, upload=upload, placing=placing(version))
    assert blocking() == [
        "2 parts of Word files have no place yet. Put each in a clause, or set it aside with a reason."
    ]
    assert line() == [("not started", f"{page}#waiting")]
    first, last = UnplacedText.objects.all()
    place_text(by=officer, text=first, section_id="S21", revision=2)
    assert blocking() == ["1 part of a Word file has no place yet. Put it in a clause, or set it aside with a reason."]
    set_text_aside(by=officer, text=last, reason="Not ours.")
    assert (blocking(), line()) == ([], [("done", page)])


def test_readers_cannot_bring_text_in(version, upload) -> None:
    party = version.parties.first()
    dpo = factories.role(RoleKind.DPO, at=party.partner)
    with pytest.raises(NotAllowed):
        keep_word_file(by=dpo, version=version, name="old.docx", content=OLD)
    with pytest.raises(NotAllowed):
        bring_in(by=dpo, upload=upload, placing=placing(version))


def test_a_file_that_nobody_confirmed_is_let_go_after_a_day(upload) -> None:
    assert sweep_word_files() == 0
    with act("tests.late", by=SYSTEM):
        WordUpload.objects.filter(pk=upload.pk).update(uploaded_at=timezone.now() - timedelta(days=1, minutes=1))
    assert sweep_word_files() == 1
    assert not WordUpload.objects.exists()


def send(client: Client, version, content: bytes, name: str = "old.docx"):
    return client.post(address_of("word", version), {"file": SimpleUploadedFile(name, content)})


def test_the_pages_lead_from_the_file_to_the_text(client, version) -> None:
    answer = send(client, version, OLD)
    shown = client.get(answer.url).content.decode()
    for words in (
        "The heading is a known name",
        "No clause has a heading like this",
        "1 April 2031",
        "Salford Council",
    ):
        assert words in shown
    filled = form_on(shown, answer.url)
    assert (filled["part_1"], filled.get("take_starts_on"), filled["part_2"]) == (["S03"], None, [""])
    assert client.post(answer.url, filled).url == answer.url
    assert "put into 2 clauses" in client.get(answer.url).content.decode()
    desk = address_of("word", version)
    assert "Parking" in client.get(desk).content.decode()
    assert "2 parts from Word have no place yet" in client.get(address_of("text", version)).content.decode()
    text = UnplacedText.objects.get(heading="Parking")
    place = address_of("word_place", version, text.pk)
    assert client.post(place, {"section": "", "revisions": "S21:2"}).status_code == 422
    assert client.post(place, {"section": "S21", "revisions": "S21:1"}).status_code == 409
    assert client.post(place, {"section": "S21", "revisions": "S21:2"}).url == desk


def test_a_conflict_keeps_what_was_chosen_and_goes_through_the_second_time(client, officer, version) -> None:
    url = send(client, version, OLD).url
    filled = {**form_on(client.get(url).content.decode(), url), "part_2": "S21", "how": "after"}
    save_section(by=officer, section=section(version, "S21"), body="<p>Mine.</p>", revision=1)
    answer = client.post(url, filled)
    assert answer.status_code == 409
    again = form_on(answer.content.decode(), url)
    assert (again["part_2"], again["how"]) == (["S21"], ["after"])
    client.post(url, again)
    assert section(version, "S21").body == "<p>Mine.</p><p>Bicycles only.</p><p>Tell us at once.</p>"


def test_what_cannot_be_read_is_refused_beside_the_field(client, version) -> None:
    for content, words in ((b"MZ", "is a program"), (b"x" * (10 * 1024 * 1024 + 1), "larger than 10 MB")):
        answer = send(client, version, content)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert not WordUpload.objects.exists()


def test_nobody_else_finds_an_upload(version, upload) -> None:
    url = address_of("word_check", version, upload.pk)
    colleague = factories.role(RoleKind.CONTRIBUTOR, at=version.parties.first().partner)
    for other in (colleague, factories.officer()):
        assert sign_in(Client(), other).get(url).status_code == 404


def test_hostile_words_are_shown_as_words(client, version) -> None:
    body = "".join(
        paragraph(f"<script>{n}</script>", "Heading1") + paragraph("<img src=x onerror=y>") for n in range(3)
    )
    answer = send(client, version, word_file(body), "<script>.docx")
    shown = client.get(answer.url).content.decode()
    client.post(answer.url, form_on(shown, answer.url))
    for page in (
        shown,
        client.get(answer.url).content.decode(),
        client.get(address_of("word", version)).content.decode(),
    ):
        assert "<script>0" not in page
        assert "<img src=x" not in page


def test_thirty_waiting_texts_cost_the_queries_of_one(client, officer, version) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(address_of("word", version))
        return len(captured)

    def wait(count: int) -> None:
        with act("tests.waiting", by=SYSTEM):
            for number in range(count):
                UnplacedText.objects.create(
                    version=version, file_name="a", position=number, heading="A", brought_by="P"
                )

    wait(1)
    cost()
    once = cost()
    wait(29)
    assert cost() == once
