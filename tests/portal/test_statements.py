"""Long questions: asked by name on PostgreSQL once a connection knows them, and as they are wherever it does not."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from portal import statements
from portal.statements import Slot, Statement

ASKED = Statement("SELECT %s, %s + %s, '100%%' WHERE %s > 0", ("as it is", Slot(0), Slot(1), Slot(1)))


@pytest.fixture(autouse=True)
def afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "_given_up", set())


def asked_by_name() -> list[bool]:
    """What a question asks, twice: whether each statement names one that the connection knows."""
    with CaptureQueriesContext(connection) as captured:
        for first in (1, 20):
            assert ASKED.rows([first, 2]) == [("as it is", first + 2, "100%")]
    return [one["sql"].startswith("EXECUTE") for one in captured]


def test_within_a_transaction_it_is_asked_as_it_is(db: None) -> None:
    assert asked_by_name() == [False, False]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_outside_one_it_is_prepared_once_and_then_asked_by_name() -> None:
    assert asked_by_name() == [False, True, True]
    with transaction.atomic():
        assert asked_by_name() == [False, False]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_where_another_connection_answers_it_is_asked_as_it_is_from_then_on(caplog: pytest.LogCaptureFixture) -> None:
    ASKED.rows([1, 2])
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    assert asked_by_name() == [True, False, False]
    assert "keep no statements" in caplog.text


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_what_is_wrong_with_a_question_itself_is_raised() -> None:
    with pytest.raises(statements.DatabaseError, match="division by zero"):
        Statement("SELECT 1 / %s", (Slot(0),)).rows([0])
    assert statements.are_kept()
