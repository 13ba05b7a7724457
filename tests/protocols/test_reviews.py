"""Reviews: when they are due, who is reminded and how often, what they begin from, and what they lead to."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from portal.audit.models import AuditEvent
from portal.calendar import last_anniversary, months_after
from portal.mail.models import OutgoingMail
from protocols.errors import Invalid, NotAllowed
from protocols.models import Instrument, ProtocolVersion, Review, ReviewReminder
from protocols.queries.in_tray import in_tray_of
from protocols.queries.lists import Filters, Listing
from protocols.queries.protocols import address_of
from protocols.queries.review_changes import changes_since
from protocols.queries.reviews import ReviewState, owner_of, standing_of_review, with_review
from protocols.services.instruments.beginning import abandon_instrument
from protocols.services.reviews.contents import ReviewContent
from protocols.services.reviews.holding import carry_out_review, hold_review
from protocols.services.reviews.owning import set_review_owner
from protocols.services.reviews.reminding import remind_of_reviews, step_on
from protocols.states import State
from tests.partners.factories import sign_in
from tests.protocols import factories
from tests.protocols import factories_law as laws
from tests.protocols import factories_life as life

pytestmark = pytest.mark.django_db
Step = ReviewReminder.Step
FOUND = dict.fromkeys(("law", "partners", "flows", "incidents", "adherence"), "Nothing.")


def in_force(people, *, review_in: int = 30) -> ProtocolVersion:
    """A version in force whose review is so many days away."""
    version = life.draft(people)
    laws.put_in_state(version, "in_force")
    reviewed_in(version, review_in)
    return life.again(version)


def reviewed_in(version: ProtocolVersion, days: int) -> None:
    today = timezone.localdate()
    with act("tests.time", by=SYSTEM):
        ProtocolVersion.objects.filter(pk=version.pk).update(
            starts_on=today - timedelta(800), review_on=today + timedelta(days)
        )


@pytest.fixture
def world():
    people = life.cast()
    return people, in_force(people)


def content(**changes) -> ReviewContent:
    renews = {"outcome": "renew", "reason": "It works.", "next_review_on": timezone.localdate() + timedelta(365)}
    return ReviewContent(**{**FOUND, **renews, **changes})


def hold(by, version, **changes) -> Review:
    return hold_review(by=by, version=version, content=content(**changes), nonce=uuid4())


def test_months_end_where_the_calendar_ends_them():
    assert months_after(date(2027, 5, 31), -3) == date(2027, 2, 28)
    assert months_after(date(2028, 3, 31), -1) == date(2028, 2, 29)
    assert months_after(date(2027, 1, 15), -3) == date(2026, 10, 15)
    assert last_anniversary(date(2024, 2, 29), date(2027, 2, 28)) == date(2027, 2, 28)
    assert last_anniversary(date(2026, 3, 3), date(2027, 3, 2)) is None


@pytest.mark.parametrize("review_on", [date(2027, 5, 31), date(2027, 3, 29), date(2028, 2, 29), date(2027, 10, 31)])
def test_each_step_comes_on_its_day_across_february_and_summer_time(review_on):
    days = [months_after(review_on, -3), months_after(review_on, -1), review_on - timedelta(7), review_on]
    assert step_on(days[0] - timedelta(1), days[0] - timedelta(1)) is Step.ON_THE_DAY
    assert step_on(review_on, days[0] - timedelta(1)) is None
    assert [step_on(review_on, day) for day in days] == [
        Step.THREE_MONTHS, Step.ONE_MONTH, Step.ONE_WEEK, Step.ON_THE_DAY,
    ]  # fmt: skip
    assert [step_on(review_on, day - timedelta(1)) for day in days[1:]] == [
        Step.THREE_MONTHS, Step.ONE_MONTH, Step.ONE_WEEK,
    ]  # fmt: skip


def test_the_owner_and_every_data_protection_officer_are_reminded_once_at_each_step(world):
    people, version = world
    for day, step in (
        (months_after(version.review_on, -3), Step.THREE_MONTHS),
        (months_after(version.review_on, -1), Step.ONE_MONTH),
        (version.review_on - timedelta(7), Step.ONE_WEEK),
        (version.review_on, Step.ON_THE_DAY),
    ):
        before = OutgoingMail.objects.count()
        assert [remind_of_reviews(day), remind_of_reviews(day), remind_of_reviews(day + timedelta(1))] == [1, 0, 0]
        dpos = [people.at(partner, RoleKind.DPO) for partner in people.partners]
        mails = OutgoingMail.objects.order_by("pk")[before:]
        assert {mail.to for mail in mails} == {role.person.email for role in (people.officer, *dpos)}
        assert ReviewReminder.objects.filter(step=step).count() == 1


def test_after_a_while_without_sweeps_only_the_nearest_step_is_told(world):
    _people, version = world
    assert remind_of_reviews(version.review_on + timedelta(40)) == 1
    assert [one.step for one in ReviewReminder.objects.all()] == [Step.ON_THE_DAY]
    assert "its review has lapsed" in OutgoingMail.objects.order_by("-pk")[0].subject


def test_nobody_is_reminded_of_a_review_that_is_recorded_or_of_an_agreement_that_is_over(world):
    people, version = world
    hold(people.officer, version)
    assert remind_of_reviews() == 0
    over = in_force(people)
    laws.put_in_state(over, "terminated")
    assert remind_of_reviews() == 0


def test_due_recorded_and_lapsed_are_reckoned_from_the_dates(world):
    people, version = world
    day = timedelta(days=1)
    due_on = version.review_on
    states = {
        months_after(due_on, -3) - day: ReviewState.LATER,
        months_after(due_on, -3): ReviewState.DUE,
        due_on: ReviewState.DUE,
        due_on + day: ReviewState.LAPSED,
    }
    assert {today: standing_of_review(version, today).state for today in states} == states
    instrument = hold(people.officer, version).instrument
    assert standing_of_review(version, due_on + day).state is ReviewState.RECORDED
    abandon_instrument(by=people.officer, instrument=instrument)
    assert standing_of_review(version, due_on + day).state is ReviewState.LAPSED


def test_lists_say_lapsed_as_the_page_does(world):
    people, version = world
    versions = ProtocolVersion.objects.all()
    for today in (version.review_on, version.review_on + timedelta(1)):
        told = with_review(versions, today).get(pk=version.pk).review_lapsed
        assert told == standing_of_review(version, today).is_lapsed
    reviewed_in(version, -1)
    client = sign_in(Client(), people.officer)
    for path in (reverse("register:list"), reverse("protocols:list"), address_of("version", version)):
        assert "apsed review" in client.get(path).content.decode()
    hold(people.officer, life.again(version))
    assert "apsed review" not in client.get(reverse("register:list")).content.decode()


def test_lists_cost_the_same_queries_for_one_and_for_thirty(world):
    people, _version = world
    everyone = [people.officer, *people.people.values()]

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            list(Listing(people.officer, Filters())[:25])
            in_tray_of(everyone)
            list(with_review(ProtocolVersion.objects.all()))
        return len(captured)

    few = cost()
    for _ in range(30):
        in_force(people)
    assert cost() == few


def test_the_officer_owns_it_until_another_is_chosen_and_again_when_they_leave(world):
    people, version = world
    assert owner_of(version) == people.officer
    dpo = people.at(people.partners[0], RoleKind.DPO)
    set_review_owner(by=people.officer, version=version, owner=dpo)
    events = AuditEvent.objects.filter(action="protocols.review.owner")
    set_review_owner(by=people.officer, version=version, owner=dpo)
    assert [event.details["to"] for event in events] == [str(dpo)]
    version = life.again(version)
    assert owner_of(version) == dpo
    assert [item.what for item in in_tray_of([dpo]).waiting_for_you] == ["Review this agreement"]
    assert [item.what for item in in_tray_of([people.officer]).waiting_for_you] == []
    life.end_role(dpo)
    assert owner_of(life.again(version)) == people.officer
    with pytest.raises(NotAllowed):
        set_review_owner(by=people.at(people.partners[1], RoleKind.DPO), version=version, owner=None)
    stranger = factories.role(RoleKind.DPO, at=factories.partner("Elsewhere Council"))
    with pytest.raises(Invalid):
        set_review_owner(by=people.officer, version=version, owner=stranger)


def test_a_renewal_is_begun_with_its_dates_and_the_same_form_twice_records_one(world):
    people, version = world
    given, nonce = content(ends_on=timezone.localdate() + timedelta(900)), uuid4()
    first, second = (hold_review(by=people.officer, version=version, content=given, nonce=nonce) for _ in range(2))
    assert first == second
    assert first.instrument.kind == Instrument.Kind.RENEWAL
    assert first.instrument.terms == {
        "review_on": given.next_review_on.isoformat(), "ends_on": given.ends_on.isoformat(),
    }  # fmt: skip
    with pytest.raises(Invalid, match="under way"):
        hold(people.officer, version)


def test_a_variation_begins_the_new_version_and_an_end_a_termination(world):
    people, version = world
    varied = hold(people.officer, version, outcome="vary")
    assert varied.new_version.supersedes == version
    assert varied.new_version.status is State.DRAFT
    other = in_force(people)
    last_day = timezone.localdate() + timedelta(10)
    ended = hold(people.officer, other, outcome="end", ends_on=last_day, shared="none")
    assert (ended.instrument.kind, ended.instrument.effective_on) == (Instrument.Kind.TERMINATION, last_day)


def test_an_owner_who_is_no_officer_records_it_and_the_officer_carries_it_out_once(world):
    people, version = world
    dpo = people.at(people.partners[0], RoleKind.DPO)
    with pytest.raises(NotAllowed, match="owner of its review"):
        hold(dpo, version)
    set_review_owner(by=people.officer, version=version, owner=dpo)
    held = hold(dpo, life.again(version))
    assert not held.is_carried_out
    [item] = in_tray_of([people.officer]).waiting_for_you
    assert item.what == "Carry out what the review decided: renew it as it is"
    with pytest.raises(NotAllowed):
        carry_out_review(by=dpo, review=held)
    first, second = (carry_out_review(by=people.officer, review=held) for _ in range(2))
    assert first.instrument == second.instrument
    assert Instrument.objects.count() == 1
    assert [one.what for one in in_tray_of([people.officer]).waiting_for_you] == ["Go on with renewal 1"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"law": " "}, "law"),
        ({"reason": ""}, "reason"),
        ({"outcome": "sleep"}, "outcome"),
        ({"next_review_on": None}, "next_review_on"),
        ({"next_review_on": date(2020, 1, 1)}, "next_review_on"),
        ({"ends_on": date(2020, 1, 1)}, "ends_on"),
        ({"outcome": "end", "ends_on": None}, "ends_on"),
        ({"outcome": "end", "ends_on": date(2099, 1, 1)}, "shared"),
        ({"outcome": "end", "ends_on": date(2099, 1, 1), "shared": "kept"}, "shared_law"),
    ],
)
def test_what_is_wrong_with_a_review_is_told_beside_its_field(world, changes, field):
    people, version = world
    with pytest.raises(Invalid) as caught:
        hold(people.officer, version, **changes)
    assert caught.value.field == field


def test_the_form_begins_with_what_changed_and_keeps_what_is_typed(world):
    people, version = world
    client, path = sign_in(Client(), people.officer), address_of("review_record", version)
    shown = client.get(path).content.decode()
    assert "Nothing that this agreement rests on." in shown
    answer = client.post(path, {"law": "The Act of 2026 came.", "outcome": "renew", "nonce": str(uuid4())})
    told = answer.content.decode()
    assert answer.status_code == 422
    assert "The Act of 2026 came." in told
    assert "Write why, as every party should read it." in told


def test_changed_details_and_parties_that_joined_or_left_are_told():
    people = life.cast()
    version = life.in_force(people, life.draft(people))
    council, police = people.partners
    with act("tests.details", by=SYSTEM):
        council.address = "New Town Hall"
        council.save()
        version.parties.filter(partner=police).update(bound_until=timezone.localdate())
    told = changes_since(version).partners
    assert told == [f"{police} left on {timezone.localdate():%-d %B %Y}.",
                    f"{council} changed its address: from none to “New Town Hall”."]  # fmt: skip


def test_changes_in_the_law_and_in_thematic_flows_are_told(world):
    people, version = world
    thematic = life.thematic_draft(people, version)
    flow = life.cases_flow(people, thematic)
    with act("tests.refused", by=SYSTEM):
        type(flow).objects.filter(pk=flow.pk).update(refused_at=timezone.now(), refused_reason="The law says no.")
    assert list(changes_since(version).flows) == [f"{thematic}, being written: “{flow.title}” was refused."]
