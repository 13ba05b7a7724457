"""Changes in the law, for the officers and data protection officers of the protocols that they touch."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.db.models import Q
from django.utils import timezone

from legal_basis.law.changes import LawChange
from legal_basis.loader import changes, library
from partners.models import Role
from partners.roles import RoleKind
from protocols.models import ProtocolVersion
from protocols.queries.in_tray.items import Item, about, page
from protocols.queries.in_tray.kinds import Computed
from protocols.queries.law_changes import Touched, touched

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
    if not officers and not dpos:
        return
    mine = Q(party__version__protocol__partnership__in=officers) | Q(party__partner__in=dpos)
    news = timezone.localdate() - NEWS
    with closing(touched(mine, of=[change for change in changes() if _may_show(change, news)])) as all_touched:
        shown = (one for one in all_touched if one.touch.must_act or one.touch.change.on >= news)
        for listed, (version, group) in enumerate(groupby(shown, key=lambda one: one.version)):
            item = _item(version, list(group), officers, dpos)
            if listed == LINES:
                yield replace(item, what=MORE, button="See the next")
                return
            yield item


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
    return Item(
        what=f"The law has changed. {first.touch.why}{rest}",
        about=about(version),
        capacity=capacity,
        since=max(_midnight(min(first.touch.change.on, timezone.localdate())), first.covering.assessment.opened_at),
        button="See what to do",
        link=page(version, "legal"),
    )


def _midnight(day: date) -> datetime:
    """The day's beginning, here."""
    return timezone.make_aware(datetime.combine(day, time.min))


LAW_CHANGES = Computed(_law_changes)
