"""Importing registers of agreements: nothing lost, nothing taken silently, nothing changed the second time."""

import csv
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partners.models import Partner
from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from portal.audit.models import AuditEvent
from protocols.errors import Invalid, NotAllowed
from protocols.models import Agreement, AgreementBody, AgreementUpload, NamedBody
from protocols.queries.elsewhere.agreements import visible_to
from protocols.queries.elsewhere.bodies import unmatched, with_offers
from protocols.queries.elsewhere.exporting import export_lines
from protocols.queries.in_tray import in_tray_of
from protocols.services.elsewhere.importing import import_agreements
from protocols.services.elsewhere.judging import Outcome
from protocols.services.elsewhere.keeping import Chosen, attach_file, change_agreement, match_body, remove_file
from protocols.services.elsewhere.uploads import import_upload, keep_upload, sweep_uploads
from protocols.services.waiting_files import KEPT
from tests.protocols import factories
from tests.protocols.factories_elsewhere import FILE, REGISTER, content_of, names, one, pdf, sheet, take

pytestmark = pytest.mark.django_db
TAKEN, CHANGED, SAME, SKIPPED = Outcome


@pytest.fixture
def officer():
    return factories.officer()


def state() -> tuple[object, ...]:
    kept = [list(model.objects.order_by("pk").values()) for model in (Agreement, NamedBody, AgreementBody)]
    return (*kept, AuditEvent.objects.count())


def listed(name: str, *, code: str = "", register: str = "government-organisation") -> Partner:
    with act("tests.partner", by=SYSTEM):
        return Partner.objects.create(
            legal_name=name, short_name=name, slug=f"p-{Partner.objects.count()}", kind="government",
            source=register if code else "", source_code=code,
        )  # fmt: skip


def test_every_row_but_a_repeated_one_becomes_an_agreement(officer):
    verdicts = take(officer)
    assert [verdict.outcome for verdict in verdicts] == [TAKEN, TAKEN, TAKEN, SKIPPED, TAKEN, TAKEN, TAKEN]
    assert verdicts[3].why == "it is the same as line 6"
    assert Agreement.objects.count() == 6


def test_a_dry_run_writes_nothing_and_says_what_the_real_run_does(officer):
    before = state()
    dry = [str(verdict) for verdict in take(officer, apply=False)]
    assert state() == before
    assert dry == [str(verdict) for verdict in take(officer)]


def test_running_it_again_changes_nothing(officer):
    take(officer)
    before = state()
    verdicts = take(officer)
    assert {verdict.outcome for verdict in verdicts} == {SAME, SKIPPED}
    assert state() == before


def test_a_number_that_stands_twice_keeps_both_rows_and_says_so(officer):
    verdicts = take(officer)
    assert "The number 1 stands on line 4 too" in str(verdicts[2])
    assert Agreement.objects.filter(reference="1").count() == 2


def test_a_run_that_was_stopped_goes_on_where_it_was(officer):
    take(officer, content_of({"name": "A", "information-sharing-agreement": "1"}))
    rest = take(
        officer,
        content_of(
            {"name": "A", "information-sharing-agreement": "1"}, {"name": "B", "information-sharing-agreement": "2"}
        ),
    )
    assert [verdict.outcome for verdict in rest] == [SAME, TAKEN]


def test_a_row_that_changed_changes_its_agreement_and_the_trail_keeps_what_it_was(officer):
    agreement = one(officer, contact="old@a.example", controller_names="Vale Council")
    [verdict] = take(
        officer,
        content_of(
            {
                "name": "Flood warnings",
                "information-sharing-agreement": "9",
                "review-date": "2031-01-01",
                "controller-names": "Moor Council",
            }
        ),
    )
    assert (verdict.outcome, verdict.columns) == (CHANGED, ("controller-names", "review-date", "contact"))
    agreement = Agreement.objects.get(pk=agreement.pk)
    assert agreement.review_on == date(2031, 1, 1)
    assert list(names(agreement)) == ["Moor Council"]
    event = AuditEvent.objects.get(action="protocols.agreement.reread")
    assert event.details["before"]["contact"] == "old@a.example"


