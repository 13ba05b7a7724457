"""A world of many protocols: the same from the same seed, sound in every row, and only where nobody is yet."""

import hashlib
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO, StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from pikepdf import Pdf

from partners.models import Partner, Partnership, Role
from portal.audit.acts import SYSTEM, act
from portal.audit.models import AuditEvent, ChainHead
from protocols.models import (
    Comment,
    DataFlow,
    Decision,
    Document,
    Party,
    Protocol,
    ProtocolVersion,
    Section,
    Signature,
    Snapshot,
)
from protocols.sample.scale import NotEmpty, World, broken, fingerprint, worlds
from protocols.sample.scale.worlds import ACTION
from protocols.services.comments import add_comment
from tests.protocols import factories
from tests.protocols import factories_life as life
from tests.protocols.every_column import TRAIL, columns, differing

pytestmark = pytest.mark.django_db
COUNT = 20
EACH = 12  # protocols of a partnership, so that there are two


@pytest.fixture(scope="module")
def pattern(beginning) -> Callable[[], life.Cast]:
    """A sample partnership with a protocol in force, one being approved, and a draft with a flow, as it is begun."""
    return beginning.make(_pattern)


def _pattern() -> life.Cast:
    people = life.cast(("Northmoor Council", "council"), ("Vale Police", "police"))
    with act("tests.sample", by=SYSTEM):
        Partnership.objects.update(is_sample=True)
    parent = life.in_force(people, life.draft(people))
    life.submitted(people, life.draft(people))
    draft = life.thematic_draft(people, parent)
    flow = life.cases_flow(people, draft)
    life.assessed(people, life.party(draft, people.partners[0]), [flow])
    author = people.at(people.partners[1], life.RoleKind.CONTRIBUTOR)
    add_comment(by=author, version=draft, section=draft.sections.first(), body="Who tells them?", nonce=flow.nonce)
    for step in ("begin", "pattern"):
        with act(f"{ACTION}.{step}", by=SYSTEM, details={"seed": 1}):
            pass
    return people


def world(seed: int = 1) -> World:
    return World(seed, lambda _: None, each=EACH)


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside is as if it had never been."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def made(seed: int, *stops: int) -> str:
    """The fingerprint of a world, made in one go or with stops between."""
    with undone():
        for stop in (*stops, COUNT):
            world(seed).make(stop)
        return fingerprint()


def written(seed: int, before: Callable[[], object] = lambda: None) -> tuple[str, dict[str, str]]:
    """The fingerprint of a world, and every column of every table."""
    with undone():
        before()
        world(seed).make(COUNT)
        return fingerprint(), columns()


def test_the_same_seed_gives_the_same_world_and_another_gives_another(pattern):
    pattern()
    first, again, another = written(1), written(1), written(2)
    assert first[0] == again[0] != another[0]
    assert differing(first[1], again[1]) == TRAIL
    assert {"protocols_protocolversion.title", "partners_partner.slug"} <= differing(first[1], another[1])


@pytest.mark.postgresql
def test_whoever_may_not_leave_keys_unlooked_at_writes_the_same_world(pattern):
    pattern()
    allowed: list[str] = []

    def become_an_ordinary_owner() -> None:
        with connection.cursor() as cursor:
            cursor.execute("CREATE ROLE ordinary NOSUPERUSER")
            for what in ("TABLES", "SEQUENCES"):
                cursor.execute(f"GRANT ALL ON ALL {what} IN SCHEMA public TO ordinary")
            cursor.execute("SET LOCAL ROLE ordinary")
            cursor.execute("SELECT current_setting('is_superuser')")
            allowed.extend(cursor.fetchone())

    assert differing(written(1)[1], written(1, become_an_ordinary_owner)[1]) == TRAIL
    assert allowed == ["off"]


def test_a_world_that_was_stopped_and_gone_on_with_is_the_same(pattern):
    pattern()
    assert made(1, 7, 13) == made(1)


def seed_scale() -> None:
    call_command("seed_scale", protocols=COUNT, stdout=StringIO())


def test_told_to_stop_it_undoes_what_it_was_at_and_the_same_command_goes_on_to_the_same_world(pattern, monkeypatch):
    pattern()
    monkeypatch.setattr(worlds, "BATCH", 5)
    with undone():
        seed_scale()
        whole = fingerprint()

    def told_to_stop(self, number, one=World._one):
        if number == 8:
            os.kill(os.getpid(), signal.SIGTERM)
        return one(self, number)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(World, "_one", told_to_stop)
        with pytest.raises(CommandError, match="Run the same command again to go on") as stopped:
            seed_scale()
    assert stopped.value.returncode == 130
    assert AuditEvent.objects.filter(action=ACTION).latest("sequence").details["made"] == 5
    seed_scale()
    assert fingerprint() == whole


