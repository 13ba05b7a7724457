"""Reminding of a signing's due date: a week before, on the day, and each week after; once each, through the sweep."""

from datetime import date

from django.urls import reverse
from django.utils import timezone

from portal.audit.acts import SYSTEM, act
from portal.mail.services import absolute_url, queue_mail
from protocols.models import Party, Signing, SigningPlan, SigningReminder
from protocols.queries.signing_order import plan_for, turn_opened, whose_turn
from protocols.services.calling import call
from protocols.services.matters import held, seen
from protocols.services.signatures import hold

BEFORE = -1
DAYS = 7


def week_of(due_on: date, today: date) -> int | None:
    """Which reminder a day asks for: -1 in the week before, 0 from the day itself, then each week; None before that."""
    away = (today - due_on).days
    return None if away < -DAYS else BEFORE if away < 0 else away // DAYS


def remind_to_sign(today: date | None = None) -> int:
    """Remind those whose turn it is in every open signing with a due date; how many parties. Safe to run twice."""
    today = today or timezone.localdate()
    open_now = Signing.objects.filter(stage=Signing.Stage.OPEN, snapshot__withdrawn_at=None)
    found = open_now.select_related("snapshot__version__protocol", "snapshot__instrument")
    planned = {
        (plan.version_id, plan.instrument_id): plan
        for plan in SigningPlan.objects.filter(due_on__isnull=False, version__snapshots__signing__in=open_now)
    }
    due = [one for one in found if (one.snapshot.version_id, one.snapshot.instrument_id) in planned]
    return sum(_remind(signing, today) for signing in due)


def _remind(signing: Signing, today: date) -> int:
    """Remind the parties of one signing that were not reminded this week; the officer too once it is overdue.

    Nobody is reminded on the day on which they were called.
    """
    with act("protocols.signing.remind", by=SYSTEM, subject=seen(signing.snapshot).subject) as done:
        held(signing.snapshot)
        signing = hold(signing)
        plan = plan_for(signing)
        week = week_of(plan.due_on, today) if plan and plan.due_on else None
        if plan is None or plan.due_on is None or week is None or signing.stage != Signing.Stage.OPEN:
            done.cancel()
            return 0
        left = whose_turn(signing) if _called_before(signing, today) else []
        reminded = [party for party in left if _first(signing, plan.due_on, week, party)]
        call(signing, reminded, template="sign_by")
        overdue = today > plan.due_on and bool(left) and _first(signing, plan.due_on, max(week, 0), None)
        if overdue:
            _tell_officer(signing, plan.due_on, left)
        if not reminded and not overdue:
            done.cancel()
        done.details |= {"due_on": plan.due_on.isoformat(), "parties": [str(one) for one in reminded]}
    return len(reminded)


def _called_before(signing: Signing, today: date) -> bool:
    called = turn_opened(signing)
    return called is not None and timezone.localtime(called).date() < today


def _first(signing: Signing, due_on: date, week: int, party: Party | None) -> bool:
    """Remember a reminder; whether it is the first of its week."""
    if SigningReminder.objects.filter(signing=signing, due_on=due_on, week=week, party=party).exists():
        return False
    SigningReminder(signing=signing, due_on=due_on, week=week, party=party).save()
    return True


def _tell_officer(signing: Signing, due_on: date, left: list[Party]) -> None:
    version, instrument = signing.snapshot.version, signing.snapshot.instrument
    page = reverse("protocols:signing_plan", args=[version.protocol.reference, version.number])
    ending = f"?instrument={instrument.number}" if instrument is not None else ""
    context = {
        "version": version, "instrument": instrument, "due_on": due_on, "left": left,
        "link": absolute_url(page + ending),
    }  # fmt: skip
    queue_mail(to=version.officer.person.email, template="protocols/signing_overdue", context=context)