def test_another_name_under_the_same_number_is_doubtful(officer):
    one(officer)
    [verdict] = take(officer, content_of({"name": "Whale watching", "information-sharing-agreement": "9"}), apply=False)
    assert "It was named “Flood warnings”" in str(verdict)


def test_another_register_may_use_the_same_numbers(officer):
    one(officer)
    [verdict] = take(officer, content_of({"name": "B", "information-sharing-agreement": "9"}), register="Another")
    assert verdict.outcome is TAKEN


def test_each_batch_leaves_one_event(officer):
    take(officer)
    event = AuditEvent.objects.get(action="protocols.agreements.import")
    assert event.details["taken"] == [4, 6, 8, 10, 11, 12]
    assert event.actor_name == officer.person.name


def test_a_body_is_matched_by_its_entry_in_a_register_and_by_a_name_that_one_partner_has(officer):
    revenue, council = listed("HM Revenue & Customs", code="D25"), listed("Northmoor Council")
    agreement = one(officer, controllers="government-organisation:D25", controller_names="northmoor council; Vale")
    assert names(agreement) == {"government-organisation:D25": revenue, "northmoor council": council, "Vale": None}


def test_a_name_that_two_partners_go_by_is_not_matched(officer):
    listed("Northmoor Council"), listed("Northmoor council")
    [verdict] = take(officer, content_of({"name": "A", "controller-names": "Northmoor Council"}))
    assert "2 partners go by “Northmoor Council”" in str(verdict)
    assert NamedBody.objects.get().partner is None


def test_a_code_and_a_name_side_by_side_stay_two_bodies(officer):
    revenue = listed("HM Revenue & Customs", code="D25")
    agreement = one(officer, controllers="government-organisation:D25", controller_names="Homes England")
    assert names(agreement) == {"government-organisation:D25": revenue, "Homes England": None}


def test_bodies_are_offered_by_initials_and_likeness_and_never_taken(officer):
    work = listed("Department for Work and Pensions")
    energy = listed("Department for Business, Energy & Industrial Strategy")
    revenue = listed("HM Revenue & Customs")
    police = listed("Northmoor Police")
    one(officer, controller_names="DWP; BEIS; HMRC/VOA; Northmoor Polices; Quite another thing")
    offers = {one.body.text: [o.partner for o in one.offers] for one in with_offers(unmatched(officer.partnership))}
    assert offers == {
        "DWP": [work], "BEIS": [energy], "HMRC/VOA": [revenue], "Northmoor Polices": [police],
        "Quite another thing": [],
    }  # fmt: skip
    assert not NamedBody.objects.exclude(partner=None).exists()


def test_a_match_counts_for_every_agreement_with_that_text_and_for_later_imports(officer):
    work = listed("Department for Work and Pensions")
    first = one(officer, controller_names="DWP")
    match_body(by=officer, body=NamedBody.objects.get(), partner=work)
    take(officer, content_of({"name": "B", "controller-names": "dwp"}))
    assert names(first) == {"DWP": work}
    assert set(names(Agreement.objects.get(title="B")).values()) == {work}


def test_a_match_said_twice_is_one_event_and_can_be_taken_back(officer):
    work = listed("Department for Work and Pensions")
    one(officer, controller_names="DWP")
    body = NamedBody.objects.get()
    for _ in range(2):
        match_body(by=officer, body=body, partner=work)
    assert AuditEvent.objects.filter(action="protocols.named_body.match").count() == 1
    kept = match_body(by=officer, body=body, partner=None)
    assert (kept.partner, kept.kept_as_text) == (None, True)
    assert not unmatched(officer.partnership).exists()
    assert unmatched(officer.partnership, kept_as_text=True).exists()


def test_a_body_left_as_text_is_not_doubted_again(officer):
    agreement = one(officer, controller_names="DWP")
    match_body(by=officer, body=NamedBody.objects.get(), partner=None)
    [verdict] = take(officer, content_of({"name": "B", "controller-names": "DWP"}), apply=False)
    assert "DWP" not in str(verdict)
    assert names(agreement) == {"DWP": None}


