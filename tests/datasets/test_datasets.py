"""The catalogue: who sees and writes what, and that nothing is lost, doubled or overwritten unseen."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from datasets.errors import Conflict, Invalid, NotAllowed
from datasets.models import Dataset
from datasets.queries.catalogue import visible_to
from datasets.services.writing import add_dataset, bring_back, change_dataset, retire_dataset
from partners.models import Partner, Partnership
from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from portal.audit.models import AuditEvent
from protocols.models import DataFlow
from tests.datasets.factories import content, dataset, many, writer
from tests.partners.factories import sign_in
from tests.protocols import factories

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def place() -> Partnership:
    return factories.partnership()


@pytest.fixture
def council(place) -> Partner:
    return factories.partner(of=place)


@pytest.fixture
def police(place) -> Partner:
    return factories.partner("Northmoor Police", kind="police", of=place)


@pytest.mark.parametrize("kind", [kind for kind in RoleKind if kind is not RoleKind.OFFICER])
def test_contacts_contributors_and_data_protection_officers_write_and_nobody_else(council, kind):
    by = factories.role(kind, at=council)
    if kind in (RoleKind.CONTACT, RoleKind.CONTRIBUTOR, RoleKind.DPO):
        assert dataset(council, by=by) in visible_to(by)
    else:
        with pytest.raises(NotAllowed, match="data protection officer of Wigan Council can do this"):
            dataset(council, by=by)


def test_who_no_longer_holds_a_role_writes_in_it_no_more(council):
    by = writer(council)
    by.ends_on = by.starts_on
    with pytest.raises(NotAllowed):
        dataset(council, by=by)


def test_nobody_writes_for_another_partner(council, police):
    with pytest.raises(NotAllowed):
        dataset(council, by=writer(police))


@pytest.mark.parametrize(("offered", "seen"), [("yes", True), ("on_request", True), ("no", False)])
def test_others_see_what_is_offered_and_the_holder_sees_all(place, council, police, offered, seen):
    made = dataset(council, offered=offered)
    others = [writer(police), factories.officer(place), factories.role(RoleKind.VIEWER, at=police)]
    assert [made in visible_to(other) for other in others] == [seen] * 3
    assert made in visible_to(factories.role(RoleKind.VIEWER, at=council))


def test_what_is_offered_stays_within_the_partnership(council):
    made = dataset(council)
    elsewhere = factories.partner("Elsewhere Council", of=factories.partnership())
    assert made not in visible_to(writer(elsewhere))
    assert made not in visible_to(factories.officer())
    assert made not in visible_to(None)


def test_what_a_partner_offers_is_seen_by_others_while_it_is_approved(council, police):
    made = dataset(council)
    seen = visible_to(writer(police)).filter(pk=made.pk)
    assert seen.exists()
    with act("tests.standing", by=SYSTEM):
        Partner.objects.filter(pk=council.pk).update(status=Partner.Status.WAITING.value)
    assert not seen.all().exists()


def test_a_retired_one_is_its_holders_alone_until_it_is_brought_back(council, police):
    by, made = writer(council), dataset(council)
    with pytest.raises(Invalid, match="Enter why"):
        retire_dataset(by=by, dataset=made, reason=" ")
    retire_dataset(by=by, dataset=made, reason="Replaced.")
    assert made in visible_to(by)
    assert made not in visible_to(writer(police))
    bring_back(by=by, dataset=made)
    assert made in visible_to(writer(police))


def test_the_same_form_twice_is_one_data_set(council):
    by, nonce = writer(council), uuid4()
    first = add_dataset(by=by, partner=council, content=content(), nonce=nonce)
    events = AuditEvent.objects.count()
    assert add_dataset(by=by, partner=council, content=content(), nonce=nonce) == first
    assert (Dataset.objects.count(), AuditEvent.objects.count()) == (1, events)


def test_a_partner_has_one_data_set_of_a_name_whatever_its_capitals(council, police):
    dataset(council)
    dataset(police)
    with pytest.raises(Invalid, match="of this name already") as refused:
        dataset(council, name="ANTI-SOCIAL behaviour cases")
    assert refused.value.field == "name"


def test_what_somebody_else_saved_is_not_overwritten_unseen(client, council):
    by, made = writer(council), dataset(council)
    change_dataset(by=by, dataset=made, content=content(definition="Each report."), revision=1)
    with pytest.raises(Conflict):
        change_dataset(by=by, dataset=made, content=content(definition="Each person."), revision=1)
    sent = {**content(definition="Each person.").as_fields(), "nonce": uuid4(), "revision": 1}
    sent = {name: value for name, value in sent.items() if value not in (None, False)}
    answer = sign_in(client, by).post(reverse("datasets:change", args=[made.pk]), sent)
    assert answer.status_code == 409
    assert b"Each report." in answer.content
    assert b"Each person." in answer.content
    made.refresh_from_db()
    assert made.definition == "Each report."


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"definition": " "}, "definition"),
        ({"kinds": ("gossip",)}, "kinds"),
        ({"identifiability": "anonymous"}, "small_numbers_method"),
        ({"small_numbers_method": "suppress", "small_numbers_below": 1}, "small_numbers_below"),
        ({"offered": "perhaps"}, "offered"),
    ],
)
def test_what_does_not_hold_together_is_refused_beside_its_field(changes, field):
    with pytest.raises(Invalid) as refused:
        replace(content(), **changes).check()
    assert refused.value.field == field


def test_a_data_set_speaks_of_people_and_small_numbers_in_the_words_of_a_flow():
    assert Dataset.Identifiability.values == DataFlow.Identifiability.values
    assert Dataset.SmallNumbers.values == DataFlow.SmallNumbers.values


def test_script_in_a_data_set_is_shown_as_its_letters(client, council):
    fields = ("name", "about", "definition", "geography", "subjects", "items", "frequency", "retention", "contact")
    by = writer(council)
    made = dataset(council, by=by, **dict.fromkeys(fields, SCRIPT))
    sign_in(client, by)
    for name, given in (("list", []), ("detail", [made.pk]), ("change", [made.pk]), ("retire", [made.pk])):
        page = client.get(reverse(f"datasets:{name}", args=given)).content.decode()
        assert SCRIPT not in page
        assert "&lt;script&gt;alert(1)" in page


def test_the_catalogue_asks_the_same_of_the_database_for_one_row_and_for_thirty(client, council, police):
    sign_in(client, writer(council))
    many(police, 1)
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert client.get("/data-sets/").status_code == 200
    many(police, 15)
    many(council, 14)
    with CaptureQueriesContext(connection) as lots:
        assert "30 data sets" in client.get("/data-sets/").content.decode()
    assert len(lots) == len(few)


def test_words_partner_and_offer_narrow_the_catalogue(client, council, police):
    dataset(council, name="Noise", offered="on_request")
    dataset(police, name="Call-outs", items="Ward\nHour")
    sign_in(client, writer(council))

    def shown(**asked: str) -> list[str]:
        return [one.name for one in client.get("/data-sets/", asked).context["page"]]

    assert shown() == ["Noise", "Call-outs"]
    assert shown(words="ward hour") == ["Call-outs"]
    assert shown(partner=council.slug) == ["Noise"]
    assert shown(show="on_request") == ["Noise"]
    assert shown(words="nowhere") == []
