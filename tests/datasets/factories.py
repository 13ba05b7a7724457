"""Data sets and wants for tests, made through the services."""

from uuid import uuid4

from datasets.models import Dataset, Want
from datasets.services.contents import DatasetContent
from datasets.services.wants import WantContent, ask
from datasets.services.writing import add_dataset
from partners.models import Partner, Partnership, Role
from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from tests.protocols import factories


def content(**changes: object) -> DatasetContent:
    """What a data set of anti-social behaviour cases is said to be."""
    given: dict[str, object] = {
        "name": "Anti-social behaviour cases", "about": "Cases that the community safety team has opened.",
        "definition": "Each case, not each report.", "geography": "Northmoor, by ward",
        "subjects": "People complained of", "identifiability": "identifiable", "items": "Name\nAddress\nWhat happened",
        "kinds": ("asb_cases",), "frequency": "Weekly", "retention": "Two years", "offered": "yes",
    }  # fmt: skip
    return DatasetContent(**{**given, **changes})  # type: ignore[arg-type]


def writer(at: Partner, kind: RoleKind = RoleKind.CONTRIBUTOR) -> Role:
    """Somebody who writes a partner's catalogue."""
    return factories.role(kind, at=at)


def dataset(at: Partner, *, by: Role | None = None, **changes: object) -> Dataset:
    """A data set in a partner's catalogue."""
    return add_dataset(by=by or writer(at), partner=at, content=content(**changes), nonce=uuid4())


def many(at: Partner, count: int) -> list[Dataset]:
    """Data sets in numbers, written in one go."""
    fields = content().as_fields()
    with act("tests.rows", by=SYSTEM):
        return Dataset.objects.bulk_create(
            Dataset(partner=at, nonce=uuid4(), **{**fields, "name": f"Cases {number}"})
            for number in range(Dataset.objects.count(), Dataset.objects.count() + count)
        )


def want(asker: Partner, holder: Partner, of: Partnership, **more: object) -> Want:
    """What one partner asks of another."""
    asked = WantContent(holder, "Weekly counts of call-outs", "To plan patrols", **more)  # type: ignore[arg-type]
    return ask(by=writer(asker), partnership=of, content=asked, nonce=uuid4())