def test_what_an_officer_set_stays_when_the_row_changes(officer):
    agreement = one(officer, legal_power_disclosure="unclear", contact="a@b.example")
    chosen = Chosen(review_on=date(2035, 1, 1), gateway="dea-2017-s56", is_public=False)
    change_agreement(by=officer, agreement=agreement, chosen=chosen, revision=1)
    again = one(officer, legal_power_disclosure="s.48 of the Digital Economy Act 2017", review_date="2029-01-01")
    assert (again.pk, again.review_on, again.gateway) == (agreement.pk, date(2035, 1, 1), "dea-2017-s56")
    assert not again.is_public


def test_setting_the_same_twice_is_one_event(officer):
    agreement = one(officer)
    for _ in range(2):
        change_agreement(by=officer, agreement=agreement, chosen=Chosen(date(2035, 1, 1), "", True), revision=1)
    assert AuditEvent.objects.filter(action="protocols.agreement.change").count() == 1


def test_a_review_before_the_start_is_refused(officer):
    agreement = one(officer, start_date="2024-01-01")
    with pytest.raises(Invalid, match="cannot be before") as refused:
        change_agreement(by=officer, agreement=agreement, chosen=Chosen(date(2023, 1, 1), "", True), revision=1)
    assert refused.value.field == "review_on"


@pytest.mark.parametrize("kind", [RoleKind.DPO, RoleKind.CONTACT, RoleKind.CONTRIBUTOR])
def test_only_the_partnerships_officer_and_the_operator_import(officer, kind):
    stranger = factories.role(kind, at=factories.partner(of=officer.partnership))
    for by in (stranger, factories.officer()):
        with pytest.raises(NotAllowed, match="Only an officer of"):
            import_agreements(by=by, partnership=officer.partnership, register=REGISTER, sheet=sheet(), apply=False)


