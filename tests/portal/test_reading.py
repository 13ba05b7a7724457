"""Within a page that reads once, a question about a row is asked once; outside, and on the next page, again."""

from portal.accounts.models import User
from portal.reading import once, reading_once

asked: list[int] = []


@once
def name_of(person: User) -> str:
    asked.append(person.pk)
    return f"{person.name}, the {len(asked)}th"


def test_what_is_read_once_is_asked_once_for_each_row_and_forgotten_with_the_page():
    asked.clear()
    ann, bob = User(pk=1, name="Ann"), User(pk=2, name="Bob")
    with reading_once():
        assert name_of(ann) == name_of(User(pk=1, name="Another"))
        name_of(bob)
    assert asked == [1, 2]
    name_of(ann)
    name_of(ann)
    assert asked == [1, 2, 1, 1]
    with reading_once():
        name_of(ann)
    assert len(asked) == 5
