"""Where a clause comes from and what counsel has to check: kept with the template, shown beside the clause."""

import re
from copy import deepcopy
from dataclasses import replace

import pytest

from legal_basis.loader import library as law
from portal.audit.acts import SYSTEM, act
from protocols.errors import Invalid
from protocols.loader import library
from protocols.models import TemplateVersion
from protocols.queries.texts import sections_of, sources_of
from protocols.services.creating import create_protocol
from protocols.services.templates import sync_templates
from protocols.texts.wording import wording_of
from tests.protocols import factories
from tests.protocols.test_drafting_pages import at, signed_in

pytestmark = pytest.mark.django_db
TEXT = library().templates["overarching"]


@pytest.fixture
def by():
    return factories.officer()


@pytest.fixture
def version(by):
    """A draft from the overarching template as it is released."""
    sync_templates([TEXT])
    template = TemplateVersion.objects.get()
    return create_protocol(by=by, template=template, particulars=factories.particulars())


def as_it_was_before(template: TemplateVersion) -> None:
    """The row as releases kept it that knew neither sources nor limits."""
    content = deepcopy(template.content)
    for section in content["sections"]:
        del section["sources"], section["gk"]
    for variable in content["variables"]:
        del variable["limits"]
    template.content, template.sha256 = content, "0" * 64
    with act("tests.template", by=SYSTEM):
        template.save()


def test_a_template_version_keeps_where_each_clause_comes_from(version):
    kept = {one.id: (list(one.sources), one.gk) for one in wording_of(version.template_version).sections}
    assert kept == {one.id: (list(one.section.sources), one.section.gk) for one in TEXT.sections}


def test_the_clause_shows_its_sources_with_their_links_and_the_mark_for_counsel(by, version):
    page = re.sub(r"\s+", " ", signed_in(by).get(at(version, "sections/S25/")).content.decode())
    source = law().sources["ico_dsa"]
    assert "Where this comes from" in page
    assert f'href="{source.address}"' in page
    assert source.note in page
    assert "<strong>For counsel to check</strong>: when the 72 hours of UK GDPR Article 33 begin" in page


def test_a_clause_without_a_mark_or_without_sources_says_nothing_of_them(by, version):
    client = signed_in(by)
    assert "For counsel to check" not in client.get(at(version, "sections/S27/")).content.decode()
    bare = next(one.id for one in TEXT.sections if not one.section.sources)
    page = client.get(at(version, f"sections/{bare}/")).content.decode()
    assert "Where this comes from" not in page
    assert "For counsel to check" in page


def test_a_draft_begun_before_gets_them_from_the_sync_and_keeps_its_text(version):
    template = TemplateVersion.objects.get()
    as_it_was_before(template)
    body = {one.section_id: one.body for one in version.sections.all()}
    assert sync_templates([TEXT]).annotated == [f"{TEXT.title}, version {TEXT.version}"]
    version.template_version.refresh_from_db()
    clause = next(one for one in sections_of(version) if one.id == "S25")
    assert [source.key for source in sources_of(clause)] == ["ico_dsa"]
    assert wording_of(version.template_version).variables["breach_hours"].limits is not None
    assert {one.section_id: one.body for one in version.sections.all()} == body
    assert sync_templates([TEXT]).annotated == []


def test_a_draft_begun_before_reads_whole_until_then(by, version):
    as_it_was_before(version.template_version)
    assert signed_in(by).get(at(version, "sections/S25/")).status_code == 200
    assert signed_in(by).get(at(version, "details/")).status_code == 200


def test_other_words_still_need_a_new_number(version):
    as_it_was_before(TemplateVersion.objects.get())
    first = replace(TEXT.sections[0], paragraphs=TEXT.sections[0].paragraphs[1:])
    with pytest.raises(Invalid, match="Give the changed file the next version number"):
        sync_templates([replace(TEXT, sections=(first, *TEXT.sections[1:]))])


def test_a_source_that_the_library_has_dropped_is_left_out(version):
    clause = next(one for one in sections_of(version) if one.id == "S25")
    assert clause.wording is not None
    named = replace(clause, wording=replace(clause.wording, sources=("gone", "ico_dsa")))
    assert [source.key for source in sources_of(named)] == ["ico_dsa"]
