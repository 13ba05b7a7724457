"""A prepared query answers as the query set it was built from, for every value; what cannot be prepared is refused."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import CharField, Func, Prefetch, Q, QuerySet, Value
from django.utils import timezone

from partners.models import Invitation, Role
from partners.roles import RoleKind
from portal import preparing
from portal.accounts.models import User
from portal.preparing import Unpreparable, prepared
from tests.partners.factories import invited, officer, partnership

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db: None) -> list[User]:
    return [User.objects.create_user(f"{name}@example.test", name) for name in ("Ama", "Bo", "Cy")]


def named(word: str, pk: int, *, backwards: bool = False) -> QuerySet[User]:
    return User.objects.filter(Q(name=word) | Q(pk=pk)).order_by("-pk" if backwards else "pk")


def test_each_call_sends_its_own_values(people):
    ask = prepared(named)
    for one, other in ((0, 1), (1, 2), (2, 0)):
        wanted = list(named(people[one].name, people[other].pk))
        assert ask(people[one].name, people[other].pk) == wanted
        assert len(wanted) == 2


def test_what_is_given_by_name_shapes_the_query(people):
    ask = prepared(named)
    assert ask("Ama", people[1].pk) == people[:2]
    assert ask("Ama", people[1].pk, backwards=True) == people[1::-1]


def test_rows_come_with_what_is_fetched_beside_them(people, django_assert_num_queries):
    role = officer()
    ask = prepared(lambda pk: User.objects.filter(pk=pk).only("name").prefetch_related("roles"))
    for person in (*people, role.person):
        with django_assert_num_queries(2):
            (found,) = ask(person.pk)
            assert (found.name, list(found.roles.all())) == (person.name, [role] if person == role.person else [])
    beside = prepared(lambda pk: Role.objects.filter(pk=pk).select_related("person", "partnership"))
    for _ in range(2):
        with django_assert_num_queries(1):
            assert str(beside(role.pk)[0]) == str(role)


def test_what_is_fetched_beside_the_rows_may_not_hang_on_a_value(people):
    def with_role(pk: int) -> QuerySet[User]:
        return User.objects.filter(pk=pk).prefetch_related(Prefetch("roles", Role.objects.filter(person=pk)))

    with pytest.raises(Unpreparable, match="fetched beside"):
        prepared(with_role)(people[0].pk)


def test_words_with_signs_of_patterns_are_compared_as_they_are(people):
    ask = prepared(lambda word: User.objects.filter(name__iexact=word))
    odd = User.objects.create_user("odd@example.test", "A_%")
    assert ask("AMA") == people[:1]
    assert ask("A_A") == ask("A%") == []
    assert ask("a_%") == [odd]


def test_values_come_without_their_rows(people):
    ask = prepared(lambda pk: User.objects.filter(pk=pk).values_list("name", flat=True))
    assert [ask(person.pk) for person in people] == [["Ama"], ["Bo"], ["Cy"]]


def test_nothing_is_kept_of_what_was_read(people):
    ask = prepared(named)
    before = ask("Ama", 0)[0]
    User.objects.filter(pk=before.pk).update(email="other@example.test")
    assert (ask("Ama", 0)[0].email, before.email) == ("other@example.test", "ama@example.test")


def test_days_and_keys_are_sent_as_the_database_takes_them(db):
    role, invitation = officer(), invited(RoleKind.OFFICER, partnership())
    since = prepared(lambda day: Role.objects.filter(pk=role.pk, starts_on=day))
    assert [len(since(role.starts_on + timedelta(days=off))) for off in (0, 1, 0)] == [1, 0, 1]
    before = prepared(lambda moment: User.objects.filter(joined_at__lt=moment))
    assert [len(before(role.person.joined_at + timedelta(minutes=off))) for off in (-90, 1, -90)] == [0, 1, 0]
    keyed = prepared(lambda key: Invitation.objects.filter(pk=key))
    assert [keyed(uuid4()), keyed(invitation.pk)] == [[], [invitation]]
    in_words = prepared(lambda pk: User.objects.filter(name=str(pk)))
    assert [in_words(7), in_words(8)] == [[], []]


def test_words_are_looked_for_anywhere_in_a_text_as_they_are_written(people):
    ask = prepared(lambda words: User.objects.filter(name__icontains=words).order_by("pk"))
    User.objects.filter(pk=people[2].pk).update(name="100% _C")
    found = [[person.pk for person in ask(words)] for words in ("a", "B", "0%", "%", "_", "m_", "")]
    keys = [person.pk for person in people]
    assert found == [keys[:1], keys[1:2], keys[2:], keys[2:], keys[2:], [], keys]


def test_a_query_of_today_is_put_together_again_tomorrow(monkeypatch):
    role = officer()
    ask = prepared(lambda pk: Role.objects.filter(pk=pk, starts_on=timezone.localdate()))
    assert ask(role.pk) == [role]
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda *_: tomorrow)
    assert ask(role.pk) == []


def of_a_page(many: int) -> QuerySet[User]:
    return User.objects.order_by("pk")[:many]


UNFIT: dict[str, tuple[Any, Any]] = {
    "the beginning of a word": (lambda word: User.objects.filter(name__startswith=word), "Ama"),
    "how many": (of_a_page, 2),
    "a moment": (lambda name: User.objects.filter(name=name, last_login__lt=timezone.now()), "Ama"),
    "not asked for": (lambda name: User.objects.all(), "Ama"),
    "nothing": (lambda pk: User.objects.filter(pk=pk), None),
}


@pytest.mark.parametrize("why", UNFIT)
def test_what_is_not_sent_as_it_is_cannot_be_prepared(why, db):
    build, value = UNFIT[why]
    with pytest.raises(Unpreparable):
        prepared(build)(value)


def test_what_cannot_be_prepared_is_asked_all_the_same_outside_the_tests(people, monkeypatch, caplog):
    monkeypatch.setattr(preparing, "STRICT", False)
    ask = prepared(lambda word: User.objects.filter(name__startswith=word))
    for _ in range(2):
        assert ask("Am") == people[:1]
    assert "is not prepared" in caplog.text


def test_what_asks_for_nothing_gives_nothing(people):
    ask = prepared(lambda name, *, keys: User.objects.filter(name=name, pk__in=keys))
    assert ask("Ama", keys=()) == []
    assert ask("Ama", keys=(people[0].pk,)) == people[:1]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_postgresql_plans_it_once_for_each_connection(django_assert_num_queries):
    people = [User.objects.create_user(f"{name}@example.test", name) for name in ("Ama", "Bo")]
    ask = prepared(lambda pk, name: User.objects.filter(pk=pk, name=name, is_active=True))
    with django_assert_num_queries(2):  # the first tells the connection of the second
        assert ask(people[0].pk, "Ama") == people[:1]
    with django_assert_num_queries(1) as asked:
        assert ask(people[1].pk, "Bo") == people[1:]
    assert asked[0]["sql"].startswith("EXECUTE ")
    connection.close()
    with django_assert_num_queries(2):
        assert ask(people[1].pk, "Bo") == people[1:]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_what_postgresql_does_not_take_beforehand_is_asked_as_it_is(caplog):
    person = User.objects.create_user("ama@example.test", "AAA")
    many = prepared(
        lambda number: User.objects.filter(
            name=Func(Value("A"), Value(number), function="REPEAT", output_field=CharField())
        )
    )
    within = prepared(lambda words: User.objects.filter(name__icontains=words))
    for _ in range(2):
        assert [many(3), many(2), within("aa"), within("b")] == [[person], [], [person], []]
    assert caplog.text.count("does not take this beforehand") == 1