def test_a_world_is_as_large_as_asked_sound_in_every_row_and_can_be_worked_in(pattern):
    people = pattern()
    own = Protocol.objects.count()
    assert world().make(COUNT) == COUNT
    assert Protocol.objects.count() == own + COUNT
    assert Partnership.objects.count() == 3
    assert {"in_force", "approval", "draft"} == set(ProtocolVersion.objects.values_list("state", flat=True))
    assert list(broken()) == []
    assert world().make(COUNT) == 0
    assert life.draft(people).pk > 0


def test_what_is_told_of_a_copy_is_told_in_its_own_words(pattern):
    pattern()
    world().make(COUNT)
    copy = Snapshot.objects.exclude(version__protocol__partnership=Partnership.objects.earliest("pk")).earliest("pk")
    assert "Northmoor Council" not in copy.text
    assert copy.content["parties"][0]["legal_name"] in Partner.objects.values_list("legal_name", flat=True)
    told = AuditEvent.objects.filter(action="protocols.submit", subject_id=str(copy.version_id))
    assert [event.details["snapshot"] for event in told] == [copy.sha256]


def test_the_file_of_a_copy_says_that_it_is_none_and_is_what_is_recorded_of_it(pattern):
    pattern()
    patterns = set(Document.objects.values_list("sha256", flat=True))
    world().make(COUNT)
    copies = Document.objects.exclude(sha256__in=patterns)
    assert copies.count() > len(patterns)
    [(name, sha256, size)] = set(copies.values_list("name", "sha256", "size"))
    with default_storage.open(name) as kept:
        content = kept.read()
    assert (hashlib.sha256(content).hexdigest(), len(content)) == (sha256, size)
    with Pdf.open(BytesIO(content)) as pdf, pdf.open_metadata() as told:
        assert told["dc:title"] == "This is no agreement"
    signed = Signature.objects.filter(result__in=copies).values_list("signed_sha256", "result__sha256")
    assert set(signed) == {(sha256, sha256)}


def test_what_ends_a_cell_or_a_line_is_copied_as_it_is(pattern):
    pattern()
    odd = 'A tab\there, a \\ stroke, "quotes" and\r\na new line; \\N is no nothing'
    with act("tests.odd", by=SYSTEM):
        ProtocolVersion.objects.update(purpose=odd)
    world().make(COUNT)
    assert set(ProtocolVersion.objects.values_list("purpose", flat=True)) == {odd}


BREAKS: dict[str, Callable[[], object]] = {
    "fingerprint": lambda: Snapshot.objects.filter(pk=_last(Snapshot)).update(text="{}"),
    "no text": lambda: Section.objects.filter(version=_last(ProtocolVersion)).delete(),
    "no parties": lambda: ProtocolVersion.objects.filter(pk=_bare()).update(purpose="None"),
    "waits for approval and for nobody": lambda: Decision.objects.filter(outcome="waiting").update(outcome="lapsed"),
    "has not signed": lambda: Signature.objects.filter(pk=_last(Signature)).delete(),
    "is not sealed": lambda: ProtocolVersion.objects.filter(state="approval").update(state="expired"),
    "somebody of another body": lambda: Signature.objects.update(role=Role.objects.filter(kind="dpo").earliest("pk")),
    "sender is party to another": lambda: DataFlow.objects.filter(pk=_last(DataFlow)).update(sender=_first(Party)),
    "is no party": lambda: Comment.objects.update(author=factories.role(life.RoleKind.CONTRIBUTOR, at=_stranger())),
    "no member": lambda: Party.objects.filter(pk=_last(Party)).update(partner=_stranger()),
    "stands under none": lambda: ProtocolVersion.objects.update(parent=None),
    "chain should end before": lambda: ChainHead.objects.update(sequence=1),
}


def _last(model) -> int:
    return model.objects.latest("pk").pk


def _first(model):
    return model.objects.earliest("pk")


def _stranger() -> Partner:
    return factories.partner("Elsewhere Council")


def _bare() -> int:
    was = ProtocolVersion.objects.latest("pk")
    protocol = Protocol.objects.create(reference="BARE-1", partnership=was.protocol.partnership, tier="overarching")
    values = {field.attname: getattr(was, field.attname) for field in was._meta.fields if field.name != "id"}
    return ProtocolVersion.objects.create(**{**values, "protocol_id": protocol.pk}).pk


@pytest.mark.parametrize("problem", BREAKS)
def test_what_does_not_hold_is_named(pattern, problem):
    pattern()
    with act("tests.break", by=SYSTEM) as broke:
        BREAKS[problem]()
        broke.cancel()
    assert any(problem in one for one in broken())


def test_another_seed_and_a_real_partnership_are_refused(pattern):
    pattern()
    with pytest.raises(NotEmpty, match="begun with seed 1"):
        world(2).begin(lambda: None)
    factories.partnership()
    with pytest.raises(NotEmpty, match="no sample"):
        world().begin(lambda: None)
