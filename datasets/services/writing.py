"""Describing data sets: adding, changing, retiring and bringing back; and many at once, from a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from datasets.errors import Conflict, Invalid
from datasets.models import Dataset
from datasets.permissions import check_write
from datasets.services.contents import DatasetContent
from partners.models import Partner, Role
from portal.audit.acts import Act, act


def add_dataset(*, by: Role, partner: Partner, content: DatasetContent, nonce: UUID) -> Dataset:
    """Put a data set into a partner's catalogue; the same nonce again returns the one added the first time.

    Raises NotAllowed, or Invalid with the field, also where the partner has one of that name.
    """
    with act("datasets.dataset.add", by=by) as adding:
        check_write(by, partner)
        Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)
        made = Dataset.objects.filter(nonce=nonce, partner=partner).first()
        if made is not None:
            adding.cancel()
            return made
        content.check()
        _check_name(partner.pk, content.name)
        dataset = Dataset(partner=partner, nonce=nonce, **content.as_fields())
        dataset.save()
        adding.subject = dataset
    return dataset


def change_dataset(*, by: Role, dataset: Dataset, content: DatasetContent, revision: int | None) -> Dataset:
    """Say something else of a data set; data flows from it then show what differs, and take nothing over by themselves.

    Raises NotAllowed, Invalid with the field, or Conflict where somebody saved it since `revision`.
    """
    with act("datasets.dataset.change", by=by, subject=dataset) as changing:
        held = _held(by, dataset)
        content.check()
        changed = content.differences(held)
        if not changed:
            changing.cancel()
            return held
        if revision != held.revision:
            raise Conflict(
                "Somebody else saved this data set while you were writing. "
                "Nothing was overwritten: compare the two below.",
                revision=held.revision,
            )
        if "name" in changed:
            _check_name(held.partner_id, content.name, but=held.pk)
        for name, value in content.as_fields().items():
            setattr(held, name, value)
        _save(held, changing)
        changing.details["changed"] = changed
    return held


def retire_dataset(*, by: Role, dataset: Dataset, reason: str) -> Dataset:
    """Take a data set out of the catalogue and keep it, with the reason; a second time changes nothing.

    Data flows go on naming it. Raises NotAllowed, or Invalid without a reason.
    """
    with act("datasets.dataset.retire", by=by, subject=dataset, details={"reason": reason.strip()}) as retiring:
        held = _held(by, dataset)
        if held.is_retired:
            retiring.cancel()
            return held
        if not reason.strip():
            raise Invalid("Enter why the data set is retired.", "reason")
        held.retired_at, held.retired_reason = timezone.now(), reason.strip()
        _save(held, retiring)
    return held


def bring_back(*, by: Role, dataset: Dataset) -> Dataset:
    """Put a retired data set into the catalogue again; a second time changes nothing. Raises NotAllowed."""
    with act("datasets.dataset.bring_back", by=by, subject=dataset) as bringing:
        held = _held(by, dataset)
        if not held.is_retired:
            bringing.cancel()
            return held
        held.retired_at, held.retired_reason = None, ""
        _save(held, bringing)
    return held


@dataclass(frozen=True)
class WantedDataset:
    """One row of a file: what it says, and the data set that it changes with the revision shown, or a new one."""

    content: DatasetContent
    nonce: UUID
    dataset: Dataset | None = None
    revision: int | None = None


def save_all(*, by: Role, partner: Partner, wanted: Sequence[WantedDataset]) -> int:
    """Add and change data sets together, all or none; each leaves its own event. Returns how many were written.

    The same again adds and changes nothing. Raises NotAllowed, Invalid, or Conflict.
    """
    with act("datasets.dataset.import", by=by, subject=partner, details={"rows": len(wanted)}) as importing:
        check_write(by, partner)
        before = dict(Dataset.objects.filter(partner=partner).values_list("pk", "revision"))
        for one in wanted:
            if one.dataset is None:
                add_dataset(by=by, partner=partner, content=one.content, nonce=one.nonce)
            else:
                change_dataset(by=by, dataset=one.dataset, content=one.content, revision=one.revision)
        after = dict(Dataset.objects.filter(partner=partner).values_list("pk", "revision"))
        written = sum(before.get(pk) != revision for pk, revision in after.items())
        if not written:
            importing.cancel()
    return written


def _held(by: Role, dataset: Dataset) -> Dataset:
    """The data set as it stands, held for this transaction, if they may write it."""
    check_write(by, dataset.partner)
    return Dataset.objects.select_for_update(of=("self",), no_key=True).select_related("partner").get(pk=dataset.pk)


def _save(held: Dataset, writing: Act) -> None:
    held.revision += 1
    held.save()
    writing.subject = held


def _check_name(partner_id: int, name: str, but: int = 0) -> None:
    """One name, one data set: retired ones count, so that a name never means two things."""
    twin = Dataset.objects.filter(partner_id=partner_id, name__iexact=name.strip()).exclude(pk=but).first()
    if twin is not None and twin.is_retired:
        raise Invalid("A data set of this name is retired. Bring it back, or use another name.", "name")
    if twin is not None:
        raise Invalid("There is a data set of this name already. Change that one, or use another name.", "name")
