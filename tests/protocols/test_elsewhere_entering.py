"""One agreement made elsewhere, entered by hand: kept once, with its PDF, changed by nobody unseen."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from partners.roles import RoleKind
from portal.audit.models import AuditEvent
from protocols.errors import Conflict, Invalid, NotAllowed
from protocols.models import Agreement, AgreementFile, NamedBody
from protocols.services.elsewhere.entering import ENTERED, Entry, Scan, enter_agreement, rewrite_agreement
from protocols.services.elsewhere.keeping import Chosen, attach_file, change_agreement
from protocols.services.elsewhere.removing import take_out_agreement
from tests.partners.factories import sign_in
from tests.protocols import factories
from tests.protocols.factories_elsewhere import content_of, entered, names, one, pdf, take

pytestmark = pytest.mark.django_db
SAID = {"name": "Flood warnings", "controller-names": "Vale Council\nDWP", "review-date": "2030-01-01"}
FORM = {
    "register": ENTERED, "name": "Flood warnings", "controller_names": "Vale Council\r\nDWP", "review_date_day": "1",
    "review_date_month": "1", "review_date_year": "2030", "is_public": "on", "document_title": "Signed copy",
}  # fmt: skip


@pytest.fixture
def officer():
    return factories.officer()


@pytest.fixture
def client(officer):
    return sign_in(Client(), officer)


def entry(register: str = ENTERED, **changes: str) -> Entry:
    return Entry(register, {**SAID, **{name.replace("_", "-"): cell for name, cell in changes.items()}})


def enter(officer, **changes) -> Agreement:
    return enter_agreement(by=officer, partnership=officer.partnership, entry=entry(**changes))


def at(name: str, *args: object) -> str:
    return reverse(f"protocols:elsewhere_{name}", args=args)


def test_an_agreement_entered_is_read_as_a_row_of_a_register_is(officer):
    vale = factories.partner("Vale Council", of=officer.partnership)
    made = enter(
        officer, legal_power_disclosure="section 115 of the Crime and Disorder Act 1998", start_date="2024-02-01"
    )
    assert names(made) == {"Vale Council": vale, "DWP": None}
    assert (made.gateway, made.review_on.year, made.starts_on.month) == ("cda-1998-s115", 2030, 2)
    assert (made.is_by_hand, made.doubts) == (True, [])


def test_the_same_words_again_are_the_same_agreement_with_one_event(officer):
    assert enter(officer) == enter(officer)
    assert AuditEvent.objects.filter(action="protocols.agreement.enter").count() == 1


def test_a_number_that_stands_in_the_register_already_is_refused_by_name(officer):
    enter(officer, information_sharing_agreement="7")
    with pytest.raises(Invalid, match="Number 7 stands in “Entered by hand” already, as “Flood warnings”") as refused:
        enter(officer, information_sharing_agreement="7", name="Another")
    assert refused.value.field == "information_sharing_agreement"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"controller_names": ""}, "controller_names"),
        ({"review_date": ""}, "review_date"),
        ({"start_date": "2025-01-01", "end_date": "2024-01-01"}, "end_date"),
        ({"start_date": "2031-01-01"}, "review_date"),
    ],
)
def test_what_is_missing_or_cannot_be_is_refused_at_its_field(officer, changes, field):
    with pytest.raises(Invalid) as refused:
        enter(officer, **changes)
    assert refused.value.field == field
    assert not Agreement.objects.exists()


def test_only_the_partnerships_officer_enters_and_changes(officer):
    made = enter(officer)
    for by in (factories.officer(), factories.role(RoleKind.DPO, at=factories.partner(of=officer.partnership))):
        with pytest.raises(NotAllowed):
            enter_agreement(by=by, partnership=officer.partnership, entry=entry())
        with pytest.raises(NotAllowed):
            rewrite_agreement(by=by, agreement=made, entry=entry(name="B"), revision=1)


def test_the_agreement_and_its_pdf_are_kept_together_or_neither_is(officer):
    given = {"by": officer, "partnership": officer.partnership, "entry": entry()}
    with pytest.raises(Invalid, match="is not a file that can be taken"):
        enter_agreement(**given, scan=Scan("Signed copy", "a.png", b"plain words"))
    assert (Agreement.objects.count(), NamedBody.objects.count()) == (0, 0)
    for _ in range(2):
        made = enter_agreement(**given, scan=Scan("Signed copy", "a.pdf", pdf()))
    assert [file.title for file in made.files.all()] == ["Signed copy"]


def test_a_change_is_kept_with_its_bodies_and_a_date_written_anew_holds(officer):
    made = enter(officer)
    change_agreement(by=officer, agreement=made, chosen=Chosen(None, "", True), revision=1)
    changed = rewrite_agreement(
        by=officer, agreement=made, entry=entry(controller_names="Vale Council", review_date="2031-05-01"), revision=2
    )
    assert list(names(changed)) == ["Vale Council"]
    assert (changed.review_on.year, changed.revision, changed.cells["review-date"]) == (2031, 3, "2031-05-01")
    again = rewrite_agreement(
        by=officer, agreement=made, entry=entry(controller_names="Vale Council", review_date="2031-05-01"), revision=2
    )
    assert again.revision == 3, "the same words again change nothing, from whichever form"


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(officer):
    made = enter(officer)
    rewrite_agreement(by=officer, agreement=made, entry=entry(name="Floods"), revision=1)
    with pytest.raises(Conflict):
        rewrite_agreement(by=officer, agreement=made, entry=entry(name="Whales"), revision=1)
    with pytest.raises(Conflict):
        change_agreement(by=officer, agreement=made, chosen=Chosen(None, "", False), revision=1)
    made.refresh_from_db()
    assert (made.title, made.is_public) == ("Floods", True)


def test_what_was_read_from_a_file_is_changed_in_the_file(officer, client):
    read = one(officer)
    with pytest.raises(Invalid, match="read from a file"):
        rewrite_agreement(by=officer, agreement=read, entry=entry(), revision=1)
    assert client.get(at("rewrite", read.pk)).status_code == 404


def test_a_register_read_later_takes_over_an_agreement_of_its_number(officer):
    made = enter(officer, register="R", information_sharing_agreement="7")
    take(
        officer,
        content_of({**SAID, "information-sharing-agreement": "7", "contact": "desk@vale.example"}),
        register="R",
    )
    made = Agreement.objects.get()
    assert (made.is_by_hand, made.cells["contact"], made.revision) == (False, "desk@vale.example", 2)


def test_on_the_page_an_agreement_is_added_with_its_pdf_and_its_bodies_are_offered_for_matching(officer, client):
    factories.partner("Department for Work and Pensions", of=officer.partnership)
    answer = client.post(at("add"), {**FORM, "document": SimpleUploadedFile("scan.pdf", pdf())})
    made = Agreement.objects.get()
    assert answer.url == at("agreement", made.pk)
    assert AgreementFile.objects.get().title == "Signed copy"
    shown = client.get(answer.url).content.decode()
    assert "“DWP”, which may be Department for Work and Pensions" in shown
    assert "Entered by hand by" in shown


def test_errors_stand_at_their_fields_and_what_was_typed_stays(client):
    answer = client.post(at("add"), {**FORM, "controller_names": "", "review_date_year": "30", "purpose": "<b>Floods"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"controller_names", "review_date"}
    assert "&lt;b&gt;Floods" in answer.content.decode()


def test_two_who_change_one_agreement_see_both_texts_and_choose(officer, client):
    made = enter(officer)
    changed = {**FORM, "revision": 1, "name": "Floods"}
    assert client.post(at("rewrite", made.pk), changed).status_code == 302
    answer = client.post(at("rewrite", made.pk), {**changed, "name": "Whales", "contact": "desk@vale.example"})
    assert answer.status_code == 409
    told = [(one.label, one.theirs, one.yours) for one in answer.context["differences"]]
    assert told == [("Name of the agreement", "Floods", "Whales"), ("Whom to ask", "", "desk@vale.example")]
    assert answer.context["form"]["revision"].value() == "2"
    assert client.post(at("rewrite", made.pk), {**changed, "name": "Whales", "revision": 2}).status_code == 302


def test_two_who_set_dates_and_publication_see_both(officer, client):
    made = enter(officer)
    day = {"review_on_day": "1", "review_on_month": "1", "review_on_year": "2031"}
    assert client.post(at("change", made.pk), {**day, "is_public": "on", "revision": 1}).status_code == 302
    answer = client.post(at("change", made.pk), {**day, "review_on_year": "2032", "revision": 1})
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "1 January 2031" in shown
    assert "1 January 2032" in shown


def test_an_agreement_entered_by_mistake_is_taken_out_once_and_the_trail_keeps_what_it_said(officer, client):
    agreement = entered(officer)
    kept = attach_file(by=officer, agreement=agreement, title="Signed", name="scan.pdf", content=pdf())
    assert "Say why it is taken out." in client.post(at("take_out", agreement.pk), {"reason": " "}).content.decode()
    for _ in range(2):
        assert client.post(at("take_out", agreement.pk), {"reason": "Entered twice."}).url == reverse(
            "protocols:elsewhere"
        )
    assert not Agreement.objects.exists()
    [event] = AuditEvent.objects.filter(action="protocols.agreement.take_out")
    assert event.details["reason"] == "Entered twice."
    assert ["name", "Snow and ice"] in event.details["row"]
    assert event.details["files"] == [{"file": "scan.pdf", "title": "Signed", "sha256": kept.sha256}]
    assert client.get(at("agreement", agreement.pk)).status_code == 404


def test_the_file_of_an_agreement_that_is_taken_out_is_deleted(officer, django_capture_on_commit_callbacks):
    agreement = entered(officer)
    kept = attach_file(by=officer, agreement=agreement, title="Signed", name="scan.pdf", content=pdf())
    with django_capture_on_commit_callbacks(execute=True):
        take_out_agreement(by=officer, agreement=agreement, reason="Entered twice.")
    assert not default_storage.exists(kept.name)


def test_nobody_takes_out_another_partnerships_agreement(officer, client):
    agreement = entered(other := factories.officer())
    assert client.post(at("take_out", agreement.pk), {"reason": "No."}).status_code == 404
    take_out_agreement(by=other, agreement=agreement, reason="Entered twice.")
    assert client.post(at("take_out", agreement.pk), {"reason": "No."}).status_code == 404
    with pytest.raises(NotAllowed):
        take_out_agreement(by=officer, agreement=entered(other), reason="No.")


def test_what_is_doubtful_is_told_in_plain_words(officer, client):
    agreement = one(officer, legal_power_disclosure="7")
    shown = client.get(at("agreement", agreement.pk)).content.decode()
    assert "<li>Legal power: " in shown
    assert "legal-power-disclosure" not in shown
