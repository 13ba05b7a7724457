"""Word files when two people, or one person's two clicks, act at the same moment: raced on PostgreSQL."""

import pytest

from portal.audit.models import AuditEvent
from protocols.models import SectionRevision, UnplacedText, WordUpload
from protocols.services.word_texts import Placing, bring_in, place_text, set_text_aside
from protocols.services.word_uploads import keep_word_file
from tests.protocols import factories
from tests.protocols.factories_word import paragraph, word_file
from tests.protocols.test_drafting_races import race

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
FILE = word_file(
    paragraph("Purpose", "Heading1") + paragraph("To share.") + paragraph("Parking", "Heading1") + paragraph("Outside.")
)


def placing() -> Placing:
    return Placing({0: "S03"}, {"S03": 1})


def test_one_file_confirmed_twice_at_once_is_brought_in_once() -> None:
    by = factories.officer()
    version = factories.draft(by=by)
    upload = keep_word_file(by=by, version=version, name="old.docx", content=FILE)
    ends = race(*[lambda: bring_in(by=by, upload=upload, placing=placing())] * 2)
    assert [type(end) for end in ends] == [WordUpload, WordUpload]
    assert AuditEvent.objects.filter(action="protocols.word.bring_in").count() == 1
    assert UnplacedText.objects.count() == 1


def test_one_file_sent_twice_at_once_waits_twice_and_overwrites_nothing() -> None:
    by = factories.officer()
    version = factories.draft(by=by)
    sent = race(*[lambda: keep_word_file(by=by, version=version, name="old.docx", content=FILE)] * 2)
    assert len({upload.pk for upload in sent}) == 2
    ends = race(*[lambda upload=upload: bring_in(by=by, upload=upload, placing=placing()) for upload in sent])
    assert sorted(type(end).__name__ for end in ends) == ["Conflict", "WordUpload"]
    assert SectionRevision.objects.filter(section__version=version, section__section_id="S03").count() == 2
    assert UnplacedText.objects.count() == 1


def test_a_text_is_placed_or_set_aside_at_once_and_never_both() -> None:
    by = factories.officer()
    version = factories.draft(by=by)
    bring_in(by=by, upload=keep_word_file(by=by, version=version, name="old.docx", content=FILE), placing=placing())
    text = UnplacedText.objects.get()
    ends = race(
        lambda: place_text(by=by, text=text, section_id="S03", revision=2),
        lambda: place_text(by=by, text=text, section_id="S03", revision=2),
        lambda: set_text_aside(by=by, text=text, reason="Not ours."),
    )
    assert [type(end) for end in ends] == [UnplacedText] * 3
    assert len({end.state for end in ends}) == 1
    placed = version.sections.get(section_id="S03").body
    assert placed.count("Outside.") == (1 if ends[0].state == "placed" else 0)
    assert AuditEvent.objects.filter(action__in=["protocols.word.place", "protocols.word.set_aside"]).count() == 1
