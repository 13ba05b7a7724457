"""Mirroring the template files to rows."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command

from portal.audit.models import AuditEvent
from protocols.errors import Invalid
from protocols.loader import library
from protocols.models import Template, TemplateVersion
from protocols.queries.texts import composed
from protocols.services.creating import create_protocol
from protocols.services.templates import sync_templates
from tests.protocols import factories

pytestmark = pytest.mark.django_db


def test_every_template_of_the_release_becomes_a_row():
    call_command("sync_templates", verbosity=0, stdout=StringIO())
    assert set(Template.objects.values_list("slug", flat=True)) == set(library().templates)


def test_the_second_time_changes_nothing():
    texts = library().templates.values()
    sync_templates(texts)
    before = AuditEvent.objects.count()
    assert sync_templates(texts).added == []
    assert AuditEvent.objects.count() == before


def test_a_template_that_is_gone_is_retired_and_kept():
    overarching = library().templates["overarching"]
    sync_templates(library().templates.values())
    synced = sync_templates([overarching])
    assert len(synced.retired) == len(library().templates) - 1
    assert TemplateVersion.objects.filter(template__retired_at__isnull=False).exists()
    sync_templates(library().templates.values())
    assert not Template.objects.filter(retired_at__isnull=False).exists()


def test_a_changed_file_from_which_protocols_began_needs_a_new_number():
    text = library().templates["overarching"]
    sync_templates([text])
    by, template = factories.officer(), TemplateVersion.objects.get()
    create_protocol(by=by, template=template, particulars=factories.particulars())
    with pytest.raises(Invalid, match="Give the changed file the next version number"):
        sync_templates([replace(text, summary="Another")])
    assert sync_templates([replace(text, summary="Another", version=2)]).added == [f"{text.title}, version 2"]


def test_a_draft_from_the_real_template_reads_whole():
    sync_templates(library().templates.values())
    by = factories.officer()
    template = TemplateVersion.objects.get(template__slug="overarching")
    version = create_protocol(by=by, template=template, particulars=factories.particulars())
    sections = composed(version)
    assert len(sections) == len(library().templates["overarching"].sections)
    assert by.partnership.name in "".join(one.html for one in sections)
    assert version.variables.filter(key="breach_hours").exclude(value="").exists()
