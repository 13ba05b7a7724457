"""Taking a register: every row judged and, when it is to be applied, written with its own event in the trail."""

from collections.abc import Callable, Collection, Sequence

from django.utils import timezone

from partners.loader.entries import Entry, in_words
from partners.models import Partner
from partners.permissions import check_operate
from partners.services.importing.judging import Judge, Verdict, Write
from partners.services.importing.known import Known
from partners.services.registering import free_slug
from portal.audit.acts import ActsAs, act

Tell = Callable[[Verdict], None]


def import_partners(
    *, by: ActsAs, entries: Sequence[Entry], apply: bool, take: Collection[str] = (), tell: Tell | None = None
) -> list[Verdict]:
    """Judge a register's rows and, if `apply`, list its bodies as partners that can be invited.

    `take` names the codes of doubtful bodies to take all the same. Applied again, nothing changes and the trail gets
    no event. Each verdict is told as soon as it is reached.
    """
    check_operate(by=by)
    told: list[Verdict] = []
    with act("partners.register.import", by=by) as done:
        if apply:  # held until all is written, so that nothing that is decided of a partner meanwhile is written over
            list(Partner.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
        known = Known()
        judge = Judge(entries, known, take=take, on=timezone.localdate())
        slugs = set(Partner.objects.values_list("slug", flat=True))
        written = 0
        for verdict in judge.verdicts(entries):
            if verdict.write is not Write.NOTHING:
                written += 1
                _put(verdict, known, slugs, by=by, apply=apply)
            told.append(verdict)
            if tell is not None:
                tell(verdict)
        done.details.update(source=entries[0].source if entries else "", rows=len(entries), written=written)
        if not written or not apply:
            done.cancel()
    return told


def _put(verdict: Verdict, known: Known, slugs: set[str], *, by: ActsAs, apply: bool) -> None:
    """Do to the partner what the verdict says; in a dry run in memory alone, so that later rows are judged alike."""
    partner = verdict.partner or _listed(verdict.entry, slugs)
    _change(partner, verdict)
    if apply:
        action = f"partners.import.{verdict.write.name.lower()}"
        with act(action, by=by, details={"line": verdict.entry.line, "source": verdict.entry.source}) as done:
            partner.save()
            done.subject, done.organisation = partner, partner.pk
    known.add(partner)


def _listed(entry: Entry, slugs: set[str]) -> Partner:
    short = (entry.short_name or entry.name)[:120]
    slug = free_slug(short, slugs)
    slugs.add(slug)
    details: dict[str, object] = dict(entry.details)
    if entry.same_as:
        details["same_as"] = entry.same_as
    return Partner(
        legal_name=entry.name,
        short_name=short,
        slug=slug,
        kind=entry.kind.value,
        legal_form=entry.legal_form,
        nation=entry.nation,
        address=entry.address,
        source=entry.source,
        source_code=entry.code,
        source_details=details,
    )


def _change(partner: Partner, verdict: Verdict) -> None:
    entry, details = verdict.entry, dict(partner.source_details)
    if verdict.write is Write.PLACE:
        details = {**entry.details, **details}
        details["also"] = {**details.get("also", {}), entry.source: entry.code}
        if not partner.source:
            partner.source, partner.source_code = entry.source, entry.code
    elif verdict.write is Write.END:
        details |= {"ended": in_words(entry.ended), "replaced_by": verdict.successor}
    elif verdict.write is Write.OFFICE:
        details["offices"] = [*details.get("offices", []), {"name": entry.name, "address": entry.address}]
    partner.source_details = details
