"""Partnerships, and partners' places in them."""

from django.utils.text import slugify

from partners.errors import Invalid, WrongState
from partners.models import Membership, Partner, Partnership
from partners.permissions import check_operate, check_serve_partnership
from partners.states import Step, allows, refusal
from portal.audit.acts import ActsAs, act


def create_partnership(
    *, by: ActsAs, name: str, prefix: str, area: str, about: str = "", is_sample: bool = False
) -> Partnership:
    """Make a partnership; `prefix` begins each of its protocols' references. Raises Invalid where either is taken."""
    check_operate(by=by)
    with act("partners.partnership.create", by=by) as done:
        if Partnership.objects.filter(name__iexact=name).exists():
            raise Invalid(f"There is already a partnership called {name}. Choose another name.", "name")
        if Partnership.objects.filter(prefix__iexact=prefix).exists():
            raise Invalid(f"The prefix {prefix} is already in use. Choose another.", "prefix")
        made = Partnership(
            name=name, slug=slugify(name), prefix=prefix.upper(), area=area, about=about, is_sample=is_sample
        )
        made.save()
        done.subject = made
    return made


def admit(*, by: ActsAs, partner: Partner, partnership: Partnership) -> Membership:
    """Bring an approved partner into another partnership. Done twice, it is one membership."""
    check_serve_partnership(partnership, by=by)
    if not allows(partner.standing, Step.ADMIT):
        raise WrongState(refusal(partner.standing, Step.ADMIT))
    with act("partners.partner.admit", by=by, subject=partner, organisation=partner.pk) as done:
        membership, made = Membership.objects.get_or_create(partner=partner, partnership=partnership)
        done.details["partnership"] = partnership.name
        if not made:
            done.cancel()
    return membership
