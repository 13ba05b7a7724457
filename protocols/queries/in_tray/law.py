"""Changes in the law, for the officers and data protection officers of the protocols that they touch."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import reduce
from itertools import groupby
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from legal_basis.law.changes import LawChange
from legal_basis.loader import changes, library
from legal_basis.queries.changes import answers_naming, assessments_naming
from partners.models import Role
from partners.roles import RoleKind
from portal.among import Among
from protocols.models import Party, PartyAssessment, ProtocolVersion
from protocols.queries.in_tray.items import Item, Version, about, page
from protocols.queries.in_tray.kinds import Computed
from protocols.queries.in_tray.scopes import parties_of, run_by
from protocols.queries.in_tray.standing_in import keyed
from protocols.queries.law_changes import Touched, candidates, touched

NEWS = timedelta(days=90)
"""How long a change that asks for nothing is shown; one that asks for something stays until it is done."""
LINES = 50
"""How many protocols are listed at once: a change may touch thousands, and the next come up as these are done."""
MORE = f"The law has changed under more protocols than the {LINES} listed here. The next come up as these are done."


def _law_changes(roles: Sequence[Role]) -> Iterator[Item]:
    """One line a version, and one more where there are more versions than lines: two queries for a hundred checklists.

    Little is read beyond the first that is left out, so that thousands of protocols take no longer than fifty.
    """
    officers = {role.partnership_id: role for role in roles if role.role is RoleKind.OFFICER}
    dpos = {role.partner_id: role for role in roles if role.role is RoleKind.DPO}
    where = _own([*officers.values(), *dpos.values()])
    if where is None:
        return
    news = timezone.localdate() - NEWS
    with closing(touched(where, of=_showing())) as all_touched:
        shown = (one for one in all_touched if one.touch.must_act or one.touch.change.on >= news)
        for listed, (version, group) in enumerate(groupby(shown, key=lambda one: one.version)):
            item = _item(version, list(group), officers, dpos)
            if listed == LINES:
                yield replace(item, what=MORE, button="See the next")
                return
            yield item


def _own(roles: Sequence[Role]) -> Q | None:
    """Which assessments to hold against the changes; None where none of the readers' own can be touched.

    It is known at once where few answers of the whole portal name a provision that has ended. Otherwise, and where
    more can be touched than what names it, those of the readers' own are looked through.
    """
    told = _showing()
    ended = _ended(told)
    only = assessments_naming(ended) if ended else None
    if not roles or not told or only == []:
        return None
    if only is not None:
        return _party_of(roles) & Q(assessment__in=only)
    keys = [key for (key,) in keyed(_candidates, roles, tuple(told))]
    return Q(pk__in=keys) if keys else None


def _candidates(roles: Sequence[Role], told: Sequence[LawChange]) -> "QuerySet[Any]":
    own = PartyAssessment.objects.filter(_party_of(roles)).order_by()
    if ended := _ended(told):  # looked for before anything else is looked at: they are few
        own = own.filter(Exists(answers_naming(ended).filter(assessment=OuterRef("assessment"))))
    return candidates(told, timezone.localdate()).filter(Among("pk", own.values("pk"))).order_by().values_list("pk")


def _ended(told: Sequence[LawChange]) -> list[str]:
    """What the changes end; nothing where one does something else, for then more is touched than what names it."""
    all_end = all(change.ends_a_provision for change in told)
    return [name for change in told for name in change.gateways] if all_end else []


def _party_of(roles: Sequence[Role]) -> Q:
    """Of assessments: that of a party to what the officers among the roles run, or of the partner of another."""
    own = list[Among]()
    if any(role.role is RoleKind.OFFICER for role in roles):
        versions = Party.everyone.filter(Among("version_id", run_by(roles)))
        own.append(Among("party_id", versions.order_by().values("pk")))
    if partners := [role.partner_id for role in roles if role.role is not RoleKind.OFFICER]:
        own.append(Among("party_id", parties_of(partners)))
    return reduce(or_, map(Q, own))


def _showing() -> list[LawChange]:
    """The changes of which anything can be shown still."""
    news = timezone.localdate() - NEWS
    return [change for change in changes() if _may_show(change, news)]


def _may_show(change: LawChange, news: date) -> bool:
    """Whether anything that a change touches can be shown still: a power that began long ago asks for nothing.

    Where only provisions that have ended are looked for, the database reads no assessment that names none of them.
    """
    asks = change.what != "begun" or any(library().gateways[name].is_bar for name in change.gateways)
    return asks or change.on >= news


def _item(
    version: ProtocolVersion, found: list[Touched], officers: dict[int | None, Role], dpos: dict[int | None, Role]
) -> Item:
    officer = officers.get(version.protocol.partnership_id)
    capacity = officer or next(dpos[one.party.partner_id] for one in found if one.party.partner_id in dpos)
    first = min(found, key=lambda one: one.touch.change.on)
    more = len(found) - 1
    rest = "" if not more else " 1 more answer is touched." if more == 1 else f" {more} more answers are touched."
    named = Version.of(version)
    return Item(
        what=f"The law has changed. {first.touch.why}{rest}",
        about=about(named),
        capacity=capacity,
        since=max(_midnight(min(first.touch.change.on, timezone.localdate())), first.covering.assessment.opened_at),
        button="See what to do",
        link=page(named, "legal"),
    )


def _midnight(day: date) -> datetime:
    """The day's beginning, here."""
    return timezone.make_aware(datetime.combine(day, time.min))


LAW_CHANGES = Computed(_law_changes)
