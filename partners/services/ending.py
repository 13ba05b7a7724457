"""Ending a role from a day on."""

from datetime import date

from django.utils import timezone

from partners.errors import Invalid, WrongState
from partners.models import Role
from partners.permissions import check_end
from partners.roles import RoleKind
from partners.services.deputising import end_deputies_of
from partners.services.places import hold
from portal.audit.acts import act


def end_role(*, by: Role, role: Role, ends_on: date) -> Role:
    """End a role: from `ends_on` it is not held any more; today's date ends it at once. Done twice, it ends once.

    Raises Invalid for a day that has passed, WrongState for the last contact or officer and for a role that is over.
    """
    check_end(role, by=by)
    with act("partners.role.end", by=by, organisation=role.partner_id) as done:
        hold(partners=[role.partner_id], partnerships=[role.partnership_id])  # two contacts cannot end each other
        role = (
            Role.objects.select_for_update(of=("self",), no_key=True)
            .select_related("person", "partner", "partnership")
            .get(pk=role.pk)
        )
        done.subject, done.details["ends_on"] = role, ends_on.isoformat()
        if role.ends_on == ends_on:
            done.cancel()
            return role
        if not role.is_current():
            raise WrongState(f"{role.person.name} does not hold this role any more.")
        if ends_on < timezone.localdate():
            raise Invalid("Enter today or a later day: what was done in the role until now stays true.", "ends_on")
        _check_not_last(role)
        role.ends_on = ends_on
        role.save(update_fields=["ends_on"])
        end_deputies_of(role, ends_on)
    return role


def _check_not_last(role: Role) -> None:
    if role.role not in (RoleKind.CONTACT, RoleKind.OFFICER):
        return
    beside = (
        Role.objects.filter(partner=role.partner) if role.partner else Role.objects.filter(partnership=role.partnership)
    )
    others = beside.current().filter(kind=role.kind, ends_on=None)
    if not others.exclude(pk=role.pk).exists():
        raise WrongState(
            f"{role.person.name} is the only {role.role.label} of {role.partner or role.partnership} with no end date. "
            f"Invite another {role.role.label} first; when they have accepted, end this role."
        )
