"""Two imports at once, raced on PostgreSQL: one waits for the other, and finds what it did."""

import pytest

from portal.audit.checks import breaks
from protocols.models import Agreement, NamedBody
from protocols.services.elsewhere.keeping import attach_file
from protocols.services.elsewhere.uploads import import_upload, keep_upload
from tests.protocols import factories
from tests.protocols.factories_elsewhere import FILE, REGISTER, one, pdf, take
from tests.protocols.test_races import at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_one_register_imported_twice_at_once_is_imported_once():
    officer = factories.officer()
    came = at_once(*[lambda: take(officer)] * 3)
    assert sorted(sum(verdict.writes for verdict in verdicts) for verdicts in came) == [0, 0, 6]
    assert Agreement.objects.count() == 6
    assert NamedBody.objects.count() == len(set(NamedBody.objects.values_list("key", flat=True)))
    assert list(breaks()) == []


def test_the_officers_word_given_twice_at_once_counts_once():
    officer = factories.officer()
    kept = keep_upload(
        by=officer, partnership=officer.partnership, register=REGISTER, name=FILE.name, content=FILE.read_bytes()
    )
    came = at_once(*[lambda: import_upload(by=officer, upload=kept)] * 3)
    assert {one.counts["taken"] for one in came} == {6}
    assert Agreement.objects.count() == 6


def test_one_file_attached_twice_at_once_is_attached_once():
    officer = factories.officer()
    agreement, content = one(officer), pdf()
    came = at_once(
        *[lambda: attach_file(by=officer, agreement=agreement, title="A", name="a.pdf", content=content)] * 3
    )
    assert len({one.pk for one in came}) == 1
