"""What looks like a person's data is found when words are written, by whatever way they are written."""

import pytest

from portal.audit.acts import SYSTEM, act
from portal.scanning import UnscannedWrite
from protocols.models import DataFlow, Section
from protocols.queries.personal_data import warnings_of
from protocols.queries.protocols import address_of
from protocols.services.rescanning import HOLDING, scan_words
from protocols.services.varying import vary
from tests.protocols import factories_life as life
from tests.protocols import factories_rows as rows
from tests.protocols.big import grow

pytestmark = pytest.mark.django_db
NUMBER = "943 476 5919"
FOUND = [["an NHS number", "94…19"]]


@pytest.fixture
def people():
    return life.cast()


@pytest.fixture
def version(people):
    version = life.draft(people)
    grow(version, by=people.officer, comments=3, flows=3)
    return version


def writing():
    return act("tests.words", by=SYSTEM)


def stale() -> list[object]:
    """The rows that keep something else than what their words hold."""
    return [row for model in HOLDING for row in model.objects.all() if row.look_through()]


def test_a_saved_row_keeps_what_was_found_in_it(version):
    section = version.sections.get(section_id="S03")
    section.body = f"<p>Ask about {NUMBER}.</p>"
    with writing():
        section.save(update_fields=["body"])
    assert version.sections.get(pk=section.pk).people == FOUND
    section.body = "<p>Ask about nobody.</p>"
    with writing():
        section.save()
    assert version.sections.get(pk=section.pk).people == []


def test_saving_other_fields_alone_keeps_what_was_found(version):
    section = version.sections.get(section_id="S03")
    section.body, section.title = f"<p>{NUMBER}</p>", "Another title"
    with writing():
        section.save(update_fields=["title"])
    assert not stale()


def test_rows_made_and_changed_in_bulk_are_looked_through(version):
    flows = list(version.flows.all())
    for flow in flows:
        flow.purpose = f"To find {NUMBER}"
    with writing():
        DataFlow.objects.bulk_update(flows, ["purpose"])
        Section.objects.bulk_create([Section(version=version, section_id="X1", position=900, title="X", body=NUMBER)])
    assert [flow.people for flow in version.flows.all()] == [FOUND] * 3
    assert version.sections.get(section_id="X1").people == FOUND


def test_words_cannot_be_changed_past_the_look(version):
    with writing(), pytest.raises(UnscannedWrite):
        version.comments.update(body=NUMBER)
    with writing():
        version.comments.update(late=True)
    assert not stale()


def test_what_a_new_version_carries_on_keeps_what_was_found(people, version):
    section = version.sections.get(section_id="S03")
    section.body = f"<p>Ask about {NUMBER}.</p>"
    with writing():
        section.save()
    rows.frozen(version, "in_force")
    newer = vary(by=people.officer, version=life.again(version))
    assert newer.sections.get(section_id="S03").people == FOUND
    assert not stale()


def test_the_task_list_warns_of_clauses_flows_and_comments_where_each_is_mended(version):
    section, flow, comment = version.sections.first(), version.flows.first(), version.comments.first()
    section.body, flow.items, comment.body = f"<p>{NUMBER}</p>", NUMBER, NUMBER
    with writing():
        for row in (section, flow, comment):
            row.save()
    assert [one.href for one in warnings_of(life.again(version))] == [
        address_of("section", version, section.section_id),
        address_of("flow_change", version, flow.pk),
        f"{address_of('comments', version)}?comment={comment.pk}#comment-{comment.pk}",
    ]


def test_after_the_rules_changed_all_is_looked_through_again_once(version):
    flow = version.flows.first()
    with writing():
        DataFlow.objects.filter(pk=flow.pk).update(items=NUMBER, people=[])
    assert (scan_words(), scan_words()) == (1, 0)
    assert version.flows.get(pk=flow.pk).people == FOUND