def test_a_pdf_is_attached_once_however_often_it_is_sent(officer):
    agreement, content = one(officer), pdf()
    kept = [attach_file(by=officer, agreement=agreement, title="Signed", name="a/b.pdf", content=content) for _ in "12"]
    assert kept[0] == kept[1]
    assert (kept[0].given_name, kept[0].pages) == ("b.pdf", 1)
    with kept[0].open() as stored:
        assert stored.read() == content


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\x89PNG\r\n\x1a\n....IHDR" + b"IEND\xaeB`\x82", "is not a PDF"),
        (b"<script>alert(1)</script>", "is not a file that can be taken"),
        (b"%PDF-1.7\nnonsense\nstartxref\n0\n%%EOF", "is damaged"),
    ],
    ids=["empty", "picture", "script", "damaged"],
)
def test_what_is_no_pdf_is_refused_in_a_sentence(officer, content, words):
    agreement = one(officer)
    with pytest.raises(Invalid, match=words):
        attach_file(by=officer, agreement=agreement, title="Signed", name="scan.pdf", content=content)
    assert not agreement.files.exists()


def test_a_removed_file_is_gone_for_good_and_the_trail_keeps_that_it_was(
    officer, django_capture_on_commit_callbacks, settings
):
    kept = attach_file(by=officer, agreement=one(officer), title="Signed", name="scan.pdf", content=pdf())
    stored = Path(settings.MEDIA_ROOT) / kept.name
    assert stored.exists()
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            remove_file(by=officer, file=kept)
        assert not stored.exists()
    assert AuditEvent.objects.get(action="protocols.agreement.detach").details["sha256"] == kept.sha256


def test_an_upload_is_imported_once_and_then_let_go(officer):
    kept = keep_upload(
        by=officer, partnership=officer.partnership, register=REGISTER, name=FILE.name, content=FILE.read_bytes()
    )
    done = import_upload(by=officer, upload=kept)
    before = state()
    again = import_upload(by=officer, upload=kept)
    assert done.counts == again.counts == {"taken": 6, "changed": 0, "unchanged": 0, "skipped": 1, "doubtful": 6}
    assert bytes(again.content) == b""
    assert state() == before


def test_uploads_that_wait_longer_than_a_day_are_swept_away(officer):
    give = {"by": officer, "partnership": officer.partnership, "register": REGISTER, "name": FILE.name}
    old, new = (keep_upload(**give, content=FILE.read_bytes()) for _ in range(2))
    with act("tests.age", by=SYSTEM):
        AgreementUpload.objects.filter(pk=old.pk).update(uploaded_at=timezone.now() - KEPT - timedelta(minutes=1))
    assert sweep_uploads() == 1
    assert sweep_uploads() == 0
    assert AgreementUpload.objects.get() == new


def test_an_export_is_harmless_and_read_again_changes_nothing(officer):
    take(officer)
    exported = "".join(export_lines(visible_to(officer).order_by("pk")))
    cells = [cell for row in csv.reader(StringIO(exported.removeprefix("\ufeff"))) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert '\'=HYPERLINK("http://evil.example";"Press")' in cells
    before = state()
    verdicts = take(officer, exported.encode())
    changed = [verdict for verdict in verdicts if verdict.outcome is not SAME]
    assert [verdict.columns for verdict in changed] == []
    assert state() == before


def test_people_of_a_partner_see_the_agreements_that_name_it_and_no_others(officer):
    wigan = factories.partner("Wigan Council", of=officer.partnership)
    named = one(officer, controller_names="Wigan Council")
    one(officer, name="Another", information_sharing_agreement="10", controller_names="Bolton Council")
    assert list(visible_to(factories.role(RoleKind.VIEWER, at=wigan))) == [named]
    assert not visible_to(factories.officer()).exists()
    assert not visible_to(None).exists()


def test_reviews_that_are_near_are_in_the_officers_in_tray_until_the_agreement_ends(officer):
    today = timezone.localdate()
    near = one(officer, review_date=(today + timedelta(30)).isoformat())
    one(officer, name="Far", information_sharing_agreement="2", review_date=(today + timedelta(300)).isoformat())
    one(officer, name="Over", information_sharing_agreement="3", review_date="2020-01-01", end_date="2021-01-01")
    [coming] = in_tray_of([officer]).coming_up
    assert (coming.what, coming.about, coming.on) == ("Review due", "Flood warnings (made elsewhere)", near.review_on)
    assert in_tray_of([factories.officer()]).coming_up == []


def dry_queries(officer, content: bytes) -> int:
    with CaptureQueriesContext(connection) as captured:
        take(officer, content, apply=False)
    return len(captured)


def test_a_dry_run_of_thirty_rows_costs_the_queries_of_one(officer):
    rows = [{"name": f"A{n}", "information-sharing-agreement": f"{n}", "controller-names": f"B{n}"} for n in range(30)]
    assert dry_queries(officer, content_of(rows[0])) == dry_queries(officer, content_of(*rows))
    take(officer, content_of(*rows))
    changed = [{**row, "contact": "a@b.example"} for row in rows]
    assert dry_queries(officer, content_of(changed[0])) == dry_queries(officer, content_of(*changed))


def test_the_command_tells_each_row_and_writes_only_with_apply(officer, capsys):
    call_command("import_agreements", str(FILE))
    told = capsys.readouterr().out
    assert "Kept as they are, being none of the eighteen: Lead officer." in told
    assert "line 9     skipped   Homes pilot: it is the same as line 6" in told
    assert "6 taken, 0 changed, 0 unchanged, 1 skipped, 6 doubtful." in told
    assert "dry run" in told
    assert not Agreement.objects.exists()
    call_command("import_agreements", str(FILE), "--apply", "--quiet", "--partnership", officer.partnership.prefix)
    assert capsys.readouterr().out.splitlines()[-1].startswith("6 taken")
    assert Agreement.objects.count() == 6


def test_what_a_later_copy_leaves_out_is_named_and_stays(officer, capsys):
    gone = one(officer)
    call_command("import_agreements", str(FILE), "--apply", "--quiet", "--register", REGISTER)
    assert f"Not in this file any more, and left as it is: {gone}" in capsys.readouterr().out
    call_command("import_agreements", str(FILE), "--apply", "--quiet", "--register", "Another register")
    assert "any more" not in capsys.readouterr().out
    assert Agreement.objects.filter(pk=gone.pk).exists()


def test_the_command_asks_which_partnership_is_meant(officer, tmp_path):
    factories.officer()
    with pytest.raises(CommandError, match="--partnership PREFIX"):
        call_command("import_agreements", str(FILE))
    with pytest.raises(CommandError, match="There is no file"):
        call_command("import_agreements", str(tmp_path / "none.csv"))
