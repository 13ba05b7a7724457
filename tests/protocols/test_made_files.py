"""PDFs that are made in the background: made once, the same for everybody who asks, honest about what failed."""

from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from portal.audit.models import AuditEvent
from protocols.documents.case_papers import papers_of, print_papers
from protocols.documents.errors import RenderingError
from protocols.documents.typesetting import Typeset
from protocols.errors import NotAllowed
from protocols.models import MadeFile
from protocols.queries.case import board_of, case_of
from protocols.queries.made_files import file_of, wanted_case, wanted_preview
from protocols.services import made_files
from protocols.services.made_files import KEPT, ask_for_file, make_file, sweep_made_files
from protocols.services.studio.publishing import delete_draft
from protocols.tasks import make_file as make_file_later
from tests.partners.factories import sign_in
from tests.protocols import factories
from tests.protocols import factories_case as cases
from tests.protocols import factories_studio as studio

pytestmark = pytest.mark.django_db
TODAY = date(2027, 3, 3)


@pytest.fixture
def by():
    return factories.officer()


@pytest.fixture
def version(by):
    version = factories.draft(by=by)
    cases.entry(version, by=by)
    return version


@pytest.fixture
def press(monkeypatch):
    """A press that takes no time; it counts what it set."""
    said = []

    def pressed(file):
        said.append(file)
        return Typeset(f"%PDF-{len(said)}".encode(), 2, (), ())

    monkeypatch.setitem(made_files.MAKERS, "case", pressed)
    monkeypatch.setitem(made_files.MAKERS, "preview", pressed)
    return said


def case(version):
    return wanted_case(version, "http://testserver/case/", TODAY)


def age(file, days):
    with act("tests.age", by=SYSTEM):
        file.asked_at = timezone.now() - days
        file.save()


def test_the_same_content_asked_for_twice_is_one_file_made_once(by, version, press):
    first = ask_for_file(by=by, wanted=case(version))
    before = AuditEvent.objects.count()
    assert ask_for_file(by=by, wanted=case(version)) == first
    assert AuditEvent.objects.count() == before
    assert make_file(make_file(first)).pages == 2
    assert ask_for_file(by=by, wanted=case(version)).is_made
    assert len(press) == 1


def test_a_job_that_runs_twice_at_once_keeps_the_first_file(by, version, press):
    stale = ask_for_file(by=by, wanted=case(version))
    kept = make_file(MadeFile.objects.get(pk=stale.pk))
    before = AuditEvent.objects.count()
    assert make_file(stale).name == kept.name
    assert AuditEvent.objects.count() == before


def test_other_content_is_another_file(by, version, press):
    first = ask_for_file(by=by, wanted=case(version))
    cases.entry(version, by=by, title="More")
    assert ask_for_file(by=by, wanted=case(version)).pk != first.pk


def test_what_cannot_be_made_says_why_and_can_be_asked_for_again(by, version, press, monkeypatch):
    def jam(file):
        raise RenderingError("The case does not fit on two pages. Shorten its titles.")

    sound = made_files.MAKERS["case"]
    monkeypatch.setitem(made_files.MAKERS, "case", jam)
    client, here = sign_in(Client(), by), f"/protocols/{version.protocol.reference}/v1/case/"
    client.post(f"{here}print/")
    file = make_file(MadeFile.objects.get())
    page = client.get(here).content.decode()
    assert "Shorten its titles." in page
    assert "Make a PDF" in page
    assert client.get(f"{here}print/").status_code == 302
    monkeypatch.setitem(made_files.MAKERS, "case", sound)
    client.post(f"{here}print/")
    assert make_file(MadeFile.objects.get()).pk == file.pk
    assert "Download the case (PDF, 2 pages)" in client.get(here).content.decode()


def test_a_file_whose_making_crashed_can_be_asked_for_again(by, version):
    file = ask_for_file(by=by, wanted=case(version))
    age(file, timedelta(hours=1))
    assert "Ask for it again" in file.sentence
    assert ask_for_file(by=by, wanted=case(version)).is_waited_for


def test_old_files_go_with_their_bytes_and_new_ones_stay(by, version, press, django_capture_on_commit_callbacks):
    old = make_file(ask_for_file(by=by, wanted=case(version)))
    cases.entry(version, by=by, title="More")
    new = make_file(ask_for_file(by=by, wanted=case(version)))
    assert sweep_made_files() == 0
    age(old, KEPT + timedelta(minutes=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_made_files() == 1
    assert not default_storage.exists(old.name)
    assert default_storage.exists(new.name)
    assert make_file_later.call(str(old.pk)) is None


def test_only_who_composes_templates_has_a_preview_made(by):
    template = studio.begun(by)
    wanted = wanted_preview(template, template.draft.content, by.partnership, 1)
    reader = factories.role(RoleKind.DPO, at=factories.partner())
    with pytest.raises(NotAllowed):
        ask_for_file(by=reader, wanted=wanted)


def test_another_partnership_is_not_handed_a_preview_of_a_built_in_template(by, press):
    template = factories.template().template
    here = f"/templates/{template.slug}/version/1/preview/"
    sign_in(Client(), by).post(f"{here}pdf/")
    make_file(MadeFile.objects.get())
    assert b"".join(sign_in(Client(), by).get(f"{here}pdf/").streaming_content) == b"%PDF-1"
    other = factories.officer(of=factories.partnership())
    assert sign_in(Client(), other).get(f"{here}pdf/").status_code == 302


def test_a_template_that_was_previewed_and_never_published_can_be_deleted(by, press):
    template = studio.begun(by)
    make_file(ask_for_file(by=by, wanted=wanted_preview(template, template.draft.content, by.partnership, 1)))
    delete_draft(by=by, template=template)
    assert not MadeFile.objects.exists()


def test_the_frozen_case_is_the_case(version):
    board = board_of(version, "Draft.", "http://testserver/case/")
    papers = papers_of(case_of(version), board, TODAY)
    made = print_papers(papers, identifier="0" * 64)
    assert made.pdf == print_papers(papers, identifier="0" * 64).pdf
    assert made.page_count <= 2


def test_the_case_asks_the_database_for_no_more_however_long_it_is(by, version, django_assert_max_num_queries):
    for number in range(12):
        cases.entry(version, by=by, title=f"Gain {number}")
    with django_assert_max_num_queries(12):
        file_of(case(version))
