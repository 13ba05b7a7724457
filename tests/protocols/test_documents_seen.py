"""Which files exist for whom: every kind of file by every reader, while it is signed and afterwards. None is made."""

import pytest

from partners.models import Role
from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from protocols.models import Document, Instrument, ProtocolVersion, Signing, Snapshot
from protocols.queries.documents import document_at, documents_for
from protocols.states import State
from tests.protocols import factories
from tests.protocols.factories_law import put_in_state
from tests.protocols.instruments import Kind as InstrumentKind
from tests.protocols.instruments import in_force

pytestmark = pytest.mark.django_db
Kind = Document.Kind
SIGNED = {Kind.SIGNED, Kind.RECEIPT, Kind.ARCHIVE}
DRAFTS = {Kind.APPROVAL_COPY, Kind.SCAN}


def files_of(version: ProtocolVersion, instrument: Instrument | None = None) -> Snapshot:
    """A frozen text with a file of each kind, and two for signing: the first, and the one that stands."""
    number = version.snapshots.count() + 1
    snapshot = Snapshot.objects.create(
        version=version, instrument=instrument, number=number, text="{}", sha256=f"{number:064}"
    )
    signing = Signing.objects.create(snapshot=snapshot)
    for kind in (Kind.FOR_SIGNING, *Kind):
        until = version.state_since if kind == Kind.ARCHIVE else None
        made = Document.objects.create(
            snapshot=snapshot, kind=kind, name=str(kind), sha256="a" * 64, size=1, good_until=until
        )
        if kind == Kind.FOR_SIGNING:
            signing.current = made
    signing.stage = Signing.Stage.OPEN
    signing.save()
    return snapshot


def seen(by: Role, snapshot: Snapshot) -> set[str]:
    """The kinds of file that exist for somebody; each is found by its address where it stands in the list alone."""
    version, listed = snapshot.version, documents_for(by).filter(snapshot=snapshot)
    for one in snapshot.documents.all():
        found = document_at(by, version.protocol.reference, version.number, one.pk)
        assert (found is not None) is listed.filter(pk=one.pk).exists(), one
    kinds = [str(one.kind) for one in listed]
    assert len(kinds) == len(set(kinds))  # of those for signing, the one that stands
    return set(kinds)


@pytest.fixture
def world():
    return in_force()


def readers(world) -> dict[str, Role]:
    own = world.people.partners[0]
    elsewhere = factories.partnership("Another Partnership")
    return {
        "officer": world.people.officer, "dpo": world.people.at(own, RoleKind.DPO),
        "viewer": world.people.at(own, RoleKind.VIEWER), "no party": world.people.at(world.joins, RoleKind.DPO),
        "officer elsewhere": factories.officer(elsewhere),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("state", "stage", "takes_part", "viewer"),
    [
        (State.SIGNING, Signing.Stage.OPEN, {*DRAFTS, Kind.FOR_SIGNING}, set()),
        (State.SIGNING, Signing.Stage.VOID, DRAFTS, set()),
        (State.IN_FORCE, Signing.Stage.COMPLETE, {*DRAFTS, *SIGNED, Kind.FOR_SIGNING}, None),
        (State.IN_FORCE, Signing.Stage.SEALED, {*DRAFTS, *SIGNED}, None),
    ],
)
def test_each_file_of_a_version_is_there_for_those_whose_it_is_when_it_is(world, state, stage, takes_part, viewer):
    put_in_state(world.version, state.value)
    with act("tests.files", by=SYSTEM):
        snapshot = files_of(world.version)
        Signing.objects.update(stage=stage)
    found = {name: seen(role, snapshot) for name, role in readers(world).items()}
    assert found == {
        "officer": takes_part, "dpo": takes_part, "viewer": takes_part if viewer is None else viewer,
        "no party": set(), "officer elsewhere": set(),
    }  # fmt: skip


@pytest.mark.parametrize(("state", "signed"), [(State.SIGNING, set()), (State.IN_FORCE, SIGNED)])
def test_what_was_signed_of_a_document_made_later_is_there_once_that_is_in_force(world, state, signed):
    instrument = world.begin(InstrumentKind.SUSPENSION)
    with act("tests.files", by=SYSTEM):
        Instrument.objects.filter(pk=instrument.pk).update(state=state.value)
        snapshot = files_of(world.version, instrument)
    found = {name: seen(role, snapshot) for name, role in readers(world).items()}
    assert found == {
        "officer": {*DRAFTS, *signed, Kind.FOR_SIGNING}, "dpo": {*DRAFTS, *signed, Kind.FOR_SIGNING},
        "viewer": signed & {Kind.SIGNED}, "no party": set(), "officer elsewhere": set(),
    }  # fmt: skip
