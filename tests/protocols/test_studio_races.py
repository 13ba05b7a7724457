"""Two officers at one template: raced on PostgreSQL, where connections overlap."""

import pytest

from portal.audit.models import AuditEvent
from protocols.documents.typesetting import Typeset
from protocols.errors import WrongState
from protocols.models import MadeFile, TemplateDraft, TemplateVersion
from protocols.queries.made_files import wanted_preview
from protocols.services.made_files import MAKERS, ask_for_file, make_file
from protocols.services.studio.drafts import fingerprint_of, section_in
from protocols.services.studio.publishing import publish_template
from protocols.services.studio.sections import SectionContent, change_section
from tests.protocols import factories
from tests.protocols import factories_studio as studio
from tests.protocols.test_drafting_races import race

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_publishing_against_writing_loses_no_words():
    by = factories.officer()
    template = studio.begun(by)
    key = studio.own_section(by, template)
    held = section_in(studio.again(template).draft.content, key)
    given = SectionContent(title=held["title"], body="<p>Later.</p>", guidance="", kind="optional")
    mark = fingerprint_of(held)
    ends = race(
        lambda: publish_template(by=by, template=template),
        lambda: change_section(by=by, template=template, section_id=key, given=given, fingerprint=mark),
    )
    version = TemplateVersion.objects.get(template=template)
    words = next(one["body"] for one in version.content["sections"] if one["id"] == key)
    refused = any(isinstance(end, WrongState) for end in ends)
    assert words == ("<p>We meet each month.</p>" if refused else "<p>Later.</p>")
    assert not TemplateDraft.objects.filter(template=template).exists()


def test_two_who_publish_at_once_publish_one_version():
    by = factories.officer()
    template = studio.begun(by)
    before = AuditEvent.objects.count()
    ends = race(*[lambda: publish_template(by=by, template=template)] * 3)
    assert [end.number for end in ends] == [1, 1, 1]
    assert AuditEvent.objects.count() == before + 1


def test_two_who_ask_for_one_file_at_once_have_it_made_once(monkeypatch):
    monkeypatch.setitem(MAKERS, "preview", lambda file: Typeset(b"%PDF-", 1, (), ()))
    by = factories.officer()
    template = studio.begun(by)
    wanted = wanted_preview(template, template.draft.content, by.partnership, 1)
    asked = race(*[lambda: ask_for_file(by=by, wanted=wanted)] * 3)
    assert len({one.pk for one in asked}) == 1
    before = AuditEvent.objects.count()
    race(*[lambda: make_file(MadeFile.objects.get())] * 2)
    assert AuditEvent.objects.count() == before + 1
