"""Offers and wants: asking, answering with a reason and the law, and what each side reads of it."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from datasets.errors import Invalid, NotAllowed
from datasets.kinds import Standing
from datasets.models import Want
from datasets.services.wants import WantContent, answer, ask, withdraw
from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from protocols.queries.in_tray import in_tray_of
from tests.datasets.factories import dataset, want, writer
from tests.partners.factories import sign_in
from tests.protocols import factories

pytestmark = pytest.mark.django_db
TAX = "lgfa-1992-sch2"


@pytest.fixture
def place():
    return factories.partnership()


@pytest.fixture
def council(place):
    return factories.partner(of=place)


@pytest.fixture
def police(place):
    return factories.partner("Northmoor Police", kind="police", of=place)


@pytest.fixture
def wanted(place, council, police) -> Want:
    return want(police, council, place)


def test_a_want_waits_in_the_in_tray_of_those_who_answer_until_it_is_answered(wanted, council):
    by = writer(council)
    told = {item.link: item.what for item in in_tray_of([by]).waiting_for_you}
    assert told[reverse("datasets:answer", args=[wanted.pk])] == "Northmoor Police would like data from Wigan Council"
    answer(by=by, want=wanted, agreed=True)
    assert in_tray_of([by]).waiting_for_you == []


def test_a_no_needs_its_reason_and_shows_the_law(client, wanted, place, council, police):
    by = writer(council)
    with pytest.raises(Invalid, match="Enter why not"):
        answer(by=by, want=wanted, agreed=False)
    answer(by=by, want=wanted, agreed=False, reason="For council tax only.", law=TAX)
    page = sign_in(client, writer(police)).get(reverse("datasets:board", args=[place.slug])).content.decode()
    assert "For council tax only." in page
    assert reverse("legal_basis:gateway", args=[TAX]) in page


def test_a_yes_lets_the_officer_begin_a_protocol_with_its_purpose(client, place, council, police):
    made = dataset(council)
    answer(by=writer(council), want=want(police, council, place, dataset=made), agreed=True)
    page = sign_in(client, factories.officer(place)).get(reverse("datasets:board", args=[place.slug]))
    assert f"{reverse('protocols:new')}?purpose=To%20plan%20patrols&amp;dataset={made.pk}" in page.content.decode()


def test_an_answer_stands_and_the_same_one_again_changes_nothing(wanted, council):
    by = writer(council)
    given = answer(by=by, want=wanted, agreed=True)
    assert answer(by=by, want=wanted, agreed=True).settled_at == given.settled_at
    with pytest.raises(Invalid, match="settled already"):
        answer(by=by, want=wanted, agreed=False, reason="On second thoughts")


def test_only_the_holder_answers_and_only_the_asker_withdraws(wanted, council, police):
    with pytest.raises(NotAllowed):
        answer(by=writer(police), want=wanted, agreed=True)
    with pytest.raises(NotAllowed):
        withdraw(by=writer(council), want=wanted)
    with pytest.raises(NotAllowed):
        answer(by=factories.role(RoleKind.VIEWER, at=council), want=wanted, agreed=True)
    assert withdraw(by=writer(police), want=wanted).status is Standing.WITHDRAWN


def test_a_form_of_another_partner_is_not_taken_for_its_own(wanted, place, council):
    fire = factories.partner("Northmoor Fire", kind="fire", of=place)
    asked = WantContent(council, "Weekly counts of call-outs", "To plan patrols")
    with pytest.raises(IntegrityError, match="nonce"), transaction.atomic():
        ask(by=writer(fire), partnership=place, content=asked, nonce=wanted.nonce)


def test_one_asks_only_within_the_partnership(place, council):
    elsewhere = factories.partner("Elsewhere Council", of=factories.partnership())
    with pytest.raises(Invalid) as refused:
        want(council, elsewhere, place)
    assert refused.value.field == "holder"


def test_one_asks_others_and_not_oneself_for_a_data_set(client, place, council, police):
    sign_in(client, writer(council))
    path = reverse("datasets:ask", args=[place.slug])
    for holder, status in ((council, 404), (police, 200)):
        assert client.get(path, {"dataset": dataset(holder).pk}).status_code == status


def test_the_page_asks_the_same_of_the_database_for_one_want_and_for_thirty(client, wanted, place, council, police):
    sign_in(client, writer(council))
    path = reverse("datasets:board", args=[place.slug])
    wanted_data = dataset(police)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    with act("tests.rows", by=SYSTEM):
        Want.objects.bulk_create(
            Want(
                partnership=place, asker=council, holder=police, dataset=wanted_data, what=f"Want {number}",
                purpose="<script>", nonce=uuid4(), asked_by="Ann", asked_at=timezone.now(),
            )
            for number in range(30)
        )  # fmt: skip
    with CaptureQueriesContext(connection) as lots:
        page = client.get(path).content.decode()
    assert page.count("<article") == 20
    assert "For: <script>" not in page
    assert len(lots) == len(few)
