"""Closing a person's account: their roles end, and they can sign in no more. What they did stays on record."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone

from partners.errors import WrongState
from partners.models import Role
from partners.permissions import check_operate
from partners.roles import RoleKind
from partners.services.places import hold
from portal.accounts.models import User
from portal.audit.acts import ActsAs, act

NEEDED = (RoleKind.CONTACT, RoleKind.OFFICER)


def close_account(*, by: ActsAs, person: User) -> list[Role]:
    """End every role of a person today, sign them out everywhere and let them sign in no more; the roles ended.

    Closing twice is once. Raises NotAllowed, or WrongState where the person is the last contact of a partner or the
    last officer of a partnership: whoever comes after is invited first.
    """
    check_operate(by=by)
    with act("partners.account.close", by=by) as done:
        stands = Role.objects.filter(person=person).values_list("partner_id", "partnership_id")
        hold(partners=[one for one, _ in stands], partnerships=[one for _, one in stands])  # nobody else leaves them
        person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
        if not person.is_active:
            done.cancel()
            return []
        held = list(Role.objects.current().filter(person=person).select_related("person", "partner", "partnership"))
        _check_not_last(held)
        done.subject, done.details["roles"] = person, [role.label for role in held]
        today = timezone.localdate()
        for role in held:
            role.ends_on = today
            role.save(update_fields=["ends_on"])
        person.sessions.all().delete()
        Authenticator.objects.filter(user=person).delete()
        EmailAddress.objects.filter(user=person).delete()
        SocialAccount.objects.filter(user=person).delete()
        person.is_active, person.closed_at = False, timezone.now()
        person.set_unusable_password()
        person.save(update_fields=["is_active", "closed_at", "password"])
    return held


def _check_not_last(held: list[Role]) -> None:
    for role in held:
        if role.role not in NEEDED:
            continue
        beside = Role.objects.current().filter(kind=role.kind, partner=role.partner, partnership=role.partnership)
        if not beside.filter(ends_on=None).exclude(person=role.person).exists():
            raise WrongState(
                f"{role.person.name} is the only {role.role.label} of {role.partner or role.partnership} with no end "
                "date. Have another one invited first; when they have accepted, close this account."
            )
