"""Two imports or two changes at once, raced on PostgreSQL: one waits for the other, and finds what it did."""

import pytest

from portal.audit.checks import breaks
from portal.audit.models import AuditEvent
from protocols.errors import Conflict
from protocols.models import Agreement, AgreementBody, NamedBody
from protocols.services.elsewhere.entering import ENTERED, Entry, rewrite_agreement
from protocols.services.elsewhere.keeping import attach_file
from protocols.services.elsewhere.removing import TAKE_OUT, take_out_agreement
from protocols.services.elsewhere.uploads import import_upload, keep_upload
from tests.protocols import factories
from tests.protocols.factories_elsewhere import FILE, REGISTER, entered, one, pdf, take
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


def test_one_agreement_entered_twice_at_once_is_entered_once():
    officer = factories.officer()
    came = at_once(*[lambda: entered(officer)] * 3)
    assert len({one.pk for one in came}) == 1
    assert Agreement.objects.count() == 1
    assert list(breaks()) == []


def test_of_two_who_change_one_agreement_at_once_the_second_is_told():
    officer = factories.officer()
    agreement = entered(officer)

    def change(name: str) -> Agreement:
        cells = {"name": name, "controller-names": "Vale Council", "review-date": "2030-01-01"}
        return rewrite_agreement(by=officer, agreement=agreement, entry=Entry(ENTERED, cells), revision=1)

    came = at_once(lambda: change("Snow"), lambda: change("Ice"))
    [told] = [one for one in came if isinstance(one, Conflict)]
    [changed] = [one for one in came if isinstance(one, Agreement)]
    assert told.revision == changed.revision == 2
    assert Agreement.objects.get().title == changed.title
    assert AgreementBody.objects.count() == 1


def test_an_agreement_taken_out_twice_at_once_is_taken_out_once():
    officer = factories.officer()
    agreement = entered(officer)
    at_once(*[lambda: take_out_agreement(by=officer, agreement=agreement, reason="Entered twice.")] * 3)
    assert not Agreement.objects.exists()
    assert AuditEvent.objects.filter(action=TAKE_OUT).count() == 1
