"""The queue of decisions: what is in it, how it is narrowed and sorted, and that the next one opens."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partners.models import Role
from partners.roles import RoleKind
from partners.services.deputising import name_deputy
from portal.audit.acts import SYSTEM, act
from protocols.errors import NotAllowed
from protocols.models import Decision, Snapshot
from protocols.services.deciding import decide
from protocols.services.texts import save_section
from protocols.states import State
from tests.protocols import factories_life as life
from tests.protocols import factories_rows as rows

pytestmark = pytest.mark.django_db
QUEUE = "/approvals/"


def signed_in(role: Role) -> Client:
    client = Client()
    client.force_login(role.person)
    return client


@pytest.fixture(scope="module")
def begun(beginning):
    return beginning.make(lambda: life.protocol_at(State.APPROVAL))


@pytest.fixture
def waiting(begun):
    people, version = begun()
    decision = life.waiting(version)[0]
    return people, version, decision, people.of(decision.party, RoleKind.DPO)


def more(version, dpo: Role, count: int) -> list[Decision]:
    """Decisions on protocols of their own that wait for the same post, each asked a day after the other."""
    made = rows.agreements(version, count, "approval")
    first = timezone.now() - timedelta(days=90)
    with act("tests.rows", by=SYSTEM):
        for number, one in enumerate(made):
            asked = {"risk": number % 3, "asked_at": first + timedelta(days=number), "news": "2 clauses changed."}
            party = one.parties.get(partner=dpo.partner_id)
            Decision(
                snapshot=Snapshot.objects.get(version=one), party=party, risk_words="Personal data: flow 1", **asked
            ).save()
    return list(Decision.objects.filter(snapshot__version__in=made).order_by("asked_at"))


def test_the_queue_reads_as_fast_with_forty_rows_as_with_one(waiting):
    _, version, _, dpo = waiting
    client = signed_in(dpo)
    client.get(QUEUE)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(QUEUE)
    more(version, dpo, 40)
    with CaptureQueriesContext(connection) as many:
        page = client.get(QUEUE).content.decode()
    assert len(many) == len(few)
    assert page.count("Read and decide") == 25
    assert "1 to 25 of 41" in page


def test_the_decide_page_reads_as_fast_with_forty_waiting_as_with_one(waiting):
    _, version, decision, dpo = waiting
    client, link = signed_in(dpo), reverse("protocols:decide", args=[decision.pk])
    client.get(link)
    with CaptureQueriesContext(connection) as few:
        client.get(link)
    more(version, dpo, 40)
    with CaptureQueriesContext(connection) as many:
        client.get(link)
    assert len(many) == len(few)


def order_on(client: Client, **asked: object) -> list[int]:
    """The decisions in the order of the page."""
    return [row.decision.pk for row in client.get(QUEUE, asked).context["rows"]]


def test_what_has_waited_longest_or_is_riskiest_comes_first(waiting):
    _, version, decision, dpo = waiting
    made = more(version, dpo, 6)
    client = signed_in(dpo)
    assert order_on(client) == [*(one.pk for one in made), decision.pk]
    risky = sorted([*made, decision], key=lambda one: (-one.risk, one.asked_at))
    assert order_on(client, sort="risk") == [one.pk for one in risky]


def test_the_queue_is_narrowed_and_what_makes_no_sense_narrows_nothing(waiting):
    people, version, _, dpo = waiting
    made = more(version, dpo, 3)
    other = life.second_role(dpo, RoleKind.DPO, at=people.partners[1 - people.partners.index(dpo.partner)])
    client = signed_in(dpo)
    of_other = {row.pk for row in life.waiting(version) if row.party.partner_id == other.partner_id}
    assert set(order_on(client, organisation=other.partner_id)) == of_other
    assert order_on(client, risk="2") == [made[2].pk]
    assert order_on(client, post="siro") == []
    assert len(order_on(client, organisation="x", risk="9" * 30, partnership="-1", sort="%")) == 5


def test_only_what_waits_for_ones_own_posts_is_in_it(waiting):
    people, _, decision, dpo = waiting
    assert order_on(signed_in(dpo)) == [decision.pk]
    assert order_on(signed_in(people.of(decision.party, RoleKind.SIGNATORY))) == []
    assert order_on(signed_in(people.officer)) == []


def test_the_next_of_the_same_list_opens_in_the_role_that_it_needs(waiting):
    people, version, decision, dpo = waiting
    other = life.second_role(dpo, RoleKind.DPO, at=people.partners[1 - people.partners.index(dpo.partner)])
    theirs = next(one for one in life.waiting(version) if one.party.partner_id == other.partner_id)
    client = signed_in(dpo)
    link = f"{reverse('protocols:decide', args=[decision.pk])}?queue=1&sort=risk"
    answer = client.post(link, {"outcome": "approved", "sha256": decision.snapshot.sha256})
    assert answer.url == f"{reverse('protocols:decide', args=[theirs.pk])}?queue=1&sort=risk"
    page = client.get(answer.url).content.decode()
    assert f"Approve for {theirs.party}" in page
    assert f"as {other.label}" in page


def test_the_page_says_where_it_stands_in_the_list_as_it_is_narrowed_and_sorted(waiting):
    _, version, decision, dpo = waiting
    made = more(version, dpo, 6)
    client, link = signed_in(dpo), reverse("protocols:decide", args=[decision.pk])
    with act("tests.risk", by=SYSTEM):
        Decision.objects.filter(pk=decision.pk).update(risk=1)
    for asked in ("sort=age", "sort=risk", "risk=1", "risk=1&sort=risk"):
        page = client.get(f"{link}?queue=1&{asked}")
        order = order_on(client, **dict(one.split("=") for one in asked.split("&")))
        at = order.index(decision.pk)
        place = page.context["place"]
        assert (place.number, place.count) == (at + 1, len(order))
        beside = [order[at - 1] if at else None, order[at + 1] if at + 1 < len(order) else None]
        assert [one and (one.pk, one.role) for one in (place.before, place.after)] == [
            pk and (pk, dpo) for pk in beside
        ]
    assert len(made) == 6


def test_the_next_one_that_opens_is_of_the_same_filter_and_in_the_same_order(waiting):
    _, version, decision, dpo = waiting
    more(version, dpo, 7)
    with act("tests.risk", by=SYSTEM):
        Decision.objects.filter(pk=decision.pk).update(risk=1, asked_at=timezone.now() - timedelta(days=88, hours=1))
    client = signed_in(dpo)
    order = order_on(client, risk=1)
    link = f"{reverse('protocols:decide', args=[decision.pk])}?queue=1&risk=1"
    answer = client.post(link, {"outcome": "approved", "sha256": decision.snapshot.sha256})
    after = order[order.index(decision.pk) + 1]
    assert answer.url == f"{reverse('protocols:decide', args=[after])}?queue=1&risk=1"
    assert order_on(client, risk=1) == [pk for pk in order if pk != decision.pk]


def test_at_the_end_of_the_list_the_list_says_so(waiting):
    _, _, decision, dpo = waiting
    client = signed_in(dpo)
    link = f"{reverse('protocols:decide', args=[decision.pk])}?queue=1"
    answer = client.post(link, {"outcome": "approved", "sha256": decision.snapshot.sha256}, follow=True)
    assert "Nothing else waits in this list." in answer.content.decode()
    assert "No decision waits for you" in answer.content.decode()


def test_in_another_capacity_the_page_offers_to_take_up_the_right_one(waiting):
    people, _, decision, dpo = waiting
    life.second_role(dpo, RoleKind.VIEWER, at=people.partners[0])
    second = life.second_role(dpo, RoleKind.LEGAL_ADVISER, at=people.partners[0])
    client = signed_in(dpo)
    client.post(reverse("partners:act_as"), {"role": second.pk})
    page = client.get(reverse("protocols:decide", args=[decision.pk])).content.decode()
    assert "Open it in that role" in page


def test_conditions_are_set_from_the_page_each_with_its_day_and_place(waiting):
    _, _, decision, dpo = waiting
    day = timezone.localdate() + timedelta(days=30)
    sent = {
        "outcome": "conditions", "sha256": decision.snapshot.sha256, "condition_1": "Train.", "place_1": "section-S03",
        "due_1_day": day.day, "due_1_month": day.month, "due_1_year": day.year, "condition_2": "Name the wards.",
    }  # fmt: skip
    signed_in(dpo).post(reverse("protocols:decide", args=[decision.pk]), sent)
    assert [(one.text, one.target, one.due_on) for one in decision.conditions.all()] == [
        ("Train.", "S03", day),
        ("Name the wards.", "", None),
    ]


def test_a_condition_with_a_day_that_has_passed_is_refused_and_kept_as_typed(waiting):
    _, _, decision, dpo = waiting
    sent = {
        "outcome": "conditions", "sha256": decision.snapshot.sha256, "condition_3": "Train everyone.", "due_3_day": "1",
        "due_3_month": "1", "due_3_year": "2020",
    }  # fmt: skip
    answer = signed_in(dpo).post(reverse("protocols:decide", args=[decision.pk]), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Enter today or a later day." in page
    assert "Train everyone." in page
    assert 'value="2020"' in page


def test_a_deputy_decides_in_their_days_and_nobody_who_drafted_does(waiting):
    people, version, decision, dpo = waiting
    today = timezone.localdate()
    adviser = people.of(decision.party, RoleKind.LEGAL_ADVISER)
    deputy = name_deputy(by=dpo, colleague=adviser, starts_on=today, last_day=today)
    deputy = Role.objects.select_related("person", "partner").get(pk=deputy.pk)
    given = decide(by=deputy, decision=decision, sha256=decision.snapshot.sha256, outcome=Decision.Outcome.APPROVED)
    assert given.decided_by == deputy
    page = signed_in(people.officer).get(
        reverse("protocols:approvals", args=[version.protocol.reference, version.number])
    )
    assert f"Deputy for {dpo.person.name}" in page.content.decode()


def test_a_deputy_decides_on_no_other_day(waiting, monkeypatch):
    people, _, decision, dpo = waiting
    now = timezone.now()
    first = timezone.localdate() + timedelta(days=7)
    adviser = people.of(decision.party, RoleKind.LEGAL_ADVISER)
    deputy = name_deputy(by=dpo, colleague=adviser, starts_on=first, last_day=first + timedelta(days=6))
    outcome = Decision.Outcome.APPROVED
    for days in (0, 6, 14, 30):
        monkeypatch.setattr(timezone, "now", lambda days=days: now + timedelta(days=days))
        with pytest.raises(NotAllowed):
            decide(by=deputy, decision=decision, sha256=decision.snapshot.sha256, outcome=outcome)
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=13))
    assert decide(by=deputy, decision=decision, sha256=decision.snapshot.sha256, outcome=outcome).outcome == "approved"


def test_a_deputy_who_drafted_does_not_decide():
    people, version = life.protocol_at(State.DRAFT)
    dpo = people.at(people.partners[0], RoleKind.DPO)
    adviser = people.at(people.partners[0], RoleKind.LEGAL_ADVISER)
    writer = life.second_role(adviser, RoleKind.CONTRIBUTOR, at=people.partners[1])
    section = version.sections.get(section_id="S21")
    save_section(by=writer, section=section, body="<ol><li>At once.</li></ol>", revision=section.revision)
    version = life.submitted(people, version)
    today = timezone.localdate()
    deputy = name_deputy(by=dpo, colleague=adviser, starts_on=today, last_day=today)
    decision = next(one for one in life.waiting(version) if one.party.partner_id == dpo.partner_id)
    with pytest.raises(NotAllowed, match="You helped to draft"):
        decide(by=deputy, decision=decision, sha256=decision.snapshot.sha256, outcome=Decision.Outcome.APPROVED)


def test_whoever_began_the_draft_does_not_decide_on_it_as_an_approver(waiting):
    people, _, decision, _ = waiting
    second = life.second_role(people.officer, RoleKind.DPO, at=decision.party.partner)
    with pytest.raises(NotAllowed, match="You helped to draft"):
        decide(by=second, decision=decision, sha256=decision.snapshot.sha256, outcome=Decision.Outcome.APPROVED)
