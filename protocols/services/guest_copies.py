"""A copy of the signed file for a guest who signed: they have no account in which to find it."""

from protocols.models import CopyTo, Guest
from protocols.services.signing_plans import plan_held


def keep_copy_for(guest: Guest) -> None:
    """Put the guest on the list of those who get a copy. Must be called inside an act."""
    snapshot = guest.signing.snapshot
    plan = plan_held(snapshot.version, snapshot.instrument)
    if not plan.copies.filter(email=guest.email).exists():
        CopyTo(plan=plan, name=guest.name, email=guest.email, why=f"Signed for {guest.party} as a guest").save()
