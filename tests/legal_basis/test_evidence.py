"""Files that show what an answer rests on: kept once, named by the record, and gone without a trace when it fails."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from legal_basis import tasks
from legal_basis.errors import EvidenceRefused, NotAllowed
from legal_basis.models import Evidence
from legal_basis.queries import record_of
from legal_basis.services import GivenFile, add_evidence, conclude, files, remove_evidence, reopen
from legal_basis.services.evidence import AT_A_STEP
from portal.audit.acts import SYSTEM, act
from portal.audit.models import AuditEvent
from tests.legal_basis import small_files as small
from tests.legal_basis.assessments import DANA, answer_to, opened

pytestmark = pytest.mark.django_db
SHOWS = "Cabinet minute that names the Act"


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def assessment():
    return opened()


def given(content: bytes = small.PDF, name: str = "minute.pdf", size: int | None = None) -> GivenFile:
    return GivenFile(name, content, len(content) if size is None else size)


def add(assessment, *more: GivenFile, step: str = "C0.1", **changes) -> list[Evidence]:
    wanted = {"by": DANA, "assessment": assessment, "step": step, "files": more or (given(),), "shows": SHOWS}
    return add_evidence(**{**wanted, **changes})


def stored() -> list[str]:
    return list(files._stored())


def test_a_file_is_kept_with_what_it_is_who_added_it_and_under_a_name_of_its_own(assessment):
    [held] = add(assessment, given(name="../Minute (final).PDF"))
    assert (held.name, held.kind, held.size) == ("Minute (final).PDF", "PDF", len(small.PDF))
    assert (held.added_by, held.capacity, held.shows) == (DANA.name, DANA.capacity, SHOWS)
    assert "inute" not in held.stored_as
    with held.open() as file:
        assert file.read() == small.PDF


def test_the_same_file_on_the_same_step_twice_is_one_file_and_one_event(assessment):
    add(assessment)
    assert add(assessment, given(name="another name.pdf")) == []
    assert Evidence.objects.count() == len(stored()) == 1
    assert AuditEvent.objects.filter(action="legal_basis.evidence.add").count() == 1


def test_the_same_file_chosen_twice_at_once_is_one(assessment):
    assert len(add(assessment, given(), given(name="copy.pdf"))) == 1


def test_evidence_changes_no_revision_so_that_nobody_is_told_of_another_answer(assessment):
    before = assessment.revision
    add(assessment)
    assessment.refresh_from_db()
    assert assessment.revision == before


def test_a_file_that_is_too_large_is_named_with_its_size_and_the_limit(assessment):
    with pytest.raises(EvidenceRefused, match=r"“plan.pdf” is 12\.4 MB, and a file may have 10 MB") as refused:
        add(assessment, given(b"", "plan.pdf", size=13_000_000))
    assert refused.value.field == "attached"


def test_one_file_at_the_limit_is_taken(assessment):
    assert add(assessment, given(small.PDF.replace(b"\nxref", b" " * (files.LIMIT - len(small.PDF)) + b"\nxref")))


def test_of_several_files_each_that_is_wrong_is_named_and_none_is_kept(assessment):
    with pytest.raises(EvidenceRefused) as refused:
        add(assessment, given(), given(b"words", "notes.txt"), given(b"", "empty.pdf"))
    for words in ("“notes.txt” is not a file", "“empty.pdf” is empty", "None of the files was added"):
        assert words in str(refused.value)
    assert stored() == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"files": ()}, "Choose a file"),
        ({"files": [given()] * (files.AT_ONCE + 1)}, "up to 5 files at a time. You chose 6"),
        ({"shows": " \u202e "}, "Say in a few words"),
        ({"shows": "x" * 201}, "in 200 characters or fewer"),
        ({"shows": "About 943 476 5919"}, "Take the NHS number out"),
        ({"files": [given(name="943 476 5919.pdf")]}, "NHS number in its name"),
        ({"step": "C5.1"}, "Step C5.1 has not been reached"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_what_to_do(assessment, changes, words):
    with pytest.raises(EvidenceRefused, match=words):
        add(assessment, **changes)
    assert stored() == []


def test_a_step_has_no_end_of_files(assessment):
    for number in range(AT_A_STEP):
        add(assessment, given(small.PDF + b"\n" * number))
    with pytest.raises(EvidenceRefused, match="may have 20 files"):
        add(assessment, given(small.PDF + b"\n" * 99))


def test_a_full_storage_is_said_and_leaves_neither_row_nor_event_nor_half_a_file(assessment, monkeypatch, tmp_path):
    def full(self, name, content):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", full)
    with pytest.raises(EvidenceRefused, match="storage is full"):
        add(assessment)
    assert not Evidence.objects.exists()
    assert stored() == []
    assert not AuditEvent.objects.filter(action="legal_basis.evidence.add").exists()


def test_what_fails_after_the_file_is_written_takes_the_file_back(assessment, monkeypatch):
    monkeypatch.setattr(Evidence, "save", lambda *_args, **_more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        add(assessment)
    assert stored() == []


def test_a_file_taken_out_is_deleted_and_its_row_says_by_whom(assessment, django_capture_on_commit_callbacks):
    [held] = add(assessment)
    with django_capture_on_commit_callbacks(execute=True):
        removed = remove_evidence(by=DANA, evidence=held)
    assert removed.removed_by == "Dana Obi, contributor, Wigan Council"
    assert stored() == []


def test_taking_out_twice_is_once(assessment):
    [held] = add(assessment)
    remove_evidence(by=DANA, evidence=held)
    remove_evidence(by=DANA, evidence=held)
    assert AuditEvent.objects.filter(action="legal_basis.evidence.remove").count() == 1


def test_a_file_taken_out_can_be_added_again(assessment):
    [held] = add(assessment)
    remove_evidence(by=DANA, evidence=held)
    assert len(add(assessment)) == 1


def concluded(assessment):
    [held] = add(assessment)
    answer_to(assessment)
    return conclude(by=DANA, assessment=assessment), held


def evidence_on(record: dict) -> list[dict]:
    return next(step for step in record["steps"] if step["id"] == "C0.1")["evidence"]


def test_the_concluded_record_names_exactly_which_bytes(assessment):
    closed, held = concluded(assessment)
    [told] = evidence_on(closed.record)
    assert (told["name"], told["sha256"], told["size"], told["shows"]) == ("minute.pdf", held.sha256, held.size, SHOWS)


def test_while_it_is_concluded_nothing_is_added_or_taken_out(assessment):
    closed, held = concluded(assessment)
    with pytest.raises(NotAllowed, match="closed"):
        add(closed, given(small.png()))
    with pytest.raises(NotAllowed, match="closed"):
        remove_evidence(by=DANA, evidence=held)


def test_opened_again_it_keeps_its_evidence_and_what_a_record_named_keeps_its_bytes(
    assessment, django_capture_on_commit_callbacks
):
    closed, held = concluded(assessment)
    reopen(by=DANA, assessment=closed)
    assert len(evidence_on(record_of(closed))) == 1
    with django_capture_on_commit_callbacks(execute=True):
        remove_evidence(by=DANA, evidence=held)
    assert evidence_on(record_of(closed)) == []
    assert stored() == [held.stored_as]


def test_a_record_concluded_before_there_was_evidence_reads_as_before(assessment):
    closed, _ = concluded(assessment)
    for step in closed.record["steps"]:
        del step["evidence"]
    with act("tests.older", by=SYSTEM):
        closed.save()
    assert "evidence" not in record_of(closed)["steps"][0]


def test_the_sweep_deletes_what_no_row_keeps_and_leaves_what_may_be_being_added(assessment, monkeypatch):
    [held] = add(assessment)
    lost = default_storage.save("evidence/elsewhere/lost", ContentFile(b"x"))
    assert files.tidy() == 0
    later = timezone.now() + files.UNCLAIMED + timedelta(minutes=1)
    monkeypatch.setattr(files.timezone, "now", lambda: later)
    assert files.tidy() == 1
    assert stored() == [held.stored_as]
    assert not default_storage.exists(lost)


def test_the_sweep_has_its_turn_once_a_day(monkeypatch):
    turns = []
    monkeypatch.setattr(files, "tidy", lambda: turns.append("a turn") or 1)
    assert (tasks.tidy_evidence(), tasks.tidy_evidence()) == (1, 0)
    assert len(turns) == 1
