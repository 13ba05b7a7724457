"""Naming a deputy: somebody at the same partner who acts in a post between two days."""

from datetime import date, timedelta

from django.utils import timezone

from partners.errors import Invalid, WrongState
from partners.models import Partner, Role
from partners.permissions import check_name_deputy
from partners.roles import CONFLICTS
from partners.services.applications import conflict_sentence
from portal.audit.acts import act
from portal.mail.services import absolute_url, queue_mail


def name_deputy(*, by: Role, colleague: Role, starts_on: date, last_day: date) -> Role:
    """Give a colleague the post of `by`, from the first day to the last; the same days twice name them once.

    `colleague` is any role that they hold at the partner today. Raises NotAllowed, or Invalid beside the field.
    """
    check_name_deputy(by=by)
    with act("partners.deputy.name", by=by, organisation=by.partner_id) as done:
        list(Partner.objects.select_for_update(no_key=True).filter(roles=by))
        ends_on = last_day + timedelta(days=1)
        earlier = Role.objects.filter(
            person=colleague.person_id, deputises_for=by, starts_on=starts_on, ends_on=ends_on
        ).first()
        if earlier is not None:
            done.cancel()
            return earlier
        _check_days(by, starts_on, last_day)
        _check_colleague(by, colleague, starts_on, ends_on)
        deputy = Role(
            person=colleague.person, kind=by.kind, partner=by.partner, post=colleague.post, starts_on=starts_on,
            ends_on=ends_on, deputises_for=by,
        )  # fmt: skip
        deputy.save()
        done.subject = deputy
        done.details |= {"starts_on": starts_on.isoformat(), "last_day": last_day.isoformat()}
        context = {"deputy": deputy, "by": by, "last_day": last_day, "link": absolute_url("/capacity/")}
        queue_mail(to=deputy.person.email, template="partners/deputy_named", context=context)
    return deputy


def end_deputy(*, by: Role, deputy: Role) -> Role:
    """End a deputy's days at once; what they did stays true. Twice is once. Raises NotAllowed or WrongState."""
    check_name_deputy(by=by)
    with act("partners.deputy.end", by=by, organisation=by.partner_id) as done:
        deputy = (
            Role.objects.select_for_update(of=("self",), no_key=True)
            .select_related("person", "partner")
            .get(pk=deputy.pk)
        )
        done.subject = deputy
        if deputy.deputises_for_id != by.pk:
            raise WrongState(f"{deputy.person.name} is not your deputy.")
        today = timezone.localdate()
        if deputy.ends_on is not None and deputy.ends_on <= max(today, deputy.starts_on):
            done.cancel()
            return deputy
        deputy.ends_on = max(today, deputy.starts_on)
        deputy.save(update_fields=["ends_on"])
    return deputy


def end_deputies_of(role: Role, ends_on: date) -> None:
    """Nobody is a deputy of somebody who left. Must be called inside an act."""
    for deputy in role.deputies.filter(ends_on__gt=ends_on):
        deputy.ends_on = max(ends_on, deputy.starts_on)
        deputy.save(update_fields=["ends_on"])


def _check_days(by: Role, starts_on: date, last_day: date) -> None:
    if starts_on < timezone.localdate():
        raise Invalid("Enter today or a later day.", "starts_on")
    if last_day < starts_on:
        raise Invalid("Enter the first day itself, or a later day.", "last_day")
    if by.ends_on is not None and last_day >= by.ends_on:
        raise Invalid("Your own role ends before that. Enter an earlier day.", "last_day")


def _check_colleague(by: Role, colleague: Role, starts_on: date, ends_on: date) -> None:
    if colleague.partner_id != by.partner_id or not colleague.is_current() or colleague.person_id == by.person_id:
        raise Invalid(f"Choose a colleague who holds a role at {by.partner}.", "colleague")
    held = Role.objects.filter(partner=by.partner_id, person=colleague.person_id, starts_on__lt=ends_on)
    theirs = [role.role for role in held if role.ends_on is None or role.ends_on > starts_on]
    if by.role in theirs:
        raise Invalid(f"{colleague.person.name} is {by.role.label} of {by.partner} in those days already.", "colleague")
    for first, second in CONFLICTS:
        other = second if by.role is first else first if by.role is second else None
        if other is not None and other in theirs:
            raise Invalid(conflict_sentence(first, second), "colleague")
