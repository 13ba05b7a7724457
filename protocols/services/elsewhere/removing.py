"""Taking out an agreement made elsewhere that should never have been entered."""

from django.core.files.storage import default_storage
from django.db import transaction

from partners.models import Role
from portal.audit.acts import act
from protocols.errors import Invalid
from protocols.models import Agreement
from protocols.permissions import check_keep_agreements

TAKE_OUT = "protocols.agreement.take_out"
LONGEST_REASON = 1000


def take_out_agreement(*, by: Role, agreement: Agreement, reason: str) -> None:
    """Delete an agreement with its files; the trail keeps the reason, its row and each file's name and SHA-256.

    Taken out already, nothing happens. An import of a register that still has it brings it back. Raises NotAllowed,
    or Invalid without a reason, or with one that is too long.
    """
    check_keep_agreements(by, agreement.partnership)
    why = reason.strip()
    if not why or len(why) > LONGEST_REASON:
        told = f"A reason holds {LONGEST_REASON:,} characters. Shorten it." if why else "Say why it is taken out."
        raise Invalid(told, "reason")
    with act(TAKE_OUT, by=by, subject=agreement, details={"reason": why}) as done:
        held = Agreement.objects.select_for_update(of=("self",)).filter(pk=agreement.pk).first()
        if held is None:
            done.cancel()
            return
        files = list(held.files.all())
        done.details.update(
            partnership=held.partnership_id,
            register=held.register,
            row=held.raw,
            files=[{"file": one.given_name, "title": one.title, "sha256": one.sha256} for one in files],
        )
        held.files.all().delete()
        Agreement.objects.filter(pk=held.pk).delete()
        transaction.on_commit(lambda: _let_go([one.name for one in files]))


def _let_go(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)
