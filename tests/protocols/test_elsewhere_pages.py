"""The pages of agreements made elsewhere: upload, dry run, the officer's word, matching, files; and what is refused."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partners.roles import RoleKind
from portal.audit.models import AuditEvent
from protocols.models import Agreement, AgreementUpload, NamedBody
from protocols.services.elsewhere.keeping import MOST_FILE, attach_file
from register.queries.lists import ELSEWHERE, made
from tests.address_world import let_go
from tests.partners.factories import sign_in
from tests.protocols import factories
from tests.protocols.factories_elsewhere import FILE, REGISTER, content_of, one, pdf, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return factories.officer()


@pytest.fixture
def client(officer):
    return sign_in(Client(), officer)


def at(name: str, *args: object) -> str:
    return reverse(f"protocols:elsewhere{name and '_' + name}", args=args)


def page(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def hand_in(client: Client, content: bytes, name: str = "register.csv"):
    return client.post(at("import"), {"register": "R", "file": SimpleUploadedFile(name, content)})


def test_a_register_is_uploaded_checked_imported_once_and_told(client):
    checked = hand_in(client, FILE.read_bytes())
    assert not Agreement.objects.exists()
    shown = page(client, checked.url)
    for words in ("6 new, 0 changed", "Lead officer", "The number 1 stands on line 4 too", "Import these agreements"):
        assert words in shown
    for _ in range(2):
        assert client.post(checked.url).url == checked.url
    assert Agreement.objects.count() == 6
    assert "6 new, 0 changed" in page(client, checked.url)
    assert AuditEvent.objects.filter(action="protocols.agreements.imported").count() == 1


def test_what_a_later_copy_leaves_out_is_named_before_importing(client, officer):
    one(officer)
    kept = client.post(at("import"), {"register": REGISTER, "file": SimpleUploadedFile("a.csv", FILE.read_bytes())})
    shown = page(client, kept.url)
    assert "1 agreement read from this register before is not in this file, and stays as it is" in shown
    assert "Flood warnings" in shown


def test_markup_and_formulas_in_a_register_are_shown_as_text(client, officer):
    url = hand_in(client, FILE.read_bytes()).url
    assert "<script>alert(1)" not in page(client, url)
    assert "&lt;script&gt;alert(1)" in page(client, url)
    client.post(url)
    hostile = Agreement.objects.get(title="Agreement without a name")
    for address in (at("agreement", hostile.pk), reverse("register:elsewhere", args=[hostile.pk]), at("bodies")):
        assert "<script>alert(1)" not in page(client, address)
    exported = b"".join(client.get(at("export")).streaming_content).decode()
    assert "\"'=HYPERLINK" in exported
    assert "'@SUM(1)" in exported


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"colour,size\nred,1\n", "no line of headings"),
        (b"\x89PNG\x00\x00", "is not a text file"),
        (b"", "holds nothing"),
        (content_of(), "has no rows"),
        (b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
    ],
    ids=["unknown columns", "picture", "empty", "no rows", "too large"],
)
def test_what_is_no_register_is_refused_beside_the_field(client, content, words):
    response = hand_in(client, content)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not AgreementUpload.objects.exists()


def test_another_partnerships_officer_does_not_find_an_upload_or_an_agreement(client, officer):
    upload, agreement = hand_in(client, FILE.read_bytes()).url, one(officer, controller_names="DWP")
    other = sign_in(Client(), factories.officer())
    body = NamedBody.objects.get(text="DWP")
    for url in (upload, at("agreement", agreement.pk), at("change", agreement.pk), at("body", body.pk)):
        page(other, url, 404)
    assert other.post(upload).status_code == 404


def test_a_body_is_matched_with_the_one_that_is_offered_another_or_none(client, officer):
    wigan = factories.partner("Wigan Council")
    one(officer, controller_names="Wigan Counsil")
    body = NamedBody.objects.get()
    assert "Wigan Council" in page(client, at("bodies"))
    assert client.post(at("body", body.pk), {"meaning": "another", "partner": "Nowhere"}).status_code == 422
    for given in ({"meaning": wigan.pk}, {"meaning": "another", "partner": "wigan council"}):
        assert client.post(at("body", body.pk), given).status_code == 302
        body.refresh_from_db()
        assert body.partner == wigan
    client.post(at("body", body.pk), {"meaning": "text"})
    body.refresh_from_db()
    assert (body.partner, body.kept_as_text) == (None, True)
    assert "Wigan Counsil" in page(client, at("bodies") + "?kept=1")


def test_the_officer_hides_an_agreement_from_the_public(client, officer):
    agreement = one(officer)
    public = reverse("register:elsewhere", args=[agreement.pk])
    assert "Flood warnings" in page(Client(), public)
    day = {"review_on_day": "1", "review_on_month": "1", "review_on_year": "2031"}
    client.post(at("change", agreement.pk), {**day, "gateway": "dea-2017-s56", "revision": 1})
    page(Client(), public, 404)
    for words in ("", "Flood"):
        found = made(words, where=ELSEWHERE)
        assert (len(found), list(found[:30])) == (0, [])
    assert "Flood warnings" not in page(Client(), reverse("register:list"))
    agreement.refresh_from_db()
    assert (agreement.is_public, agreement.gateway, agreement.review_on.year) == (False, "dea-2017-s56", 2031)


def test_a_column_that_is_none_of_the_eighteen_is_not_shown_to_the_public(client, officer):
    take(officer)
    agreement = Agreement.objects.get(reference="1", line=4)
    assert "Alex Doe" in page(client, at("agreement", agreement.pk))
    public = page(Client(), reverse("register:elsewhere", args=[agreement.pk]))
    assert "3 years 11 months" in public
    assert "Alex Doe" not in public


def test_the_register_shows_it_marked_and_can_be_narrowed_to_it(officer):
    one(officer, controller_names="Vale Council")
    anyone = Client()
    for query in ("", "?made=elsewhere", "?q=flood", "?q=vale"):
        shown = page(anyone, reverse("register:list") + query)
        assert "Flood warnings" in shown
        assert "Made elsewhere" in shown
    for query in ("?made=here", "?q=whales", "?theme=community_safety"):
        assert "Flood warnings" not in page(anyone, reverse("register:list") + query)


def test_a_file_is_downloaded_by_those_named_and_does_not_exist_for_others(client, officer):
    wigan = factories.partner("Wigan Council", of=officer.partnership)
    agreement = one(officer, controller_names="Wigan Council")
    scan = pdf()
    data = {"title": "Signed copy", "document": SimpleUploadedFile("scan.PDF", scan, "text/html")}
    assert client.post(at("attach", agreement.pk), data).status_code == 302
    file = agreement.files.get()
    url = at("file", agreement.pk, file.pk)
    named = sign_in(Client(), factories.role(RoleKind.VIEWER, at=wigan))
    for reader in (client, named):
        response = reader.get(url)
        assert response.headers["Content-Disposition"] == 'attachment; filename="scan.PDF"'
        assert b"".join(response.streaming_content) == scan
        let_go(response)
    stranger = sign_in(Client(), factories.role(RoleKind.DPO, at=factories.partner("Bolton", of=officer.partnership)))
    page(stranger, url, 404)
    assert "Signed copy" not in page(Client(), reverse("register:elsewhere", args=[agreement.pk]))
    assert named.post(at("remove", agreement.pk, file.pk)).status_code == 404
    for _ in range(2):
        assert client.post(at("remove", agreement.pk, file.pk)).status_code == 302
    page(client, url, 404)


def test_a_file_that_is_too_large_or_no_pdf_is_refused_and_what_was_typed_stays(client, officer):
    agreement = one(officer)
    for content, words in ((b"x" * (MOST_FILE + 1), "larger than 25 MB"), (b"MZ program", "is a program")):
        data = {"title": "Signed copy", "document": SimpleUploadedFile("scan.pdf", content)}
        response = client.post(at("attach", agreement.pk), data)
        assert response.status_code == 422
        assert words in response.content.decode()
        assert 'value="Signed copy"' in response.content.decode()


def test_the_list_is_narrowed_by_words_and_by_what_is_to_do(client, officer):
    one(officer, controller_names="Vale Council", contact="a@b.example")
    one(officer, name="Whale watching", information_sharing_agreement="10", review_date="2020-01-01")
    take(
        officer,
        content_of(
            {
                "name": "Sure",
                "review-date": "2040-01-01",
                "controller-names": "Vale Council",
                "information-sharing-agreement": "11",
                "legal-power-disclosure": "s.115 Crime and Disorder Act 1998",
            }
        ),
    )
    shows = {
        "show=doubtful": ["Flood", "Whale"],
        "words=vale": ["Flood", "Sure"],
        "words=10": ["Whale"],
        "show=due": ["Whale"],
        "show=unmatched": ["Flood", "Sure"],
    }
    for query, found in shows.items():
        shown = page(client, f"{at('')}?{query}")
        assert [name for name in ("Flood", "Whale", "Sure") if f">{name}" in shown] == found
    assert "No agreement fits" in page(client, f"{at('')}?words=nothing")


@pytest.mark.parametrize("name", ["list", "bodies", "register"])
def test_thirty_rows_cost_the_queries_of_one(client, officer, name):
    url = {"list": at(""), "bodies": at("bodies"), "register": reverse("register:list")}[name]

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(client, url)
        return len(captured)

    agreement = one(officer, controller_names="Body 0")
    attach_file(by=officer, agreement=agreement, title="Signed", name="a.pdf", content=pdf())
    cost()
    once = cost()
    take(officer, content_of(*({"name": f"A{n}", "controller-names": f"Body {n}; Other {n}"} for n in range(1, 30))))
    assert cost() == once
