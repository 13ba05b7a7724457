"""Asking another partner for data, answering, and withdrawing what was asked."""

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from datasets.errors import Invalid
from datasets.kinds import Standing
from datasets.models import Dataset, Want
from datasets.permissions import check_answer, check_withdraw, check_write
from legal_basis.loader import library
from partners.models import Partner, Partnership, Role
from partners.queries import is_member
from portal.audit.acts import act


@dataclass(frozen=True)
class WantContent:
    """What is asked: of whom, what, for what; and which data set it is about, where the catalogue has it."""

    holder: Partner
    what: str
    purpose: str
    dataset: Dataset | None = None


def ask(*, by: Role, partnership: Partnership, content: WantContent, nonce: UUID) -> Want:
    """Ask a member of the same partnership for data; the same nonce again returns what was asked the first time.

    Raises NotAllowed, or Invalid with the field.
    """
    with act("datasets.want.ask", by=by) as asking:
        asker = by.partner
        check_write(by, asker)
        if asker is None:
            raise LookupError("A role that may ask belongs to a partner.")
        made = Want.objects.filter(nonce=nonce, asker=asker).first()
        if made is not None:
            asking.cancel()
            return made
        _check(asker, partnership, content)
        want = Want(
            partnership=partnership, asker=asker, holder=content.holder, dataset=content.dataset,
            what=content.what.strip(), purpose=content.purpose.strip(), nonce=nonce,
            asked_by=str(by)[:250], asked_at=timezone.now(),
        )  # fmt: skip
        want.save()
        asking.subject = want
    return want


def answer(*, by: Role, want: Want, agreed: bool, reason: str = "", law: str = "") -> Want:
    """Answer for the holder: yes, so that a flow or a protocol can be begun; or no, with the reason.

    `law` names an entry of the law library that the answer rests on. The same answer again changes nothing. Raises
    NotAllowed, or Invalid: without a reason for a no, for a law that nobody knows, or where it was settled already.
    """
    standing = Standing.AGREED if agreed else Standing.REFUSED
    with act("datasets.want.answer", by=by, subject=want, details={"answer": standing.value}) as answering:
        check_answer(by, want)
        held = (
            Want.objects.select_for_update(of=("self",), no_key=True).select_related("asker", "holder").get(pk=want.pk)
        )
        if (held.status, held.reason, held.law) == (standing, reason.strip(), law):
            answering.cancel()
            return held
        if held.status is not Standing.WAITING:
            raise Invalid(f"This was settled already: {held.status.label.lower()}, by {held.settled_by}.")
        if not agreed and not reason.strip():
            raise Invalid("Enter why not, so that the other partner knows what stands in the way.", "reason")
        if law and law not in library().gateways:
            raise Invalid("Choose an entry of the law library, or none.", "law")
        held.reason, held.law = reason.strip(), law
        _settle(held, standing, by)
    return held


def withdraw(*, by: Role, want: Want) -> Want:
    """Ask no more; a second time changes nothing. Raises NotAllowed, or Invalid where it was answered."""
    with act("datasets.want.withdraw", by=by, subject=want) as withdrawing:
        check_withdraw(by, want)
        held = (
            Want.objects.select_for_update(of=("self",), no_key=True).select_related("asker", "holder").get(pk=want.pk)
        )
        if held.status is Standing.WITHDRAWN:
            withdrawing.cancel()
            return held
        if held.status is not Standing.WAITING:
            raise Invalid(f"{held.holder} has answered already. The answer stays on record.")
        _settle(held, Standing.WITHDRAWN, by)
    return held


def _settle(want: Want, standing: Standing, by: Role) -> None:
    want.standing, want.settled_at, want.settled_by = standing.value, timezone.now(), str(by)[:250]
    want.save()


def _check(asker: Partner, partnership: Partnership, content: WantContent) -> None:
    if not is_member(asker, partnership.pk):
        raise Invalid(f"{asker} does not belong to {partnership}. Ask in a partnership that it belongs to.")
    if content.holder.pk == asker.pk:
        raise Invalid("Choose another partner: you ask for your own.", "holder")
    if not is_member(content.holder, partnership.pk):
        raise Invalid(f"{content.holder} does not belong to {partnership}. Choose a partner that does.", "holder")
    if content.dataset is not None and content.dataset.partner_id != content.holder.pk:
        raise Invalid(f"{content.dataset} is not held by {content.holder}.", "dataset")
    if not content.what.strip():
        raise Invalid("Enter what you would like, such as Weekly counts of call-outs by ward.", "what")
    if not content.purpose.strip():
        raise Invalid("Enter what you would use it for: it is what the other partner decides on.", "purpose")
